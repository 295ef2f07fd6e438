//! A value as the styles see it.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::runtime::error::invalid_argument::InvalidArgument;

/// What a value is written for, as refusals name it.
#[derive(Clone, Copy)]
pub(crate) struct Parameter<'a> {
    /// Such as `query parameter`.
    pub(crate) kind: &'static str,
    pub(crate) name: &'a str,
}

impl Parameter<'_> {
    pub(crate) fn cannot_hold(&self, what: &str) -> InvalidArgument {
        InvalidArgument::new(format!("{self} can't hold {what}"))
    }
}

impl fmt::Display for Parameter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} `{}`", self.kind, self.name)
    }
}

/// The texts of a value, and how they hang together.
#[derive(Debug, PartialEq)]
pub(crate) enum ParameterValue {
    Scalar(String),
    /// At least one text.
    List(Vec<String>),
    /// Sorted by key, so that the same value is written alike however `serde_json` orders its maps
    /// (its `preserve_order` feature is anyone's to switch on).
    Object(Vec<(String, ParameterValue)>),
}

impl ParameterValue {
    /// Makes a value plain. Null is the empty text.
    pub(crate) fn of(
        parameter: Parameter<'_>,
        value: impl Serialize,
    ) -> Result<Self, InvalidArgument> {
        let value = serde_json::to_value(value).map_err(|error| {
            InvalidArgument::caused_by(format_args!("{parameter} can't be serialised"), error)
        })?;
        Self::of_json(parameter, value)
    }

    fn of_json(parameter: Parameter<'_>, value: Value) -> Result<Self, InvalidArgument> {
        match value {
            Value::Object(members) => {
                let members = members.into_iter().map(|(key, value)| {
                    let name = format!("{}[{key}]", parameter.name);
                    let parameter = Parameter {
                        name: &name,
                        ..parameter
                    };
                    Ok((key, Self::of_json(parameter, value)?))
                });
                let mut members = members.collect::<Result<Vec<_>, InvalidArgument>>()?;
                members.sort_by(|(a, _), (b, _)| a.cmp(b));
                Ok(Self::Object(members))
            }
            // In every style it would look as if nothing, or an empty text, had been said: of a
            // filter, that matches everything.
            Value::Array(items) if items.is_empty() => Err(parameter.cannot_hold("an empty list")),
            Value::Array(items) => {
                let items = items.into_iter().map(scalar).collect::<Option<_>>();
                items
                    .map(Self::List)
                    .ok_or_else(|| parameter.cannot_hold("a list of lists or objects"))
            }
            value => Ok(Self::Scalar(scalar(value).unwrap_or_default())),
        }
    }

    /// Its texts in a row, keys and values by turns; none if nothing is set.
    pub(super) fn texts(&self, parameter: Parameter<'_>) -> Result<Vec<&str>, InvalidArgument> {
        let mut texts = Vec::new();
        match self {
            Self::Scalar(text) => texts.push(text.as_str()),
            Self::List(items) => texts.extend(items.iter().map(String::as_str)),
            Self::Object(_) => {
                for (key, text) in self.members(parameter)? {
                    texts.extend([key, text]);
                }
            }
        }
        Ok(texts)
    }

    /// The members of an object that has no more than one text each.
    pub(super) fn members(
        &self,
        parameter: Parameter<'_>,
    ) -> Result<Vec<(&str, &str)>, InvalidArgument> {
        let Self::Object(members) = self else {
            return Ok(Vec::new());
        };
        let members = members.iter().map(|(key, member)| match member {
            Self::Scalar(text) => Ok((key.as_str(), text.as_str())),
            _ => Err(parameter.cannot_hold("lists or objects within an object")),
        });
        members.collect()
    }

    /// Whether all of its texts are blank, which a server may take for nothing at all.
    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Self::Scalar(text) => text.trim().is_empty(),
            Self::List(items) => items.iter().all(|text| text.trim().is_empty()),
            Self::Object(members) => members.iter().all(|(_, member)| member.is_blank()),
        }
    }
}

/// The text of what is neither a list nor an object; null is the empty text.
pub(crate) fn scalar(value: Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text),
        Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SUBJECT: Parameter<'_> = Parameter {
        kind: "query parameter",
        name: "a",
    };

    fn plain(value: impl Serialize) -> Result<ParameterValue, String> {
        ParameterValue::of(SUBJECT, value).map_err(|error| error.reason)
    }

    fn scalar(text: &str) -> ParameterValue {
        ParameterValue::Scalar(text.to_owned())
    }

    #[test]
    fn a_scalar_is_its_text() {
        assert_eq!(plain(true).unwrap(), scalar("true"));
        assert_eq!(plain(250).unwrap(), scalar("250"));
        assert_eq!(plain(-1.5).unwrap(), scalar("-1.5"));
        assert_eq!(plain(u64::MAX).unwrap(), scalar("18446744073709551615"));
        assert_eq!(plain("").unwrap(), scalar(""));
        assert_eq!(plain(None::<u8>).unwrap(), scalar(""));
    }

    #[test]
    fn lists_keep_their_order_and_objects_are_sorted() {
        assert_eq!(
            plain(json!({"b": ["y", null], "a": {"d": 2, "c": 1}})).unwrap(),
            ParameterValue::Object(vec![
                (
                    "a".into(),
                    ParameterValue::Object(vec![
                        ("c".into(), scalar("1")),
                        ("d".into(), scalar("2"))
                    ])
                ),
                (
                    "b".into(),
                    ParameterValue::List(vec!["y".into(), String::new()])
                ),
            ])
        );
    }

    #[test]
    fn what_no_style_can_write_is_refused_by_its_name() {
        let reason = |value| plain(value).unwrap_err();
        assert_eq!(
            reason(json!([])),
            "the query parameter `a` can't hold an empty list"
        );
        assert_eq!(
            reason(json!([[1]])),
            "the query parameter `a` can't hold a list of lists or objects"
        );
        assert_eq!(
            reason(json!({"b": {"c": [{"d": 1}]}})),
            "the query parameter `a[b][c]` can't hold a list of lists or objects"
        );
        let reason = plain(u128::MAX).unwrap_err();
        assert!(
            reason.starts_with("the query parameter `a` can't be serialised: "),
            "{reason}"
        );
    }

    #[test]
    fn white_space_and_nothing_are_blank() {
        for value in [
            json!(null),
            json!(" "),
            json!({}),
            json!({"a": {"b": ["", " "]}}),
        ] {
            assert!(plain(&value).unwrap().is_blank(), "{value}");
        }
        for value in [json!(0), json!(false), json!({"a": " ", "b": ["", "x"]})] {
            assert!(!plain(&value).unwrap().is_blank(), "{value}");
        }
    }
}
