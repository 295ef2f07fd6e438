//! Loads YAML or JSON as a [`Value`]. Rejects text that would take too much memory or stack.

mod json;
mod value;
mod yaml;

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Result};

/// The name and text of a document.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The name in diagnostics, usually the path as the user wrote it.
    pub name: &'a str,
    /// The text, YAML or JSON.
    pub text: &'a str,
}

/// The greatest number of nested arrays and objects in a document, which is also the limit of `serde_json`.
///
/// Most functions over documents recurse at each level, so this number limits the stack that they need.
pub(crate) const MAX_NESTING: usize = 127;

/// The message of `serde_json`, `serde_yaml` and `saphyr_parser` about deep nesting.
const PARSER_DEPTH_ERROR: &str = "recursion limit exceeded";

/// Loads YAML or JSON. All keys are strings, including unquoted YAML keys such as `200` and `Null`.
///
/// # Errors
///
/// Returns an error with line and column about invalid syntax, a duplicate key, an unsupported tag, a quoted key `<<`
/// in a text with merge keys, or an exceeded limit.
pub fn load(source: Source<'_>) -> Result<Value> {
    let text = source.text.trim_start_matches('\u{feff}');
    let value = if text.trim_start().starts_with(['{', '[']) {
        json::load(text)
    } else {
        yaml::load(text)
    };
    value.map_err(|error| error.in_document(source.name))
}

/// A reason for rejecting a text, without its position.
struct Problem {
    message: String,
    help: &'static str,
    kind: ProblemKind,
}

/// The kinds of problems. `serde_yaml` reports no position for `DuplicateKey` and `LargeAlias`; [`yaml`] finds it.
enum ProblemKind {
    /// A key occurs twice in a mapping.
    DuplicateKey,
    /// An alias makes the document too large.
    LargeAlias,
    /// Any other problem, at the position where the parser stopped.
    Other,
}

impl Problem {
    fn new(message: String, help: &'static str) -> Self {
        Self {
            message,
            help,
            kind: ProblemKind::Other,
        }
    }

    /// Creates the problem that a parser of `language` reports with the message `error`.
    fn syntax(language: &str, error: &str, help: &'static str) -> Self {
        // The parsers append ` at line … column …`.
        let error = error.split(" at line ").next().unwrap_or(error);
        if error.contains(PARSER_DEPTH_ERROR) {
            return Self::too_deep();
        }
        Self::new(format!("invalid {language}: {error}"), help)
    }

    fn too_deep() -> Self {
        Self::new(
            format!("arrays and objects are nested more than {MAX_NESTING} deep"),
            "move inner objects to `components` and refer to them",
        )
    }

    fn at(self, line: usize, column: usize) -> Diagnostic {
        Diagnostic::in_text(line, column, self.message, self.help)
    }
}

/// Returns the number of nested arrays and objects in a value, which [`MAX_NESTING`] limits.
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
    fn load_reads_yaml_and_json_alike() {
        let expected = json!({"paths": {"/rooms": {"get": {"deprecated": true, "x": [1, -2, 1.5, null, "a"]}}}});
        assert_eq!(read(&expected.to_string()).unwrap(), expected);
        let yaml =
            "paths:\n  /rooms:\n    get:\n      deprecated: true\n      x: [1, -2, 1.5, ~, a]\n";
        assert_eq!(read(yaml).unwrap(), expected);
    }

    #[test]
    fn load_reads_keys_as_strings() {
        let value =
            read("200: a\nTrue: b\ny: c\nno: d\n4.50: e\nNull: f\n~: g\n0x10: h\n").unwrap();
        assert_eq!(
            value,
            json!({"200": "a", "True": "b", "y": "c", "no": "d", "4.50": "e", "Null": "f", "~": "g", "0x10": "h"})
        );
        let error = read("? [1]\n: a").unwrap_err().to_string();
        assert!(error.contains("a key that is a string"), "{error}");
        assert_eq!(
            read("day: 2021-04-25").unwrap(),
            json!({"day": "2021-04-25"})
        );
        assert_eq!(
            read("a: [.inf, -.INF, .NaN]").unwrap(),
            json!({"a": [".inf", "-.inf", ".nan"]})
        );
    }

    #[test]
    fn load_of_invalid_yaml_returns_position() {
        let error = read("paths:\n  /rooms: [1, 2\n").unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("spec.yaml:3:1: error: invalid YAML: "),
            "{error}"
        );
    }

    #[test]
    fn load_of_invalid_json_returns_position() {
        let error = read("{\n  \"paths\": }\n").unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("spec.yaml:2:12: error: invalid JSON: "),
            "{error}"
        );
        let error = read("{\n").unwrap_err().to_string();
        assert!(error.starts_with("spec.yaml:2:1: error: "), "{error}");
    }

    #[test]
    fn load_rejects_duplicate_keys() {
        let error = read("paths:\n  /rooms: 1\n  /rooms: 2\n").unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("spec.yaml:3:3: error: duplicate key `/rooms`; first at 2:3"),
            "{error}"
        );
        assert!(
            read("{\"a\": 1, \"a\": 2}")
                .unwrap_err()
                .to_string()
                .contains("duplicate key `a`")
        );
    }

    #[test]
    fn load_limits_expansion_of_aliases() {
        let value = read("a: &a [1, 2]\nb: *a\n").unwrap();
        assert_eq!(value, json!({"a": [1, 2], "b": [1, 2]}));
        for (anchor, aliases) in [
            (format!("[{}]", "1,".repeat(5000)), 5000),
            ("x".repeat(5000), 5000),
        ] {
            let text = format!("a: &a {anchor}\nb: [{}]\n", "*a,".repeat(aliases));
            let error = read(&text).unwrap_err().to_string();
            assert!(
                error.contains(
                    "the document is too large with its aliases replaced by copies: at this `*a`, it exceeds the limit"
                ),
                "{error}"
            );
        }
    }

    #[test]
    fn load_limits_nesting_and_keys_of_json() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(depth(&read(&nested(127)).unwrap()), 127);
        let error = read(&nested(128)).unwrap_err().to_string();
        assert!(
            error.starts_with("spec.yaml:1:128: error: arrays and objects are nested"),
            "{error}"
        );
        let with_key = |length: usize| format!("{{\"{}\": {{\"b\": 1}}}}", "a".repeat(length));
        assert!(read(&with_key(3_999)).is_ok());
        let error = read(&with_key(4_000)).unwrap_err().to_string();
        assert!(error.contains("more than 4000 bytes"), "{error}");
    }

    #[test]
    fn load_of_empty_text_returns_null() {
        assert_eq!(read("").unwrap(), json!(null));
        assert_eq!(read("# nothing").unwrap(), json!(null));
    }
}
