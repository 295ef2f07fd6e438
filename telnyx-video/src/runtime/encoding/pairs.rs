//! Parameter values as pairs of a name and an encoded value.

use super::parameter_value::{Parameter, ParameterValue};
use super::percent::{Encode, encode_component};
use crate::runtime::error::invalid_argument::InvalidArgument;

/// A name and its encoded value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The name, not encoded.
    pub name: String,
    /// The encoded value.
    pub value: String,
}

impl Pair {
    /// Creates a pair of a query.
    pub fn new(name: impl Into<String>, value: &str) -> Self {
        Self::encoded(name, value, encode_component)
    }

    /// Creates a pair whose value is encoded by a function.
    pub fn encoded(name: impl Into<String>, value: &str, encode: Encode) -> Self {
        Self {
            name: name.into(),
            value: encode(value),
        }
    }
}

/// Converts a scalar or a list in the style `form`, exploded: `color=blue&color=black`.
///
/// An object is rejected, because its pairs would not contain the name of the parameter.
pub fn form(
    parameter: Parameter<'_>,
    value: &ParameterValue,
    encode: Encode,
) -> Result<Vec<Pair>, InvalidArgument> {
    if let ParameterValue::Object(_) = value {
        return Err(parameter.cannot_be("an object"));
    }
    let mut pairs = Vec::new();
    append(parameter.name.to_owned(), value, encode, &mut pairs);
    Ok(pairs)
}

/// Converts an object in the style `deepObject`: `color[R]=100&color[G]=200`, with one pair of
/// brackets for each level. An empty object has no pairs.
pub fn deep_object(
    parameter: Parameter<'_>,
    value: &ParameterValue,
    encode: Encode,
) -> Result<Vec<Pair>, InvalidArgument> {
    let ParameterValue::Object(_) = value else {
        return Err(InvalidArgument::new(format!(
            "{parameter} must be an object"
        )));
    };
    let mut pairs = Vec::new();
    append(parameter.name.to_owned(), value, encode, &mut pairs);
    Ok(pairs)
}

/// Appends a pair for each scalar, with the keys of enclosing objects in brackets.
pub fn append(name: String, value: &ParameterValue, encode: Encode, pairs: &mut Vec<Pair>) {
    match value {
        ParameterValue::Scalar(text) => pairs.push(Pair::encoded(name, text, encode)),
        ParameterValue::List(items) => pairs.extend(
            items
                .iter()
                .map(|item| Pair::encoded(name.clone(), item, encode)),
        ),
        ParameterValue::Object(members) => {
            for (key, member) in members {
                append(format!("{name}[{key}]"), member, encode, pairs);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    type Style = fn(Parameter<'_>, &ParameterValue, Encode) -> Result<Vec<Pair>, InvalidArgument>;

    fn pairs(style: Style, value: Value) -> Result<String, String> {
        let parameter = Parameter {
            kind: "query parameter",
            name: "color",
        };
        let pairs = ParameterValue::new(parameter, value)
            .and_then(|value| style(parameter, &value, encode_component))
            .map_err(|error| error.reason)?;
        Ok(pairs
            .iter()
            .map(|Pair { name, value }| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("&"))
    }

    #[test]
    fn form_repeats_name_for_each_item() {
        assert_eq!(pairs(form, json!("blue")).unwrap(), "color=blue");
        assert_eq!(pairs(form, json!("")).unwrap(), "color=");
        assert_eq!(
            pairs(form, json!(["a,b", "c d", "e|f&g=h"])).unwrap(),
            "color=a%2Cb&color=c%20d&color=e%7Cf%26g%3Dh"
        );
        assert_eq!(
            pairs(form, json!({"R": 100})).unwrap_err(),
            "the query parameter `color` can't be an object"
        );
    }

    #[test]
    fn deep_object_has_a_pair_for_each_scalar() {
        let filter = json!({
            "unique_name": "my-meeting-room",
            "active": false,
            "date_created_at": {"lte": "2021-04-26", "gte": "2021-04-25"},
            "ended_at": null,
            "status": ["a", "b"],
        });
        assert_eq!(
            pairs(deep_object, filter).unwrap(),
            "color[active]=false&color[date_created_at][gte]=2021-04-25&\
             color[date_created_at][lte]=2021-04-26&color[ended_at]=&color[status]=a&\
             color[status]=b&color[unique_name]=my-meeting-room"
        );
        assert_eq!(pairs(deep_object, json!({})).unwrap(), "");
        for value in [json!(1), json!([1])] {
            assert_eq!(
                pairs(deep_object, value).unwrap_err(),
                "the query parameter `color` must be an object"
            );
        }
    }
}
