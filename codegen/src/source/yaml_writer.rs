//! Writes a [`Value`] as YAML.

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Result};

/// The strings that YAML 1.1 reads as a boolean, a default value or a merge key.
const WORDS: [&str; 8] = ["y", "n", "yes", "no", "on", "off", "=", "<<"];

/// Writes a document as YAML that YAML 1.1 and 1.2 parsers read alike.
///
/// # Errors
///
/// Returns an error if `serde_yaml` can't write the document.
pub fn write(document: &Value) -> Result<String> {
    let mut placeholders = Placeholders::for_document(document);
    let document = placeholders.insert(document);
    let text = serde_yaml::to_string(&document).map_err(|error| {
        Diagnostic::general(
            format!("cannot write the document as YAML: {error}"),
            "remove the value that YAML can't represent",
        )
    })?;
    Ok(placeholders.replace(&text))
}

/// Strings that must be quoted, although `serde_yaml` doesn't quote them. `serde_yaml` writes placeholders, which
/// quoted strings replace. A placeholder is the index of the string between two delimiters.
struct Placeholders {
    /// A text that the document doesn't contain.
    delimiter: String,
    strings: Vec<String>,
}

impl Placeholders {
    fn for_document(document: &Value) -> Self {
        let json = document.to_string();
        let mut delimiters = (0_usize..).map(|number| format!("quoted-{number}-"));
        Self {
            delimiter: delimiters.find(|it| !json.contains(it)).unwrap_or_default(),
            strings: Vec::new(),
        }
    }

    /// Returns a copy of a value with placeholders for these strings.
    fn insert(&mut self, value: &Value) -> Value {
        match value {
            Value::String(text) => self.insert_string(text).into(),
            Value::Array(items) => items.iter().map(|it| self.insert(it)).collect(),
            Value::Object(members) => members
                .iter()
                .map(|(key, value)| (self.insert_string(key), self.insert(value)))
                .collect(),
            other => other.clone(),
        }
    }

    fn insert_string(&mut self, text: &str) -> String {
        if !is_ambiguous(text) {
            return text.to_owned();
        }
        self.strings.push(text.to_owned());
        let index = self.strings.len() - 1;
        format!("{0}{index}{0}", self.delimiter)
    }

    /// Replaces the placeholders by quoted strings. The strings contain no quotes.
    fn replace(&self, text: &str) -> String {
        let parts = text.split(&self.delimiter).enumerate();
        let parts = parts.map(|(number, part)| {
            let index = part.parse::<usize>().ok().filter(|_| number % 2 == 1);
            let string = index.and_then(|index| self.strings.get(index));
            string.map_or_else(|| part.to_owned(), |string| format!("'{string}'"))
        });
        parts.collect()
    }
}

/// Whether YAML 1.1 reads an unquoted string as a date, a number or a boolean. `serde_yaml` knows only YAML 1.2, which
/// reads it as a string.
fn is_ambiguous(text: &str) -> bool {
    let has_only = |others: &str| {
        text.chars()
            .all(|it| it.is_ascii_hexdigit() || others.contains(it))
    };
    let is_number = || text.contains('_') && has_only("_.:+-x");
    let is_date = || {
        text.contains(['-', ':'])
            && text
                .chars()
                .all(|it| it.is_ascii_digit() || "-:.+TtZz_ ".contains(it))
    };
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
        || text
            .trim_start_matches(['+', '-', '.'])
            .starts_with(|first: char| first.is_ascii_digit())
            && (is_number() || is_date())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::source::load::{Source, load};

    #[test]
    fn write_then_load_returns_same_value() {
        let document = json!({
            "instant": "2026-03-14T09:30:00Z",
            "times": ["12:30:45", "2001-12-14 21:59:43.10 -5", "2021-04-25 ", "12:", "1: 2", "-1:30", "1 -"],
            "words": ["null", "1", "1.5", "0x1F", "", "a: b", "# c", "it's", "a\nb", "\u{F8FF}", "\u{F8FF}1:2"],
            "delimiters": ["quoted-0-", "quoted-0-0quoted-0-", "quoted-1-"],
            "merge key": {"<<": {"a": 1}},
            "others": [null, true, 1, 1.5, [], {}],
            "keys": {"200": "a day such as 2026-03-14", "2026-03-14": {"12:": ["a"], "off": "\n1:2\n"}},
        });
        let text = write(&document).unwrap();
        assert!(text.contains("- '12:30:45'\n"), "{text}");
        assert!(text.contains("'200': a day such as 2026-03-14\n"), "{text}");
        let read = load(Source {
            name: "text",
            text: &text,
        })
        .unwrap();
        assert_eq!(read, document);
    }

    #[test]
    fn write_quotes_strings_that_yaml_1_1_reads_as_other_types() {
        for text in [
            "2026-03-14",
            "12:30",
            "yes",
            "No",
            "ON",
            "off",
            "y",
            "N",
            "=",
            "<<",
            "1_000",
            "-1_0.5e+3",
            "0x_F",
            ".1_0",
        ] {
            let written = write(&json!({text: text})).unwrap();
            assert_eq!(written, format!("'{text}': '{text}'\n"));
        }
        for text in [
            "3.0.3",
            "room_1",
            "0ccc7b54-4df3-4bca-a65a-3da1ecc777f0",
            "yes or no",
            "a: 1",
        ] {
            let written = write(&json!([text])).unwrap();
            assert!(!is_ambiguous(text), "{written}");
        }
    }
}
