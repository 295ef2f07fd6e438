//! Finds the line of each value in the text of a document.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser};

use crate::diagnostics::Pointer;

/// The line of each value of a document, counted from 1.
#[derive(Debug)]
pub struct SourceMap(HashMap<Pointer, usize>);

impl SourceMap {
    /// Reads YAML or JSON, up to the first syntax error or key that isn't a scalar.
    pub fn new(text: &str) -> Self {
        let mut source_map = Self(HashMap::new());
        let events = Parser::new_from_str(text).map_while(Result::ok);
        let events = events.map(|(event, span)| (event, span.start.line()));
        let mut events = events
            .skip_while(|(event, _)| matches!(event, Event::StreamStart | Event::DocumentStart(_)));
        if let Some((event, line)) = events.next()
            && event != Event::StreamEnd
        {
            source_map.read_value(Pointer::root(), &event, line, &mut events);
        }
        source_map
    }

    /// Records the lines of the value that begins with `event`, and of all values in it. Returns `None` to stop
    /// reading.
    fn read_value<'e>(
        &mut self,
        pointer: Pointer,
        event: &Event<'e>,
        line: usize,
        events: &mut impl Iterator<Item = (Event<'e>, usize)>,
    ) -> Option<()> {
        self.0.insert(pointer.clone(), line);
        match event {
            Event::SequenceStart(..) => {
                for index in 0.. {
                    let (event, line) = events.next()?;
                    if event == Event::SequenceEnd {
                        break;
                    }
                    self.read_value(pointer.child(index), &event, line, events)?;
                }
            }
            Event::MappingStart(..) => loop {
                let (key, line) = match events.next()? {
                    (Event::Scalar(key, ..), line) => (key, line),
                    (Event::Alias(_), line) => ("".into(), line),
                    (Event::MappingEnd, _) => break,
                    _ => return None,
                };
                // The line of a member is that of its key.
                let (event, _) = events.next()?;
                self.read_value(pointer.child(key), &event, line, events)?;
            },
            _ => {}
        }
        Some(())
    }

    /// Returns the line of the value at `pointer`. For a value that isn't in the text, such as an addition of the
    /// overlay, returns the line of the innermost object or array around it.
    pub fn line(&self, pointer: &Pointer) -> Option<usize> {
        self.0
            .get(pointer)
            .copied()
            .or_else(|| self.line(&pointer.parent()?))
    }

    /// Converts a pointer into the normalised document to one into the text. The pointers differ where normalising
    /// replaced a keyword: `const` becomes `enum`.
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
