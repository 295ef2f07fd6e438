//! Writes a [`Value`] as YAML.

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Result};

/// The marker before each string that must be quoted; quotes replace it after `serde_yaml` has written the text.
/// Unicode reserves it for private use, so no API uses it.
const MARK: char = '\u{F8FF}';

/// Writes a document as YAML that YAML 1.1 and 1.2 parsers read alike.
///
/// # Errors
///
/// Returns an error if `serde_yaml` can't write the document.
pub fn write(document: &Value) -> Result<String> {
    let mut document = document.clone();
    mark_dates(&mut document);
    let text = serde_yaml::to_string(&document).map_err(|error| {
        Diagnostic::general(
            format!("cannot write the document as YAML: {error}"),
            "remove the value that YAML can't represent",
        )
    })?;
    Ok(text
        .split_inclusive('\n')
        .map(|line| match line.split_once(MARK) {
            Some((before, value)) => format!("{before}'{}'\n", value.trim_end()),
            None => line.to_owned(),
        })
        .collect())
}

/// Marks strings such as `2021-04-25`, which YAML 1.1 reads as dates or times unless they are quoted. `serde_yaml`
/// doesn't quote them.
fn mark_dates(value: &mut Value) {
    match value {
        Value::String(text) if resembles_date(text) => text.insert(0, MARK),
        Value::Array(items) => items.iter_mut().for_each(mark_dates),
        Value::Object(members) => members.values_mut().for_each(mark_dates),
        _ => {}
    }
}

fn resembles_date(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit())
        && text.contains(['-', ':'])
        && text
            .chars()
            .all(|character| character.is_ascii_digit() || "-:.+TtZz ".contains(character))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::source::load::{Source, load};

    #[test]
    fn write_then_load_returns_same_value() {
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
