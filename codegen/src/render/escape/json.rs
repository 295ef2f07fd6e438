//! JSON that is read by people.

use crate::diagnostics::terminal::is_unprintable;

/// Returns a JSON document, written by serde_json, with the same value, in which line feeds are the only unprintable
/// characters. `##[`, which starts commands of CI workflows, is escaped as well.
pub fn json(document: &str) -> String {
    // Apart from line feeds, serde_json writes these characters only in strings.
    let escape = |character: char| match character != '\n' && is_unprintable(character) {
        true => format!("\\u{:04x}", u32::from(character)),
        false => character.to_string(),
    };
    let printable: String = document.chars().map(escape).collect();
    printable.replace("##[", "#\\u0023[")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json as value};

    use super::*;

    #[test]
    fn json_has_same_value_without_unprintable_characters() {
        let document = value!({"a\u{202e}": "\u{9b}31m\n##[error]\u{1b}"});
        let text = json(&format!("{document:#}"));
        assert_eq!(
            text,
            "{\n  \"a\\u202e\": \"\\u009b31m\\n#\\u0023[error]\\u001b\"\n}"
        );
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), document);
    }
}
