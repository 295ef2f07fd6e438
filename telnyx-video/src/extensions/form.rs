//! Bodies with the media type `application/x-www-form-urlencoded`.

use reqwest::header::HeaderValue;
use serde_json::{Map, Value};

use super::pair_style::{PairStyle, encode_pairs};
use crate::runtime::encoding::{Pair, Parameter, scalar_to_string};
use crate::runtime::error::ArgumentResult;
use crate::runtime::request::parameter_pairs;
use crate::runtime::transport::{EncodedBody, RequestBody};

/// The name and the style of each field that has a style.
pub type FormEncoding = &'static [(&'static str, PairStyle)];

#[derive(Clone)]
pub(super) struct Form {
    pub(super) fields: Map<String, Value>,
    pub(super) encoding: FormEncoding,
}

impl RequestBody for Form {
    fn field_names(&self) -> Vec<&str> {
        self.fields.keys().map(String::as_str).collect()
    }

    fn set_field(&mut self, name: &str, value: Value) -> ArgumentResult<()> {
        self.fields.insert(name.to_owned(), value);
        Ok(())
    }

    fn encode(&self) -> ArgumentResult<EncodedBody> {
        let media_type = HeaderValue::from_static("application/x-www-form-urlencoded");
        Ok((media_type, encode(&self.fields, self.encoding)?.into()))
    }

    fn clone_box(&self) -> Box<dyn RequestBody> {
        Box::new(self.clone())
    }
}

fn encode(fields: &Map<String, Value>, encoding: FormEncoding) -> ArgumentResult<String> {
    let mut pairs = Vec::new();
    for (name, value) in fields {
        let parameter = Parameter::body_field(name);
        let style = encoding.iter().find(|(field, _)| field == name);
        pairs.extend(match style {
            Some((_, style)) => encode_pairs(*style, parameter, value)?,
            None => default_pairs(parameter, value)?,
        });
    }
    Ok(parameter_pairs::join(pairs.iter(), "&").unwrap_or_default())
}

/// Encodes a field without a style as OpenAPI requires: a pair for each item of a list, and objects as JSON.
fn default_pairs(parameter: Parameter<'_>, value: &Value) -> ArgumentResult<Vec<Pair>> {
    let pair = |value: &Value| {
        let text = scalar_to_string(value.clone()).unwrap_or_else(|| value.to_string());
        Pair::new(parameter.name, &text, parameter.encode)
    };
    match value {
        // An empty list would be omitted.
        Value::Array(items) if items.is_empty() => Err(parameter.cannot_be("an empty list")),
        Value::Array(items) => Ok(items.iter().map(pair).collect()),
        value => Ok(vec![pair(value)]),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn encoded(value: Value, styles: FormEncoding) -> Result<String, String> {
        let fields = Map::from_iter([("c".to_owned(), value)]);
        encode(&fields, styles).map_err(|error| error.reason)
    }

    #[test]
    fn encode_without_style_repeats_lists_and_serializes_objects() {
        let by_default = |value| encoded(value, &[]).unwrap();
        assert_eq!(by_default(json!("x y&z=é")), "c=x%20y%26z%3D%C3%A9");
        assert_eq!(by_default(json!(["a", 1, true])), "c=a&c=1&c=true");
        assert_eq!(by_default(json!(null)), "c=");
        assert_eq!(by_default(json!({"a": 1})), "c=%7B%22a%22%3A1%7D");
        assert_eq!(by_default(json!([{"a": 1}])), "c=%7B%22a%22%3A1%7D");
        assert_eq!(encode(&Map::new(), &[]).unwrap(), "");
    }

    #[test]
    fn encode_with_style_follows_pair_styles() {
        let joined: FormEncoding = &[("c", PairStyle::Form)];
        assert_eq!(
            encoded(json!(["a,b", "c d"]), joined).unwrap(),
            "c=a%2Cb,c%20d"
        );
        let deep: FormEncoding = &[("b", PairStyle::Form), ("c", PairStyle::DeepObject)];
        assert_eq!(
            encoded(json!({"R": {"x": [1, 2]}}), deep).unwrap(),
            "c%5BR%5D%5Bx%5D=1&c%5BR%5D%5Bx%5D=2"
        );
    }

    #[test]
    fn encode_rejects_unsupported_values() {
        let error = |value, styles| encoded(value, styles).unwrap_err();
        assert_eq!(
            error(json!([]), &[]),
            "the body field `c` can't be an empty list"
        );
        assert_eq!(
            error(json!(1), &[("c", PairStyle::DeepObject)]),
            "the body field `c` must be an object"
        );
    }
}
