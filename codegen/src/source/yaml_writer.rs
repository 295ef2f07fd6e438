//! A [`Value`] to the text of a YAML document.

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Result};

/// Stands before a text that must be quoted; it is a character for private use, which nobody uses in an API.
const QUOTED: char = '\u{F8FF}';

/// Writes a document as YAML that readers of both YAML 1.1 and 1.2 take for the same value.
///
/// # Errors
///
/// When a document holds what YAML cannot.
pub fn write(document: &Value) -> Result<String> {
    let mut document = document.clone();
    mark(&mut document);
    let text = serde_yaml::to_string(&document).map_err(|error| {
        Diagnostic::general(
            format!("this cannot be written as YAML: {error}"),
            "look for a key that is no text",
        )
    })?;
    let lines = text
        .split_inclusive('\n')
        .map(|line| match line.split_once(QUOTED) {
            Some((before, value)) => format!("{before}'{}'\n", value.trim_end()),
            None => line.to_owned(),
        });
    Ok(lines.collect())
}

/// Marks each text that YAML 1.1 takes for a date or a time of day when it isn't quoted, which the writer does not know.
fn mark(node: &mut Value) {
    match node {
        Value::String(text) if is_like_a_date(text) => text.insert(0, QUOTED),
        Value::Array(items) => items.iter_mut().for_each(mark),
        Value::Object(members) => members.values_mut().for_each(mark),
        _ => {}
    }
}

fn is_like_a_date(text: &str) -> bool {
    let is_of = |character: char| character.is_ascii_digit() || "-:.+TtZz ".contains(character);
    text.starts_with(|first: char| first.is_ascii_digit())
        && text.contains(['-', ':'])
        && text.chars().all(is_of)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::source::load::{Source, load};

    #[test]
    fn what_is_written_reads_as_it_was() {
        let document = json!({
            "day": "2026-03-14",
            "instant": "2026-03-14T09:30:00Z",
            "times": ["12:30:45", "2001-12-14 21:59:43.10 -5"],
            "words": ["yes", "no", "null", "1", "1.5", "0x1F", "", "a: b", "# c", "it's", "a\nb"],
            "others": [null, true, 1, 1.5, [], {}],
            "200": "a day such as 2026-03-14",
        });
        let text = write(&document).unwrap();
        assert!(text.contains("day: '2026-03-14'\n"), "{text}");
        assert!(text.contains("- '12:30:45'\n"), "{text}");
        assert!(text.contains("'200': a day such as 2026-03-14\n"), "{text}");
        let read = load(Source {
            name: "text",
            text: &text,
        })
        .unwrap();
        assert_eq!(read, document);
    }
}
