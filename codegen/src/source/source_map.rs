//! On which line of its text each node of a document stands.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser};

use crate::diagnostics::Pointer;

/// The lines of the nodes of a document, counted from 1.
#[derive(Debug)]
pub struct SourceMap(HashMap<Pointer, usize>);

impl SourceMap {
    /// Reads a document, YAML or JSON; where it cannot be read any further, what stands before is known.
    pub fn of(text: &str) -> Self {
        let mut reader = Reader::default();
        for event in Parser::new_from_str(text) {
            let Ok((event, span)) = event else { break };
            if reader.read(&event, span.start.line()).is_none() {
                break;
            }
        }
        Self(reader.lines)
    }

    /// The line of the node at `pointer`, or of the nearest one around it that the text has.
    pub fn line(&self, pointer: &Pointer) -> Option<usize> {
        let mut place = Some(pointer.clone());
        while let Some(at) = place {
            if let Some(line) = self.0.get(&at) {
                return Some(*line);
            }
            place = at.parent();
        }
        None
    }
}

#[derive(Default)]
struct Reader {
    lines: HashMap<Pointer, usize>,
    open: Vec<Open>,
}

/// A list or mapping that has begun.
enum Open {
    List {
        place: Pointer,
        /// How many items it has had.
        items: usize,
    },
    Mapping {
        place: Pointer,
        /// The key whose value comes next, and its line.
        key: Option<(String, usize)>,
    },
}

impl Reader {
    /// Takes in one event; nothing when the document is over, or has a form that is not read.
    fn read(&mut self, event: &Event<'_>, line: usize) -> Option<()> {
        match event {
            Event::Scalar(text, ..) => {
                self.plain(text, line);
            }
            Event::Alias(_) => self.plain("", line),
            Event::SequenceStart(..) => {
                let place = self.begin(line)?;
                self.open.push(Open::List { place, items: 0 });
            }
            Event::MappingStart(..) => {
                let place = self.begin(line)?;
                self.open.push(Open::Mapping { place, key: None });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.open.pop();
            }
            Event::DocumentEnd => return None,
            _ => {}
        }
        Some(())
    }

    /// Takes in what has nothing inside: a key or a value.
    fn plain(&mut self, text: &str, line: usize) {
        match self.open.last_mut() {
            Some(Open::Mapping { key, .. }) if key.is_none() => {
                *key = Some((text.to_owned(), line))
            }
            _ => {
                self.begin(line);
            }
        }
    }

    /// Notes where a value begins that is no key. A member stands where its key does.
    fn begin(&mut self, line: usize) -> Option<Pointer> {
        let (place, line) = match self.open.last_mut() {
            None => (Pointer::root(), line),
            Some(Open::List { place, items }) => {
                let item = place.child(*items);
                *items += 1;
                (item, line)
            }
            Some(Open::Mapping { place, key }) => {
                let (key, line) = key.take()?;
                (place.child(key), line)
            }
        };
        self.lines.insert(place.clone(), line);
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, pointer: &str) -> Option<usize> {
        SourceMap::of(text).line(&Pointer::from(pointer.to_owned()))
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
    fn a_member_stands_where_its_key_does_and_an_item_where_it_begins() {
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
    fn what_the_text_does_not_have_stands_where_the_nearest_around_it_does() {
        assert_eq!(line(YAML, "/paths/~1rooms/get/x-sdk-method/0"), Some(4));
        assert_eq!(line(YAML, "/paths/~1c/get"), Some(18));
        assert_eq!(line(YAML, "/components"), Some(2));
        assert_eq!(line("", "/paths"), None);
    }

    #[test]
    fn json_has_lines_too() {
        let text = "{\n\t\"a\": {\n\t\t\"b\\/c\": [1,\n2]\n\t}\n}\n";
        assert_eq!(line(text, "/a"), Some(2));
        assert_eq!(line(text, "/a/b~1c"), Some(3));
        assert_eq!(line(text, "/a/b~1c/1"), Some(4));
    }

    #[test]
    fn after_a_fault_of_syntax_what_stands_before_is_known() {
        assert_eq!(line("a: 1\nb: 2\nc: [\n", "/b"), Some(2));
        assert_eq!(line("a: 1\n? [b]\n: 2\nc: 3\n", "/c"), Some(1));
    }
}
