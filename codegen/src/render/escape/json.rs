//! JSON that is read by people.

use crate::diagnostics::terminal::is_unprintable;

/// Escapes unprintable characters, except line feeds, in a JSON document that serde_json wrote. Also escapes `##[`,
/// which starts commands of CI workflows.
pub fn json(document: &str) -> String {
    // serde_json writes unprintable characters, except line feeds, only in strings.
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
