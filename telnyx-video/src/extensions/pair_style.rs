//! The styles of parameters that are pairs of a name and a value: in a query, a cookie or a form.

use super::path_style::texts;
use crate::runtime::encoding::parameter_value::{Parameter, ParameterValue};
use crate::runtime::encoding::percent::Encode;
use crate::runtime::encoding::query::{self, Pair};
use crate::runtime::error::invalid_argument::InvalidArgument;

/// A style of a parameter, with its `explode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryStyle {
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

/// Converts a value to pairs. An empty object has none.
pub(super) fn pairs(
    style: QueryStyle,
    parameter: Parameter<'_>,
    value: &ParameterValue,
    encode: Encode,
) -> Result<Vec<Pair>, InvalidArgument> {
    match (style, value) {
        (QueryStyle::DeepObject, value) => query::deep_object(parameter, value, encode),
        (QueryStyle::FormExploded, ParameterValue::Object(members)) => {
            let mut pairs = Vec::new();
            for (key, member) in members {
                if matches!(member, ParameterValue::Object(_)) {
                    return Err(parameter.cannot_be("an object with objects in it"));
                }
                query::append(key.clone(), member, encode, &mut pairs);
            }
            Ok(pairs)
        }
        (QueryStyle::FormExploded, value) | (_, value @ ParameterValue::Scalar(_)) => {
            query::form(parameter, value, encode)
        }
        (QueryStyle::Form, value) => joined(parameter, value, ",", encode),
        (QueryStyle::SpaceDelimited, value) => joined(parameter, value, "%20", encode),
        (QueryStyle::PipeDelimited, value) => joined(parameter, value, "%7C", encode),
    }
}

/// Joins all keys and values in one pair.
fn joined(
    parameter: Parameter<'_>,
    value: &ParameterValue,
    delimiter: &str,
    encode: Encode,
) -> Result<Vec<Pair>, InvalidArgument> {
    let texts: Vec<String> = texts(parameter, value)?.into_iter().map(encode).collect();
    let pair = (!texts.is_empty()).then(|| Pair {
        name: parameter.name.to_owned(),
        value: texts.join(delimiter),
    });
    Ok(pair.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::runtime::encoding::percent::encode_component;

    fn encoded(style: QueryStyle, value: Value) -> Result<String, String> {
        let parameter = Parameter {
            kind: "query parameter",
            name: "color",
        };
        let pairs = ParameterValue::new(parameter, value)
            .and_then(|value| pairs(style, parameter, &value, encode_component))
            .map_err(|error| error.reason)?;
        Ok(pairs
            .iter()
            .map(|Pair { name, value }| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("&"))
    }

    /// The table of styles in the OpenAPI Specification, with sorted keys.
    #[test]
    fn pairs_follow_the_table_of_the_standard() {
        let list = json!(["blue", "black", "brown"]);
        let object = json!({"B": 150, "G": 200, "R": 100});
        for (style, scalar, of_list, of_object) in [
            (
                QueryStyle::Form,
                "color=blue",
                "color=blue,black,brown",
                "color=B,150,G,200,R,100",
            ),
            (
                QueryStyle::FormExploded,
                "color=blue",
                "color=blue&color=black&color=brown",
                "B=150&G=200&R=100",
            ),
            (
                QueryStyle::SpaceDelimited,
                "color=blue",
                "color=blue%20black%20brown",
                "color=B%20150%20G%20200%20R%20100",
            ),
            (
                QueryStyle::PipeDelimited,
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
    fn pairs_encode_delimiters_in_items() {
        let list = json!(["a,b", "c d", "e|f&g=h"]);
        assert_eq!(
            encoded(QueryStyle::Form, list.clone()).unwrap(),
            "color=a%2Cb,c%20d,e%7Cf%26g%3Dh"
        );
        assert_eq!(
            encoded(QueryStyle::FormExploded, list).unwrap(),
            "color=a%2Cb&color=c%20d&color=e%7Cf%26g%3Dh"
        );
    }

    #[test]
    fn form_exploded_object_repeats_key_for_each_item() {
        assert_eq!(
            encoded(
                QueryStyle::FormExploded,
                json!({"page": 0, "sort": ["a", "b"]})
            )
            .unwrap(),
            "page=0&sort=a&sort=b"
        );
    }

    #[test]
    fn pairs_reject_unsupported_nesting() {
        for (style, value, reason) in [
            (
                QueryStyle::FormExploded,
                json!({"a": {"b": 1}}),
                "an object with objects in it",
            ),
            (
                QueryStyle::Form,
                json!({"a": [1]}),
                "an object with lists or objects in it",
            ),
            (
                QueryStyle::PipeDelimited,
                json!({"a": {}}),
                "an object with lists or objects in it",
            ),
            (
                QueryStyle::DeepObject,
                json!(1),
                "a scalar or a list, only an object",
            ),
            (
                QueryStyle::DeepObject,
                json!([1]),
                "a scalar or a list, only an object",
            ),
        ] {
            assert_eq!(
                encoded(style, value).unwrap_err(),
                format!("the query parameter `color` can't be {reason}")
            );
        }
    }
}
