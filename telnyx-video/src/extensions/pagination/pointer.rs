//! Values at JSON pointers (RFC 6901) in raw JSON.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::runtime::response::page;

/// Returns the raw value at a pointer. Doesn't support array indexes.
pub(super) fn find<'a>(root: &'a RawValue, pointer: &str) -> Option<&'a RawValue> {
    let mut keys = pointer.split('/').skip(1);
    keys.try_fold(root, |value, key| {
        let mut members: BTreeMap<String, &RawValue> = serde_json::from_str(value.get()).ok()?;
        members.remove(&unescape(key))
    })
}

/// Returns the content of a string or the digits of a number. Returns `None` for `""`, which servers send instead of a
/// cursor at the end of a list.
pub(super) fn text(value: &RawValue) -> Option<String> {
    let json = value.get();
    let text = match json.chars().next()? {
        '"' => serde_json::from_str(json).ok()?,
        '-' | '0'..='9' => json.to_owned(),
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

/// Reads a number of pages or items, which may be in a string. Returns `None` if it isn't a non-negative integer.
pub(super) fn count(value: &RawValue) -> Option<i64> {
    let number = || text(value)?.parse().ok();
    page::count(value).or_else(|| number().filter(|number| *number >= 0))
}

pub(super) fn unescape(key: &str) -> String {
    key.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn find_resolves_pointers() {
        let json = r#"{"a": {"b/c": [1], "": 2}, "~": null}"#;
        let root: &RawValue = serde_json::from_str(json).unwrap();
        let found = |pointer| find(root, pointer).map(RawValue::get);
        assert_eq!(found(""), Some(json));
        assert_eq!(found("/a/b~1c"), Some("[1]"));
        assert_eq!(found("/a/"), Some("2"));
        assert_eq!(found("/~0"), Some("null"));
        assert_eq!(found("/a/x"), None);
        assert_eq!(found("/a/b~1c/0"), None);
    }

    #[test]
    fn count_is_a_non_negative_integer_or_text() {
        let count_of = |json| count(serde_json::from_str(json).unwrap());
        for (json, expected) in [
            ("10.0", Some(10)),
            (r#""7""#, Some(7)),
            ("-1", None),
            (r#""-1""#, None),
            ("null", None),
        ] {
            assert_eq!(count_of(json), expected, "{json}");
        }
    }

    #[test]
    fn text_is_string_or_number() {
        let text_at = |json| text(serde_json::from_str(json).unwrap());
        assert_eq!(text_at(r#""a\u0062""#).as_deref(), Some("ab"));
        assert_eq!(
            text_at("12345678901234567890123").as_deref(),
            Some("12345678901234567890123")
        );
        for end in ["null", r#""""#, "false", "{}", "[1]"] {
            assert_eq!(text_at(end), None, "{end}");
        }
    }
}
