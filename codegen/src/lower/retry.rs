//! Lowers `x-sdk-retry`.

use std::ops::RangeInclusive;

use serde_json::Value;

use super::extensions::Extensions;
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::RetryRule;

const KEY: &str = "x-sdk-retry";

/// The value of `x-sdk-retry`. The types are checked later, so that errors state the valid range.
#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RetryObject {
    statuses: Option<Vec<Value>>,
    attempts: Option<Value>,
    base_delay_ms: Option<Value>,
}

impl RetryRule {
    /// Reads the rule of an object, or returns an empty rule.
    pub(super) fn read(extensions: &Extensions<'_>) -> Result<Self> {
        let object: RetryObject = extensions.get(KEY)?.unwrap_or_default();
        let pointer = extensions.pointer_of(KEY);
        let statuses = object.statuses.map(|statuses| {
            let pointer = pointer.child("statuses");
            let statuses = statuses.iter().enumerate();
            let ranges = statuses.map(|(index, it)| status_range(it, &pointer.child(index)));
            ranges.collect()
        });
        let attempts_help = "set `attempts` to how often the SDK may send the request, including the first time; 1 \
                             disables retries";
        let delay_help =
            "set `base_delay_ms` to the maximum wait before the first retry, in milliseconds";
        let (attempts, delay) = (object.attempts, object.base_delay_ms);
        Ok(Self {
            statuses: statuses.transpose()?,
            attempts: positive_integer("attempts", attempts, 20, &pointer, attempts_help)?,
            base_delay_ms: positive_integer("base_delay_ms", delay, 60_000, &pointer, delay_help)?,
        })
    }

    /// Fills the missing fields with those of `default`.
    pub(super) fn or(self, default: &Self) -> Self {
        Self {
            statuses: self.statuses.or_else(|| default.statuses.clone()),
            attempts: self.attempts.or(default.attempts),
            base_delay_ms: self.base_delay_ms.or(default.base_delay_ms),
        }
    }
}

/// Reads an error status, such as 409, or a range, such as `5XX`.
fn status_range(value: &Value, pointer: &Pointer) -> Result<RangeInclusive<u16>> {
    let text = value.as_str().map(str::to_ascii_uppercase);
    let range = match text.unwrap_or_else(|| value.to_string()).as_str() {
        "4XX" => Some(400..=499),
        "5XX" => Some(500..=599),
        text => text.parse().ok().map(|status| status..=status),
    };
    let is_error = |it: &RangeInclusive<u16>| (400..=599).contains(it.start());
    range.filter(is_error).ok_or_else(|| {
        Diagnostic::at(
            pointer,
            format!("{value} in `statuses` of `{KEY}` is not an error status; expected 400 to 599, `4XX` or `5XX`"),
            "replace it with an error status, or delete it",
        )
    })
}

/// Reads an optional integer field from 1 to `max`.
fn positive_integer(
    field: &str,
    value: Option<Value>,
    max: u32,
    pointer: &Pointer,
    help: &str,
) -> Result<Option<u32>> {
    let Some(value) = value else {
        return Ok(None);
    };
    let integer = value.as_u64().and_then(|it| u32::try_from(it).ok());
    let integer = integer.filter(|it| (1..=max).contains(it));
    integer.map(Some).ok_or_else(|| {
        Diagnostic::at(
            &pointer.child(field),
            format!("`{field}` of `{KEY}` is {value}; expected an integer from 1 to {max}"),
            help,
        )
    })
}

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;
    use serde_json::json;

    use super::*;

    fn read(value: Value) -> Result<RetryRule> {
        let entries = IndexMap::from([(KEY.to_owned(), value)]);
        let pointer = Pointer::root();
        RetryRule::read(&Extensions::new(&entries, &pointer, KEY).unwrap())
    }

    #[test]
    fn read_accepts_numbers_texts_and_ranges() {
        let rule = read(json!({"statuses": [409, "429", "5XX", "4xx"], "attempts": 4})).unwrap();
        let statuses = vec![409..=409, 429..=429, 500..=599, 400..=499];
        let expected = RetryRule {
            statuses: Some(statuses),
            attempts: Some(4),
            base_delay_ms: None,
        };
        assert_eq!(rule, expected);
        assert_eq!(read(json!({})).unwrap(), RetryRule::default());
    }

    #[test]
    fn read_rejects_values_out_of_range() {
        for (value, pointer, expected) in [
            (
                json!({"attempts": 0}),
                "attempts",
                "`attempts` of `x-sdk-retry` is 0; expected an integer from 1 to 20",
            ),
            (
                json!({"attempts": "3"}),
                "attempts",
                "`attempts` of `x-sdk-retry` is \"3\"; expected an integer from 1 to 20",
            ),
            (
                json!({"base_delay_ms": 0.5}),
                "base_delay_ms",
                "`base_delay_ms` of `x-sdk-retry` is 0.5; expected an integer from 1 to 60000",
            ),
            (
                json!({"statuses": [200]}),
                "statuses/0",
                "200 in `statuses` of `x-sdk-retry` is not an error status; expected 400 to 599, `4XX` or `5XX`",
            ),
            (
                json!({"statuses": [500, "3XX"]}),
                "statuses/1",
                "\"3XX\" in `statuses` of `x-sdk-retry` is not an error status; expected 400 to 599, `4XX` or `5XX`",
            ),
        ] {
            let error = read(value).unwrap_err();
            let text = error.to_string();
            assert!(
                text.starts_with(&format!("error: #/x-sdk-retry/{pointer}: {expected}\n")),
                "{text}"
            );
        }
    }

    #[test]
    fn or_takes_omitted_fields_from_default() {
        let own = read(json!({"attempts": 1})).unwrap();
        let default = read(json!({"attempts": 5, "base_delay_ms": 100})).unwrap();
        let expected = RetryRule {
            statuses: None,
            attempts: Some(1),
            base_delay_ms: Some(100),
        };
        assert_eq!(own.or(&default), expected);
    }
}
