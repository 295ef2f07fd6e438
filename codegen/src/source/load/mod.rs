//! Text to a [`Value`]: YAML or JSON, with every key a string and no key given twice.

mod json;
mod node;
mod yaml;

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Result};

/// A document to read: its text, and the name by which errors speak of it.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// How errors name the document, usually its path as the user gave it.
    pub name: &'a str,
    /// The text, YAML or JSON.
    pub text: &'a str,
}

/// How many lists and objects may stand inside of one another.
///
/// All that is made of a document goes as deep as the document does, so this keeps every step within its stack. It is
/// what the reader of JSON allows as well.
pub(crate) const DEEPEST: usize = 127;

/// How long the keys may be, taken together, that lead to a node: its pointer goes into what is said about it, and into names.
const LONGEST_WAY: usize = 4_000;

/// What both readers call nesting that has no end.
const LIMIT: &str = "recursion limit exceeded";

/// Reads YAML or JSON.
///
/// Keys that YAML would take for something else, such as an unquoted `200` or `Null`, are the text that is written.
///
/// # Errors
///
/// On a syntax error, on a key given twice and on nesting without end, all with line and column.
pub fn load(source: Source<'_>) -> Result<Value> {
    let text = source.text.trim_start_matches('\u{feff}');
    let value = if text.trim_start().starts_with(['{', '[']) {
        json::load(text)
    } else {
        yaml::load(text)
    };
    value.map_err(|error| error.in_document(source.name))
}

/// What a reader has to say, with its place and a way out.
fn fault(language: &str, message: &str, place: Option<(usize, usize)>) -> Diagnostic {
    // The readers say where at the end, and the error does so already.
    let message = message.split(" at line ").next().unwrap_or(message);
    let (cause, help) = if message.contains(LIMIT) {
        (
            format!("this is nested more than {DEEPEST} deep"),
            "move what is inside into components, and refer to them",
        )
    } else if message.contains(&too_far()) {
        (too_far(), "give what leads here shorter names")
    } else {
        let cause = format!("this is not {language}: {message}");
        let help = "mend the syntax at that line and column";
        (cause, help)
    };
    match place {
        Some((line, column)) => Diagnostic::in_text(line, column, cause, help),
        None => Diagnostic::in_text(1, 1, cause, "give a YAML or JSON document"),
    }
}

/// What is said of a node that [`LONGEST_WAY`] does not lead to.
fn too_far() -> String {
    format!("the keys that lead here have more than {LONGEST_WAY} bytes together")
}

/// How deep lists and objects stand inside of one another, the outermost included.
pub(crate) fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(depth).max().unwrap_or_default() + 1,
        Value::Object(members) => members.values().map(depth).max().unwrap_or_default() + 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(text: &str) -> Result<Value> {
        load(Source {
            name: "spec.yaml",
            text,
        })
    }

    #[test]
    fn yaml_and_json_read_alike() {
        let expected = json!({"paths": {"/rooms": {"get": {"deprecated": true, "x": [1, -2, 1.5, null, "a"]}}}});
        assert_eq!(read(&expected.to_string()).unwrap(), expected);
        let yaml =
            "paths:\n  /rooms:\n    get:\n      deprecated: true\n      x: [1, -2, 1.5, ~, a]\n";
        assert_eq!(read(yaml).unwrap(), expected);
    }

    #[test]
    fn keys_are_the_text_that_is_written() {
        let value =
            read("200: a\nTrue: b\ny: c\nno: d\n4.50: e\nNull: f\n~: g\n0x10: h\n").unwrap();
        assert_eq!(
            value,
            json!({"200": "a", "True": "b", "y": "c", "no": "d", "4.50": "e", "Null": "f", "~": "g", "0x10": "h"})
        );
        let error = read("? [1]\n: a").unwrap_err().to_string();
        assert!(error.contains("a key that is text"), "{error}");
        assert_eq!(
            read("day: 2021-04-25").unwrap(),
            json!({"day": "2021-04-25"})
        );
    }

    #[test]
    fn broken_yaml_names_line_and_column() {
        let error = read("paths:\n  /rooms: [1, 2\n").unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("spec.yaml:3:1: error: this is not YAML: "),
            "{error}"
        );
    }

    #[test]
    fn broken_json_names_line_and_column() {
        let error = read("{\n  \"paths\": }\n").unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("spec.yaml:2:12: error: this is not JSON: "),
            "{error}"
        );
    }

    #[test]
    fn a_key_given_twice_is_refused() {
        let error = read("paths:\n  /rooms: 1\n  /rooms: 2\n").unwrap_err();
        assert!(
            error
                .to_string()
                .contains("the key `/rooms` is given twice"),
            "{error}"
        );
        assert!(
            read("{\"a\": 1, \"a\": 2}")
                .unwrap_err()
                .to_string()
                .contains("`a` is given twice")
        );
    }

    #[test]
    fn aliases_are_read_but_not_without_end() {
        let value = read("a: &a [1, 2]\nb: *a\n").unwrap();
        assert_eq!(value, json!({"a": [1, 2], "b": [1, 2]}));
        for (anchor, aliases) in [
            ("[x]".replace('x', &"1,".repeat(5000)), 5000),
            ("x".repeat(5000), 5000),
        ] {
            let text = format!("a: &a {anchor}\nb: [{}]\n", "*a,".repeat(aliases));
            let error = read(&text).unwrap_err().to_string();
            assert!(error.contains("make far more of it"), "{error}");
        }
    }

    #[test]
    fn json_has_the_bounds_of_yaml() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(depth(&read(&nested(127)).unwrap()), 127);
        let error = read(&nested(128)).unwrap_err().to_string();
        assert!(
            error.starts_with("spec.yaml:1:128: error: this is nested"),
            "{error}"
        );
        let far = |length: usize| format!("{{\"{}\": {{\"b\": 1}}}}", "a".repeat(length));
        assert!(read(&far(3_999)).is_ok());
        let error = read(&far(4_000)).unwrap_err().to_string();
        assert!(error.contains("more than 4000 bytes together"), "{error}");
    }

    #[test]
    fn an_empty_text_is_null() {
        assert_eq!(read("").unwrap(), json!(null));
        assert_eq!(read("# nothing").unwrap(), json!(null));
    }
}
