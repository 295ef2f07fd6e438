//! The styles of parameters that become pairs of a name and a value: in a query, a cookie or a form.

use serde::Serialize;

use super::value_style::texts;
use crate::runtime::encoding::{Pair, Parameter, ParameterValue, deep_object, form, pairs};
use crate::runtime::error::ArgumentResult;

/// A style and its `explode`. The examples encode a list and an object as the parameter `color`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairStyle {
    /// `color=blue,black`, `color=R,100,G,200`.
    Form,
    /// `color=blue&color=black`, `R=100&G=200`.
    FormExploded,
    /// `color=blue%20black`, `color=R%20100%20G%20200`.
    SpaceDelimited,
    /// `color=blue%7Cblack`, `color=R%7C100%7CG%7C200`.
    PipeDelimited,
    /// `color[R]=100&color[G]=200`.
    DeepObject,
}

/// Converts a value to pairs. Returns no pairs for an empty object.
pub(super) fn encode_pairs(
    style: PairStyle,
    parameter: Parameter<'_>,
    value: impl Serialize,
) -> ArgumentResult<Vec<Pair>> {
    if style == PairStyle::DeepObject {
        let value = ParameterValue::with_indexes(parameter, value)?;
        return deep_object(parameter, &value);
    }
    match (style, &ParameterValue::new(parameter, value)?) {
        (PairStyle::FormExploded, ParameterValue::Object(members)) => {
            if members
                .iter()
                .any(|(_, member)| matches!(member, ParameterValue::Object(_)))
            {
                return Err(parameter.cannot_be("an object with objects in it"));
            }
            let pairs = members
                .iter()
                .flat_map(|(key, member)| pairs(key, member, parameter.encode));
            Ok(pairs.collect())
        }
        (PairStyle::FormExploded, value) | (_, value @ ParameterValue::Scalar(_)) => {
            form(parameter, value)
        }
        (PairStyle::Form, value) => joined(parameter, value, ","),
        (PairStyle::SpaceDelimited, value) => joined(parameter, value, "%20"),
        (_, value) => joined(parameter, value, "%7C"),
    }
}

/// Joins the items of a list, or the keys and values of an object, in one pair: `color=R,100,G,200`.
fn joined(
    parameter: Parameter<'_>,
    value: &ParameterValue,
    delimiter: &str,
) -> ArgumentResult<Vec<Pair>> {
    let texts: Vec<String> = texts(parameter, value)?
        .into_iter()
        .map(parameter.encode)
        .collect();
    if texts.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![Pair {
        name: parameter.name.to_owned(),
        encoded_value: texts.join(delimiter),
    }])
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn encoded(style: PairStyle, value: Value) -> Result<String, String> {
        let parameter = Parameter::query("color");
        let pairs = encode_pairs(style, parameter, value).map_err(|error| error.reason)?;
        Ok(pairs
            .iter()
            .map(|pair| format!("{}={}", pair.name, pair.encoded_value))
            .collect::<Vec<_>>()
            .join("&"))
    }

    /// The table of styles in the OpenAPI Specification, with sorted keys.
    #[test]
    fn encode_pairs_follows_the_table_of_the_standard() {
        let list = json!(["blue", "black", "brown"]);
        let object = json!({"B": 150, "G": 200, "R": 100});
        for (style, scalar, of_list, of_object) in [
            (
                PairStyle::Form,
                "color=blue",
                "color=blue,black,brown",
                "color=B,150,G,200,R,100",
            ),
            (
                PairStyle::FormExploded,
                "color=blue",
                "color=blue&color=black&color=brown",
                "B=150&G=200&R=100",
            ),
            (
                PairStyle::SpaceDelimited,
                "color=blue",
                "color=blue%20black%20brown",
                "color=B%20150%20G%20200%20R%20100",
            ),
            (
                PairStyle::PipeDelimited,
                "color=blue",
                "color=blue%7Cblack%7Cbrown",
                "color=B%7C150%7CG%7C200%7CR%7C100",
            ),
        ] {
            assert_eq!(encoded(style, json!("blue")).unwrap(), scalar);
            assert_eq!(encoded(style, json!("")).unwrap(), "color=");
            assert_eq!(encoded(style, list.clone()).unwrap(), of_list);
            assert_eq!(encoded(style, object.clone()).unwrap(), of_object);
            assert_eq!(encoded(style, json!({})).unwrap(), "");
        }
    }

    #[test]
    fn encode_pairs_encodes_delimiters_in_items() {
        let list = json!(["a,b", "c d", "e|f&g=h"]);
        assert_eq!(
            encoded(PairStyle::Form, list.clone()).unwrap(),
            "color=a%2Cb,c%20d,e%7Cf%26g%3Dh"
        );
        assert_eq!(
            encoded(PairStyle::FormExploded, list).unwrap(),
            "color=a%2Cb&color=c%20d&color=e%7Cf%26g%3Dh"
        );
    }

    #[test]
    fn form_exploded_object_repeats_key_for_each_item() {
        assert_eq!(
            encoded(
                PairStyle::FormExploded,
                json!({"page": 0, "sort": ["a", "b"]})
            )
            .unwrap(),
            "page=0&sort=a&sort=b"
        );
    }

    #[test]
    fn deep_object_has_indexes_of_lists() {
        let encoded = |value| encoded(PairStyle::DeepObject, value).unwrap();
        assert_eq!(encoded(json!(["x", "y"])), "color[0]=x&color[1]=y");
        assert_eq!(encoded(json!([{"b": 1}])), "color[0][b]=1");
        assert_eq!(encoded(json!({"a": [{"b": 1}]})), "color[a][0][b]=1");
    }

    #[test]
    fn encode_pairs_rejects_unsupported_nesting() {
        for (style, value, reason) in [
            (
                PairStyle::FormExploded,
                json!({"a": {"b": 1}}),
                "can't be an object with objects in it",
            ),
            (
                PairStyle::Form,
                json!({"a": [1]}),
                "can't be an object with lists or objects in it",
            ),
            (
                PairStyle::PipeDelimited,
                json!({"a": {}}),
                "can't be an object with lists or objects in it",
            ),
            (PairStyle::DeepObject, json!(1), "must be an object"),
        ] {
            assert_eq!(
                encoded(style, value).unwrap_err(),
                format!("the query parameter `color` {reason}")
            );
        }
    }
}
