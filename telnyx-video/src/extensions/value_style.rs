//! The styles of parameters that become one string: in a path or a header.

use serde::Serialize;

use crate::runtime::encoding::{Parameter, ParameterValue};
use crate::runtime::error::ArgumentResult;

/// A style and its `explode`. The examples encode a list and an object as the parameter `color`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueStyle {
    /// `blue,black`, `R,100,G,200`.
    Simple,
    /// `blue,black`, `R=100,G=200`.
    SimpleExploded,
    /// `.blue,black`, `.R,100,G,200`, as in RFC 6570. The OpenAPI Specification before 3.0.4 and
    /// 3.1.1 wrongly has full stops instead of commas in its examples.
    Label,
    /// `.blue.black`, `.R=100.G=200`.
    LabelExploded,
    /// `;color=blue,black`, `;color=R,100,G,200`.
    Matrix,
    /// `;color=blue;color=black`, `;R=100;G=200`.
    MatrixExploded,
}

/// Converts a value to one string, or to `None` if it is an empty object.
pub(super) fn encode_value(
    style: ValueStyle,
    parameter: Parameter<'_>,
    value: impl Serialize,
) -> ArgumentResult<Option<String>> {
    use ValueStyle::{Label, LabelExploded, Matrix, MatrixExploded, Simple, SimpleExploded};
    let encode = parameter.encode;
    let (prefix, delimiter) = match style {
        Simple | SimpleExploded => ("", ","),
        Label => (".", ","),
        LabelExploded => (".", "."),
        Matrix | MatrixExploded => (";", ";"),
    };
    let with_name = |text: String| match text.as_str() {
        // In the style `matrix`, the value `""` has no equals sign.
        "" => encode(parameter.name),
        text => format!("{}={text}", encode(parameter.name)),
    };
    let value = ParameterValue::new(parameter, value)?;
    let encoded_texts = || -> ArgumentResult<Vec<String>> {
        Ok(texts(parameter, &value)?.into_iter().map(encode).collect())
    };
    let parts: Vec<String> = match (style, &value) {
        (_, ParameterValue::Object(members)) if members.is_empty() => return Ok(None),
        (SimpleExploded | LabelExploded | MatrixExploded, ParameterValue::Object(members)) => {
            let members = scalar_members(parameter, members)?.into_iter();
            let parts = members.map(|(key, text)| format!("{}={}", encode(key), encode(text)));
            parts.collect()
        }
        (Matrix, _) => vec![with_name(encoded_texts()?.join(","))],
        (MatrixExploded, _) => encoded_texts()?.into_iter().map(with_name).collect(),
        _ => encoded_texts()?,
    };
    Ok(Some(format!("{prefix}{}", parts.join(delimiter))))
}

/// Returns a scalar, the items of a list, or the keys and values of an object: `R`, `100`, `G`, `200`.
pub(super) fn texts<'a>(
    parameter: Parameter<'_>,
    value: &'a ParameterValue,
) -> ArgumentResult<Vec<&'a str>> {
    Ok(match value {
        ParameterValue::Scalar(text) => vec![text],
        ParameterValue::List(items) => items.iter().map(String::as_str).collect(),
        ParameterValue::Object(members) => scalar_members(parameter, members)?
            .into_iter()
            .flat_map(|(key, text)| [key, text])
            .collect(),
    })
}

/// Returns the members of an object. Their values must be scalars.
fn scalar_members<'a>(
    parameter: Parameter<'_>,
    members: &'a [(String, ParameterValue)],
) -> ArgumentResult<Vec<(&'a str, &'a str)>> {
    members
        .iter()
        .map(|(key, member)| match member {
            ParameterValue::Scalar(text) => Ok((key.as_str(), text.as_str())),
            _ => Err(parameter.cannot_be("an object with lists or objects in it")),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::runtime::encoding::percent_encode;

    fn encoded(style: ValueStyle, value: Value) -> String {
        let parameter = Parameter::new("path parameter", "color", percent_encode);
        let encoded = encode_value(style, parameter, value);
        encoded.map_or_else(|error| error.reason, Option::unwrap_or_default)
    }

    /// The table of styles in the OpenAPI Specification, with sorted keys.
    #[test]
    fn encode_value_follows_the_table_of_the_standard() {
        for (style, empty, scalar, list, object) in [
            (
                ValueStyle::Simple,
                "",
                "blue",
                "blue,black,brown",
                "B,150,G,200,R,100",
            ),
            (
                ValueStyle::SimpleExploded,
                "",
                "blue",
                "blue,black,brown",
                "B=150,G=200,R=100",
            ),
            (
                ValueStyle::Label,
                ".",
                ".blue",
                ".blue,black,brown",
                ".B,150,G,200,R,100",
            ),
            (
                ValueStyle::LabelExploded,
                ".",
                ".blue",
                ".blue.black.brown",
                ".B=150.G=200.R=100",
            ),
            (
                ValueStyle::Matrix,
                ";color",
                ";color=blue",
                ";color=blue,black,brown",
                ";color=B,150,G,200,R,100",
            ),
            (
                ValueStyle::MatrixExploded,
                ";color",
                ";color=blue",
                ";color=blue;color=black;color=brown",
                ";B=150;G=200;R=100",
            ),
        ] {
            assert_eq!(encoded(style, json!("")), empty);
            assert_eq!(encoded(style, json!("blue")), scalar);
            assert_eq!(encoded(style, json!(["blue", "black", "brown"])), list);
            assert_eq!(
                encoded(style, json!({"B": 150, "G": 200, "R": 100})),
                object
            );
            assert_eq!(encoded(style, json!({})), "");
            assert_eq!(
                encoded(style, json!({"a": [1]})),
                "the path parameter `color` can't be an object with lists or objects in it"
            );
        }
    }

    #[test]
    fn encode_value_encodes_delimiters_in_values() {
        let list = json!(["a,b", "c;d", "e=f/g"]);
        assert_eq!(
            encoded(ValueStyle::Simple, list.clone()),
            "a%2Cb,c%3Bd,e%3Df%2Fg"
        );
        assert_eq!(
            encoded(ValueStyle::MatrixExploded, list),
            ";color=a%2Cb;color=c%3Bd;color=e%3Df%2Fg"
        );
        assert_eq!(
            encoded(ValueStyle::SimpleExploded, json!({"a=b": "c,d"})),
            "a%3Db=c%2Cd"
        );
    }
}
