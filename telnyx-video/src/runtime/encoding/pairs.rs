use super::{Parameter, ParameterValue, TextEncoder};
use crate::runtime::error::{ArgumentResult, InvalidArgument};

/// A name and a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The name, not encoded.
    pub name: String,
    /// The value, encoded.
    pub encoded_value: String,
}

impl Pair {
    /// Creates a pair and encodes its value.
    pub fn new(name: impl Into<String>, value: &str, encode: TextEncoder) -> Self {
        Self {
            name: name.into(),
            encoded_value: encode(value),
        }
    }
}

/// Converts a scalar or a list in the style `form`, exploded: `color=blue&color=black`. Rejects an object, because its
/// pairs, such as `R=100&G=200`, could be mistaken for other parameters.
pub fn form(parameter: Parameter<'_>, value: &ParameterValue) -> ArgumentResult<Vec<Pair>> {
    match value {
        ParameterValue::Object(_) => Err(parameter.cannot_be("an object")),
        _ => Ok(pairs(parameter.name, value, parameter.encode)),
    }
}

/// Converts an object in the style `deepObject`: `color[R]=100&color[G]=200`, with one pair of
/// brackets for each level. An empty object has no pairs.
pub fn deep_object(parameter: Parameter<'_>, value: &ParameterValue) -> ArgumentResult<Vec<Pair>> {
    match value {
        ParameterValue::Object(_) => Ok(pairs(parameter.name, value, parameter.encode)),
        _ => Err(InvalidArgument::new(format!(
            "{parameter} must be an object"
        ))),
    }
}

/// Returns a pair for each scalar. The name of a pair contains the keys of the enclosing objects: `color[R]`.
pub fn pairs(name: &str, value: &ParameterValue, encode: TextEncoder) -> Vec<Pair> {
    match value {
        ParameterValue::Scalar(text) => vec![Pair::new(name, text, encode)],
        ParameterValue::List(items) => items
            .iter()
            .map(|item| Pair::new(name, item, encode))
            .collect(),
        ParameterValue::Object(members) => members
            .iter()
            .flat_map(|(key, member)| pairs(&format!("{name}[{key}]"), member, encode))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    type Style = fn(Parameter<'_>, &ParameterValue) -> ArgumentResult<Vec<Pair>>;

    fn pairs(style: Style, value: Value) -> Result<String, String> {
        let parameter = Parameter::query("color");
        let pairs = ParameterValue::new(parameter, value)
            .and_then(|value| style(parameter, &value))
            .map_err(|error| error.reason)?;
        Ok(pairs
            .iter()
            .map(|pair| format!("{}={}", pair.name, pair.encoded_value))
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
