//! Parameters and their values, before a style such as `form` turns them into text.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use super::{TextEncoder, percent_encode};
use crate::runtime::error::{ArgumentResult, InvalidArgument};

/// A parameter of an operation. Errors contain its kind and its name.
#[derive(Clone, Copy)]
pub struct Parameter<'a> {
    kind: &'static str,
    /// The name in the API description.
    pub name: &'a str,
    /// Encodes the texts in the value.
    pub encode: TextEncoder,
}

impl<'a> Parameter<'a> {
    /// Creates a parameter of a kind such as `query parameter`.
    pub fn new(kind: &'static str, name: &'a str, encode: TextEncoder) -> Self {
        Self { kind, name, encode }
    }

    /// Creates a query parameter.
    pub fn query(name: &'a str) -> Self {
        Self::new("query parameter", name, percent_encode)
    }

    /// Creates a field of a body, which is treated like a parameter.
    pub fn body_field(name: &'a str) -> Self {
        Self::new("body field", name, percent_encode)
    }

    /// Creates the error of a parameter that can't have a value such as `an empty list`.
    pub fn cannot_be(&self, value: &str) -> InvalidArgument {
        InvalidArgument::new(format!("{self} can't be {value}"))
    }
}

impl fmt::Display for Parameter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} `{}`", self.kind, self.name)
    }
}

/// The value of a parameter. Its scalars are strings, because that is how requests carry them.
#[derive(Debug, PartialEq)]
pub enum ParameterValue {
    /// A string, a number or a boolean. Null is `""`.
    Scalar(String),
    /// A list with at least one item.
    List(Vec<String>),
    /// The members of an object, sorted by name, or the items of a list by index.
    Object(Vec<(String, ParameterValue)>),
}

impl ParameterValue {
    /// Serializes a value. Rejects empty lists, and lists of lists or objects.
    pub fn new(parameter: Parameter<'_>, value: impl Serialize) -> ArgumentResult<Self> {
        Self::from_json(parameter, to_json(parameter, value)?, false)
    }

    /// Serializes a value like [`new`](Self::new), but converts a list to an object with the indexes as keys if the
    /// list is the whole value and not empty, or if it contains lists or objects.
    pub fn with_indexes(parameter: Parameter<'_>, value: impl Serialize) -> ArgumentResult<Self> {
        match to_json(parameter, value)? {
            Value::Array(items) if !items.is_empty() => Self::indexed(parameter, items),
            value => Self::from_json(parameter, value, true),
        }
    }

    fn indexed(parameter: Parameter<'_>, items: Vec<Value>) -> ArgumentResult<Self> {
        let items = items.into_iter().enumerate();
        let members = items.map(|(index, item)| (index.to_string(), item));
        Self::members(parameter, members, true).map(Self::Object)
    }

    fn members(
        parameter: Parameter<'_>,
        members: impl Iterator<Item = (String, Value)>,
        indexes_lists: bool,
    ) -> ArgumentResult<Vec<(String, Self)>> {
        members
            .map(|(key, value)| {
                let name = format!("{}[{key}]", parameter.name);
                let member = Parameter {
                    name: &name,
                    ..parameter
                };
                Ok((key, Self::from_json(member, value, indexes_lists)?))
            })
            .collect()
    }

    fn from_json(
        parameter: Parameter<'_>,
        value: Value,
        indexes_lists: bool,
    ) -> ArgumentResult<Self> {
        match value {
            Value::Object(members) => {
                let mut members = Self::members(parameter, members.into_iter(), indexes_lists)?;
                // Without sorting, the order depends on the feature `preserve_order` of `serde_json`, which any crate
                // can enable.
                members.sort_by(|(a, _), (b, _)| a.cmp(b));
                Ok(Self::Object(members))
            }
            // An empty list would be omitted or sent as `""`. As a filter, it would match everything.
            Value::Array(items) if items.is_empty() => Err(parameter.cannot_be("an empty list")),
            Value::Array(items)
                if indexes_lists
                    && items.iter().any(|item| item.is_array() || item.is_object()) =>
            {
                Self::indexed(parameter, items)
            }
            Value::Array(items) => items
                .into_iter()
                .map(scalar_to_string)
                .collect::<Option<_>>()
                .map(Self::List)
                .ok_or_else(|| parameter.cannot_be("a list of lists or objects")),
            value => Ok(Self::Scalar(scalar_to_string(value).unwrap_or_default())),
        }
    }

    /// Returns the name of the first member that is blank, such as `filter[status]`, if `name` is `filter`.
    pub(crate) fn blank_member(&self, name: &str) -> Option<String> {
        let Self::Object(members) = self else {
            return None;
        };
        members.iter().find_map(|(key, member)| {
            let name = format!("{name}[{key}]");
            if member.is_blank() {
                Some(name)
            } else {
                member.blank_member(&name)
            }
        })
    }

    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Self::Scalar(text) => text.trim().is_empty(),
            Self::List(items) => items.iter().all(|text| text.trim().is_empty()),
            Self::Object(members) => members.iter().all(|(_, member)| member.is_blank()),
        }
    }
}

/// Serializes a value. An error starts with `subject`, such as `the body`.
pub fn to_json(subject: impl fmt::Display, value: impl Serialize) -> ArgumentResult<Value> {
    serde_json::to_value(value).map_err(|error| {
        InvalidArgument::caused_by(format_args!("{subject} can't be serialized"), error)
    })
}

/// Converts a scalar to a string; null becomes `""`. Returns `None` for lists and objects.
pub fn scalar_to_string(value: Value) -> Option<String> {
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

    fn value_of(value: impl Serialize) -> Result<ParameterValue, String> {
        ParameterValue::new(Parameter::query("a"), value).map_err(|error| error.reason)
    }

    fn scalar(text: &str) -> ParameterValue {
        ParameterValue::Scalar(text.to_owned())
    }

    #[test]
    fn new_converts_scalars_to_strings() {
        assert_eq!(value_of(true).unwrap(), scalar("true"));
        assert_eq!(value_of(250).unwrap(), scalar("250"));
        assert_eq!(value_of(-1.5).unwrap(), scalar("-1.5"));
        assert_eq!(value_of(u64::MAX).unwrap(), scalar("18446744073709551615"));
        assert_eq!(value_of("").unwrap(), scalar(""));
        assert_eq!(value_of(None::<u8>).unwrap(), scalar(""));
    }

    #[test]
    fn new_keeps_list_order_and_sorts_objects() {
        assert_eq!(
            value_of(json!({"b": ["y", null], "a": {"d": 2, "c": 1}})).unwrap(),
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
    fn new_rejects_nested_and_empty_lists() {
        let reason = |value| value_of(value).unwrap_err();
        assert_eq!(
            reason(json!([])),
            "the query parameter `a` can't be an empty list"
        );
        assert_eq!(
            reason(json!([[1]])),
            "the query parameter `a` can't be a list of lists or objects"
        );
        assert_eq!(
            reason(json!({"b": {"c": [{"d": 1}]}})),
            "the query parameter `a[b][c]` can't be a list of lists or objects"
        );
        let reason = value_of(u128::MAX).unwrap_err();
        assert!(
            reason.starts_with("the query parameter `a` can't be serialized: "),
            "{reason}"
        );
    }

    #[test]
    fn with_indexes_converts_nested_lists_to_objects() {
        let value = json!([{"b": ["x", "y"]}, [1]]);
        let value = ParameterValue::with_indexes(Parameter::query("a"), value).unwrap();
        let list = |items: &[&str]| {
            ParameterValue::List(items.iter().map(|&item| item.to_owned()).collect())
        };
        assert_eq!(
            value,
            ParameterValue::Object(vec![
                (
                    "0".into(),
                    ParameterValue::Object(vec![("b".into(), list(&["x", "y"]))])
                ),
                ("1".into(), list(&["1"])),
            ])
        );
    }

    #[test]
    fn is_blank_ignores_white_space_and_null() {
        for value in [
            json!(null),
            json!(" "),
            json!({}),
            json!({"a": {"b": ["", " "]}}),
        ] {
            assert!(value_of(&value).unwrap().is_blank(), "{value}");
        }
        for value in [json!(0), json!(false), json!({"a": " ", "b": ["", "x"]})] {
            assert!(!value_of(&value).unwrap().is_blank(), "{value}");
        }
    }
}
