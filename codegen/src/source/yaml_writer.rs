//! Writes a [`Value`] as YAML.

use std::collections::HashSet;

use saphyr_parser::{Event, Parser, ScalarStyle};
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
    let text = serde_yaml::to_string(document).map_err(|error| {
        Diagnostic::general(
            format!("cannot write the document as YAML: {error}"),
            "remove the value that YAML can't represent",
        )
    })?;
    Ok(quote_ambiguous(&text))
}

/// Quotes the strings that must be quoted, although `serde_yaml` doesn't quote them.
fn quote_ambiguous(text: &str) -> String {
    let scalars = Parser::new_from_str(text).map_while(std::result::Result::ok);
    // The positions of the quotes, counted in characters. Ambiguous strings contain no quotes that need escaping.
    let quotes: HashSet<usize> = scalars
        .filter(|(event, _)| match event {
            Event::Scalar(scalar, ScalarStyle::Plain, ..) => is_ambiguous(scalar),
            _ => false,
        })
        .flat_map(|(_, span)| [span.start.index(), span.end.index()])
        .collect();
    let mut quoted = String::with_capacity(text.len());
    for (index, character) in text.chars().enumerate() {
        if quotes.contains(&index) {
            quoted.push('\'');
        }
        quoted.push(character);
    }
    quoted
}

/// Whether YAML 1.2 reads an unquoted scalar as a string, and YAML 1.1 as a date, a number or one of the [`WORDS`].
/// `serde_yaml` knows only YAML 1.2.
fn is_ambiguous(text: &str) -> bool {
    if WORDS.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return true;
    }
    let unsigned = text.trim_start_matches(['+', '-', '.']);
    if !unsigned.starts_with(|it: char| it.is_ascii_digit()) || text.parse::<f64>().is_ok() {
        return false;
    }
    let has_only = |is_allowed: fn(char) -> bool| text.chars().all(is_allowed);
    let is_number =
        text.contains('_') && has_only(|it| it.is_ascii_hexdigit() || "_.:+-x".contains(it));
    let is_date = text.contains(['-', ':'])
        && has_only(|it| it.is_ascii_digit() || "-:.+TtZz_ ".contains(it));
    is_number || is_date
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
            "merge key": {"<<": {"a": 1}},
            "others": [null, true, 1, 1.5, -1, -1.5, [], {}],
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
