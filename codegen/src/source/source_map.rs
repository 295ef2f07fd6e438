//! Finds the line of each value in the text of a document.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser};

use crate::diagnostics::Pointer;

/// The lines of the values in the text of a document.
#[derive(Debug)]
pub struct SourceMap(Option<Node>);

/// A value in the text.
#[derive(Debug)]
struct Node {
    /// The line, counted from 1.
    line: usize,
    /// The members of an object by key, or the items of an array by index.
    children: HashMap<String, Node>,
}

impl SourceMap {
    /// Reads YAML or JSON, up to the first syntax error or key that is neither a scalar nor an alias.
    pub fn new(text: &str) -> Self {
        // JSON escapes an emoji as two surrogates, which the YAML parser rejects. Escapes of other characters instead
        // don't change the line numbers.
        let text = text.replace("\\ud", "\\u0").replace("\\uD", "\\u0");
        let events = Parser::new_from_str(&text).map_while(Result::ok);
        let events = events.map(|(event, span)| (event, span.start.line()));
        let mut events = events
            .skip_while(|(event, _)| matches!(event, Event::StreamStart | Event::DocumentStart(_)));
        let first = events.next();
        let first = first.filter(|(event, _)| *event != Event::StreamEnd);
        Self(first.map(|(event, line)| {
            let mut root = Node::new(line);
            root.read_children(&event, &mut events);
            root
        }))
    }

    /// Returns the line of the value at `pointer`. For a value that isn't in the text, such as an addition of the
    /// overlay, returns the line of the innermost object or array around it.
    pub fn line(&self, pointer: &Pointer) -> Option<usize> {
        let mut node = self.0.as_ref()?;
        for key in pointer.keys() {
            match node.children.get(&key) {
                Some(child) => node = child,
                None => break,
            }
        }
        Some(node.line)
    }

    /// Converts a pointer into the normalised document to one into the text. The pointers differ where normalising
    /// replaced a keyword: `const` becomes `enum`.
    pub fn before_normalising(&self, pointer: &Pointer) -> Pointer {
        let keys: Vec<String> = pointer.keys().collect();
        let mut rest: Vec<&str> = keys.iter().rev().map(String::as_str).collect();
        let mut original = Pointer::root();
        let mut node = self.0.as_ref();
        while let Some(key) = rest.pop() {
            let child = |key: &str| node?.children.get(key);
            let has_example = || child("examples")?.children.get("0");
            let key = match (key, rest.as_slice()) {
                _ if child(key).is_some() => key,
                ("example", _) if has_example().is_some() => {
                    rest.push("0");
                    "examples"
                }
                ("enum", _) if child("const").is_some() => {
                    rest.pop_if(|index| *index == "0");
                    "const"
                }
                ("allOf", [.., "$ref", "0"]) if child("$ref").is_some() => {
                    rest.truncate(rest.len() - 2);
                    "$ref"
                }
                _ => key,
            };
            node = child(key);
            original = original.child(key);
        }
        original
    }
}

impl Node {
    fn new(line: usize) -> Self {
        Self {
            line,
            children: HashMap::new(),
        }
    }

    /// Reads the members or items of the value that begins with `event`. Returns `None` to stop reading.
    fn read_children<'e>(
        &mut self,
        event: &Event<'e>,
        events: &mut impl Iterator<Item = (Event<'e>, usize)>,
    ) -> Option<()> {
        match event {
            Event::SequenceStart(..) => {
                for index in 0.. {
                    let (event, line) = events.next()?;
                    if event == Event::SequenceEnd {
                        break;
                    }
                    let child = self.child(index.to_string(), line);
                    child.read_children(&event, events)?;
                }
            }
            Event::MappingStart(..) => loop {
                let (key, line) = match events.next()? {
                    (Event::Scalar(key, ..), line) => (key.into_owned(), line),
                    // The text of the key is elsewhere, so a pointer doesn't find the value.
                    (Event::Alias(_), line) => (String::new(), line),
                    (Event::MappingEnd, _) => break,
                    _ => return None,
                };
                // The line of a member is that of its key.
                let (event, _) = events.next()?;
                self.child(key, line).read_children(&event, events)?;
            },
            _ => {}
        }
        Some(())
    }

    fn child(&mut self, key: String, line: usize) -> &mut Self {
        self.children.entry(key).or_insert_with(|| Self::new(line))
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
    fn line_after_surrogates_in_json_is_known() {
        let text = r#"{
            "a": "\ud83d\uDE00",
            "b": {
                "c": 1
            }
        }"#;
        assert_eq!(line(text, "/b/c"), Some(4));
    }

    #[test]
    fn line_before_syntax_error_is_known() {
        assert_eq!(line("a: 1\nb: 2\nc: [\n", "/b"), Some(2));
        assert_eq!(line("a: 1\n? [b]\n: 2\nc: 3\n", "/c"), Some(1));
    }
}
