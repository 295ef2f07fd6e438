//! Finds the line of each value in the text of a document.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser};

use crate::diagnostics::Pointer;

/// The lines of the values of a document, counted from 1.
#[derive(Debug)]
pub struct SourceMap(HashMap<Pointer, usize>);

impl SourceMap {
    /// Reads YAML or JSON, up to the first syntax error or key that isn't a scalar.
    pub fn new(text: &str) -> Self {
        let mut reader = Reader::default();
        for event in Parser::new_from_str(text) {
            let Ok((event, span)) = event else { break };
            if reader.read(&event, span.start.line()).is_none() {
                break;
            }
        }
        Self(reader.lines)
    }

    /// Returns the line of the value at `pointer`. If the text has no such value, for instance since the overlay added
    /// it, returns the line of the innermost object or array around it.
    pub fn line(&self, pointer: &Pointer) -> Option<usize> {
        self.0
            .get(pointer)
            .copied()
            .or_else(|| self.line(&pointer.parent()?))
    }

    /// Returns the pointer that a value of the normalised document has in the text. The two differ if normalising
    /// converted a keyword of OpenAPI 3.1 to one of OpenAPI 3.0.
    pub fn before_normalising(&self, pointer: &Pointer) -> Pointer {
        if self.0.contains_key(pointer) {
            return pointer.clone();
        }
        let mut original = String::new();
        let mut rest = pointer.as_str();
        while let Some(after_slash) = rest.strip_prefix('/') {
            let end = after_slash.find('/').unwrap_or(after_slash.len());
            let (key, after_key) = after_slash.split_at(end);
            let exists = |key: &str| {
                let pointer = format!("{original}/{key}");
                self.0.contains_key(&Pointer::from(pointer))
            };
            let (key, after_key) = match key {
                _ if exists(key) => (key, after_key),
                "example" if exists("examples/0") => ("examples/0", after_key),
                "enum" if exists("const") => {
                    ("const", after_key.strip_prefix("/0").unwrap_or(after_key))
                }
                "allOf" if exists("$ref") => after_key
                    .strip_prefix("/0/$ref")
                    .map_or((key, after_key), |after| ("$ref", after)),
                _ => (key, after_key),
            };
            original = format!("{original}/{key}");
            rest = after_key;
        }
        Pointer::from(original)
    }
}

/// Converts the events of a YAML parser to lines.
#[derive(Default)]
struct Reader {
    lines: HashMap<Pointer, usize>,
    /// The sequences and mappings around the next event, the innermost last.
    open: Vec<Open>,
}

/// A sequence or mapping whose end hasn't been read.
enum Open {
    Sequence {
        pointer: Pointer,
        /// The number of items that have been read.
        items: usize,
    },
    Mapping {
        pointer: Pointer,
        /// The key whose value is the next event, and its line; `None` if the next event is a key.
        key: Option<(String, usize)>,
    },
}

impl Reader {
    /// Reads an event. Returns `None` to stop: at the end of the document, or at a key that isn't a scalar.
    fn read(&mut self, event: &Event<'_>, line: usize) -> Option<()> {
        match event {
            Event::Scalar(text, ..) => self.read_scalar(text, line),
            Event::Alias(_) => self.read_scalar("", line),
            Event::SequenceStart(..) => {
                let pointer = self.begin_value(line)?;
                self.open.push(Open::Sequence { pointer, items: 0 });
            }
            Event::MappingStart(..) => {
                let pointer = self.begin_value(line)?;
                self.open.push(Open::Mapping { pointer, key: None });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.open.pop();
            }
            Event::DocumentEnd => return None,
            _ => {}
        }
        Some(())
    }

    /// Reads a key, or a value that isn't a sequence or mapping.
    fn read_scalar(&mut self, text: &str, line: usize) {
        match self.open.last_mut() {
            Some(Open::Mapping { key, .. }) if key.is_none() => {
                *key = Some((text.to_owned(), line));
            }
            _ => {
                self.begin_value(line);
            }
        }
    }

    /// Records the line of a value, and returns its pointer. The line of a member is that of its key.
    fn begin_value(&mut self, line: usize) -> Option<Pointer> {
        let (pointer, line) = match self.open.last_mut() {
            None => (Pointer::root(), line),
            Some(Open::Sequence { pointer, items }) => {
                let item = pointer.child(*items);
                *items += 1;
                (item, line)
            }
            Some(Open::Mapping { pointer, key }) => {
                let (key, line) = key.take()?;
                (pointer.child(key), line)
            }
        };
        self.lines.insert(pointer.clone(), line);
        Some(pointer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, pointer: &str) -> Option<usize> {
        SourceMap::new(text).line(&Pointer::from(pointer.to_owned()))
    }

    const YAML: &str = "\
# A comment.
paths:
  /rooms:
    get:
      tags: [a,
        b]
      parameters:
      - name: x
        in: query
      - {name: y,
         in: path}
      description: >-
        Several
        lines.
      200: fine
  '/a~b': &anchor
    \"get\": {}
  /c: *anchor
";

    #[test]
    fn line_returns_lines_of_keys_and_items() {
        for (pointer, expected) in [
            ("", 2),
            ("/paths", 2),
            ("/paths/~1rooms/get", 4),
            ("/paths/~1rooms/get/tags/0", 5),
            ("/paths/~1rooms/get/tags/1", 6),
            ("/paths/~1rooms/get/parameters", 7),
            ("/paths/~1rooms/get/parameters/0", 8),
            ("/paths/~1rooms/get/parameters/0/in", 9),
            ("/paths/~1rooms/get/parameters/1", 10),
            ("/paths/~1rooms/get/parameters/1/in", 11),
            ("/paths/~1rooms/get/description", 12),
            ("/paths/~1rooms/get/200", 15),
            ("/paths/~1a~0b", 16),
            ("/paths/~1a~0b/get", 17),
            ("/paths/~1c", 18),
        ] {
            assert_eq!(line(YAML, pointer), Some(expected), "{pointer}");
        }
    }

    #[test]
    fn line_of_unknown_pointer_is_that_of_parent() {
        assert_eq!(line(YAML, "/paths/~1rooms/get/x-sdk-method/0"), Some(4));
        assert_eq!(line(YAML, "/paths/~1c/get"), Some(18));
        assert_eq!(line(YAML, "/components"), Some(2));
        assert_eq!(line("", "/paths"), None);
    }

    #[test]
    fn before_normalising_returns_keywords_of_openapi_3_1() {
        let text = "a: {examples: [[1], 2]}\nb: {const: 1}\nc: {$ref: x, type: y}\nd: {example: 1, examples: [2]}\n";
        let source_map = SourceMap::new(text);
        for (pointer, expected) in [
            ("/a/example", "/a/examples/0"),
            ("/a/example/0", "/a/examples/0/0"),
            ("/b/enum", "/b/const"),
            ("/b/enum/0", "/b/const"),
            ("/b/default", "/b/default"),
            ("/c/allOf/0/$ref", "/c/$ref"),
            ("/d/example", "/d/example"),
        ] {
            let pointer = Pointer::from(pointer.to_owned());
            let original = source_map.before_normalising(&pointer);
            assert_eq!(original.as_str(), expected, "{pointer}");
        }
    }

    #[test]
    fn line_works_for_json() {
        let text = "{\n\t\"a\": {\n\t\t\"b\\/c\": [1,\n2]\n\t}\n}\n";
        assert_eq!(line(text, "/a"), Some(2));
        assert_eq!(line(text, "/a/b~1c"), Some(3));
        assert_eq!(line(text, "/a/b~1c/1"), Some(4));
    }

    #[test]
    fn line_before_syntax_error_is_known() {
        assert_eq!(line("a: 1\nb: 2\nc: [\n", "/b"), Some(2));
        assert_eq!(line("a: 1\n? [b]\n: 2\nc: 3\n", "/c"), Some(1));
    }
}
