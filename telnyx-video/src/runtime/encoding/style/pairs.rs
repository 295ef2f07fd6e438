//! The styles that write a value as pairs of a name and a text: in a query, in cookies, in a form.

use super::parameter_value::{Parameter, ParameterValue};
use crate::runtime::encoding::percent::{Encode, in_url};
use crate::runtime::error::invalid_argument::InvalidArgument;

/// How a value becomes pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(
    dead_code,
    reason = "emitted code names those that its API uses, which need not be all"
)]
pub(crate) enum QueryStyle {
    /// `color=blue,black`, `color=R,100,G,200`.
    Form,
    /// `color=blue&color=black`, `R=100&G=200`.
    FormExploded,
    /// `color=blue%20black`, `color=R%20100%20G%20200`.
    SpaceDelimited,
    /// `color=blue%7Cblack`, `color=R%7C100%7CG%7C200`.
    PipeDelimited,
    /// `color[R]=100&color[G]=200`, with as many brackets as objects stand within objects.
    DeepObject,
}

/// A name as it was given, and the value it has, encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) name: String,
    pub(crate) value: String,
}

impl Pair {
    /// A pair for a URL.
    pub(crate) fn in_url(name: impl Into<String>, value: &str) -> Self {
        Self {
            name: name.into(),
            value: in_url(value),
        }
    }
}

/// Writes a value as pairs. An object in which nothing is set gives none.
pub(crate) fn pairs(
    style: QueryStyle,
    parameter: Parameter<'_>,
    value: &ParameterValue,
    encode: Encode,
) -> Result<Vec<Pair>, InvalidArgument> {
    let pair = |name: &str, text: &str| Pair {
        name: name.to_owned(),
        value: encode(text),
    };
    match (style, value) {
        (QueryStyle::DeepObject, ParameterValue::Object(_)) => {
            let mut pairs = Vec::new();
            append(parameter.name.to_owned(), value, encode, &mut pairs);
            Ok(pairs)
        }
        (QueryStyle::DeepObject, _) => Err(parameter.cannot_hold("anything but an object")),
        (_, ParameterValue::Scalar(text)) => Ok(vec![pair(parameter.name, text)]),
        (QueryStyle::FormExploded, ParameterValue::List(items)) => Ok(items
            .iter()
            .map(|item| pair(parameter.name, item))
            .collect()),
        (QueryStyle::FormExploded, ParameterValue::Object(members)) => {
            let mut pairs = Vec::new();
            for (key, member) in members {
                if matches!(member, ParameterValue::Object(_)) {
                    return Err(parameter.cannot_hold("objects within an object"));
                }
                append(key.clone(), member, encode, &mut pairs);
            }
            Ok(pairs)
        }
        (QueryStyle::Form, value) => joined(parameter, value, ",", encode),
        (QueryStyle::SpaceDelimited, value) => joined(parameter, value, "%20", encode),
        (QueryStyle::PipeDelimited, value) => joined(parameter, value, "%7C", encode),
    }
}

/// One pair for each text, with the keys that lead to it in brackets.
fn append(name: String, value: &ParameterValue, encode: Encode, pairs: &mut Vec<Pair>) {
    match value {
        ParameterValue::Scalar(text) => pairs.push(Pair {
            name,
            value: encode(text),
        }),
        ParameterValue::List(items) => pairs.extend(items.iter().map(|item| Pair {
            name: name.clone(),
            value: encode(item),
        })),
        ParameterValue::Object(members) => {
            for (key, member) in members {
                append(format!("{name}[{key}]"), member, encode, pairs);
            }
        }
    }
}

/// One pair for all texts.
fn joined(
    parameter: Parameter<'_>,
    value: &ParameterValue,
    delimiter: &str,
    encode: Encode,
) -> Result<Vec<Pair>, InvalidArgument> {
    let texts = value.texts(parameter)?;
    let texts: Vec<String> = texts.into_iter().map(encode).collect();
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

    fn written(style: QueryStyle, value: Value) -> Result<String, String> {
        let parameter = Parameter {
            kind: "query parameter",
            name: "color",
        };
        let pairs = ParameterValue::of(parameter, value)
            .and_then(|value| pairs(style, parameter, &value, in_url))
            .map_err(|error| error.reason)?;
        let pairs = pairs
            .iter()
            .map(|Pair { name, value }| format!("{name}={value}"));
        Ok(pairs.collect::<Vec<_>>().join("&"))
    }

    /// By the table of styles of OpenAPI, but for the order of keys.
    #[test]
    fn values_are_written_as_the_standard_has_it() {
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
            assert_eq!(written(style, json!("blue")).unwrap(), scalar);
            assert_eq!(written(style, json!("")).unwrap(), "color=");
            assert_eq!(written(style, list.clone()).unwrap(), of_list);
            assert_eq!(written(style, object.clone()).unwrap(), of_object);
            assert_eq!(written(style, json!({})).unwrap(), "");
        }
    }

    #[test]
    fn what_is_in_an_item_is_no_delimiter() {
        let list = json!(["a,b", "c d", "e|f&g=h"]);
        assert_eq!(
            written(QueryStyle::Form, list.clone()).unwrap(),
            "color=a%2Cb,c%20d,e%7Cf%26g%3Dh"
        );
        assert_eq!(
            written(QueryStyle::FormExploded, list).unwrap(),
            "color=a%2Cb&color=c%20d&color=e%7Cf%26g%3Dh"
        );
    }

    #[test]
    fn a_deep_object_is_a_pair_for_each_leaf() {
        let filter = json!({
            "unique_name": "my-meeting-room",
            "active": false,
            "date_created_at": {"lte": "2021-04-26", "gte": "2021-04-25"},
            "ended_at": null,
            "status": ["a", "b"],
        });
        assert_eq!(
            written(QueryStyle::DeepObject, filter).unwrap(),
            "color[active]=false&color[date_created_at][gte]=2021-04-25&\
             color[date_created_at][lte]=2021-04-26&color[ended_at]=&color[status]=a&\
             color[status]=b&color[unique_name]=my-meeting-room"
        );
        assert_eq!(written(QueryStyle::DeepObject, json!({})).unwrap(), "");
    }

    #[test]
    fn an_exploded_object_repeats_the_key_of_a_list() {
        assert_eq!(
            written(
                QueryStyle::FormExploded,
                json!({"page": 0, "sort": ["a", "b"]})
            )
            .unwrap(),
            "page=0&sort=a&sort=b"
        );
    }

    #[test]
    fn what_a_style_cannot_write_is_refused() {
        for (style, value, reason) in [
            (
                QueryStyle::FormExploded,
                json!({"a": {"b": 1}}),
                "objects within an object",
            ),
            (
                QueryStyle::Form,
                json!({"a": [1]}),
                "lists or objects within an object",
            ),
            (
                QueryStyle::PipeDelimited,
                json!({"a": {}}),
                "lists or objects within an object",
            ),
            (QueryStyle::DeepObject, json!(1), "anything but an object"),
            (QueryStyle::DeepObject, json!([1]), "anything but an object"),
        ] {
            assert_eq!(
                written(style, value).unwrap_err(),
                format!("the query parameter `color` can't hold {reason}")
            );
        }
    }
}
