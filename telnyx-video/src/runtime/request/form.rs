//! Bodies of the media type `application/x-www-form-urlencoded`.

use serde_json::{Map, Value};

use crate::runtime::encoding::percent::in_url;
use crate::runtime::encoding::style::{self, Pair, Parameter, ParameterValue, QueryStyle};
use crate::runtime::error::invalid_argument::InvalidArgument;
use crate::runtime::request::pairs;

/// The styles of the fields that the API wants written otherwise than by default, by their names.
pub(crate) type FormEncoding = &'static [(&'static str, QueryStyle)];

/// Writes the fields of a form, each as its style has it.
pub(super) fn write(
    fields: &Map<String, Value>,
    styles: FormEncoding,
) -> Result<String, InvalidArgument> {
    let mut pairs = Vec::new();
    for (name, value) in fields {
        let parameter = Parameter {
            kind: "body field",
            name,
        };
        let style = styles.iter().find(|(known, _)| known == name);
        pairs.extend(match style {
            Some((_, style)) => style::pairs(
                *style,
                parameter,
                &ParameterValue::of(parameter, value)?,
                in_url,
            )?,
            None => by_default(parameter, value)?,
        });
    }
    Ok(pairs::encode(pairs.iter()).unwrap_or_default())
}

/// A list is a pair for each item; objects are JSON, as OpenAPI has it where no style is named.
fn by_default(parameter: Parameter<'_>, value: &Value) -> Result<Vec<Pair>, InvalidArgument> {
    let pair = |value: &Value| {
        let text = style::scalar(value.clone()).unwrap_or_else(|| value.to_string());
        Pair::in_url(parameter.name, &text)
    };
    match value {
        // It would look as if nothing had been said.
        Value::Array(items) if items.is_empty() => Err(parameter.cannot_hold("an empty list")),
        Value::Array(items) => Ok(items.iter().map(pair).collect()),
        value => Ok(vec![pair(value)]),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn written(value: Value, styles: FormEncoding) -> Result<String, String> {
        let fields = Map::from_iter([("c".to_owned(), value)]);
        write(&fields, styles).map_err(|error| error.reason)
    }

    #[test]
    fn without_a_style_lists_repeat_and_objects_are_json() {
        let by_default = |value| written(value, &[]).unwrap();
        assert_eq!(by_default(json!("x y&z=é")), "c=x%20y%26z%3D%C3%A9");
        assert_eq!(by_default(json!(["a", 1, true])), "c=a&c=1&c=true");
        assert_eq!(by_default(json!(null)), "c=");
        assert_eq!(by_default(json!({"a": 1})), "c=%7B%22a%22%3A1%7D");
        assert_eq!(by_default(json!([{"a": 1}])), "c=%7B%22a%22%3A1%7D");
        assert_eq!(write(&Map::new(), &[]).unwrap(), "");
    }

    #[test]
    fn styles_are_those_of_a_query() {
        let joined: FormEncoding = &[("c", QueryStyle::Form)];
        assert_eq!(
            written(json!(["a,b", "c d"]), joined).unwrap(),
            "c=a%2Cb,c%20d"
        );
        let deep: FormEncoding = &[("b", QueryStyle::Form), ("c", QueryStyle::DeepObject)];
        assert_eq!(
            written(json!({"R": {"x": [1, 2]}}), deep).unwrap(),
            "c%5BR%5D%5Bx%5D=1&c%5BR%5D%5Bx%5D=2"
        );
    }

    #[test]
    fn what_a_style_cannot_hold_is_refused() {
        let refused = |value, styles| written(value, styles).unwrap_err();
        assert_eq!(
            refused(json!([]), &[]),
            "the body field `c` can't hold an empty list"
        );
        assert_eq!(
            refused(json!(1), &[("c", QueryStyle::DeepObject)]),
            "the body field `c` can't hold anything but an object"
        );
    }
}
