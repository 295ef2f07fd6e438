//! The styles that write a value as one text: in a path, in a header.

use super::parameter_value::{Parameter, ParameterValue};
use crate::runtime::encoding::percent::Encode;
use crate::runtime::error::invalid_argument::InvalidArgument;

/// How a value becomes one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(
    dead_code,
    reason = "emitted code names those that its API uses, which need not be all"
)]
pub(crate) enum PathStyle {
    /// `blue,black`, `R,100,G,200`.
    Simple,
    /// `blue,black`, `R=100,G=200`.
    SimpleExploded,
    /// `.blue,black`, `.R,100,G,200`, as RFC 6570 has it; versions of OpenAPI before 3.0.4 and
    /// 3.1.1 had full stops there by mistake.
    Label,
    /// `.blue.black`, `.R=100.G=200`.
    LabelExploded,
    /// `;color=blue,black`, `;color=R,100,G,200`.
    Matrix,
    /// `;color=blue;color=black`, `;R=100;G=200`.
    MatrixExploded,
}

/// Writes a value as one text. `None` is an object in which nothing is set.
pub(crate) fn text(
    style: PathStyle,
    parameter: Parameter<'_>,
    value: &ParameterValue,
    encode: Encode,
) -> Result<Option<String>, InvalidArgument> {
    if matches!(value, ParameterValue::Object(members) if members.is_empty()) {
        return Ok(None);
    }
    let members = || -> Result<Vec<String>, InvalidArgument> {
        let members = value.members(parameter)?.into_iter();
        Ok(members
            .map(|(key, text)| format!("{}={}", encode(key), encode(text)))
            .collect())
    };
    let texts = || -> Result<Vec<String>, InvalidArgument> {
        Ok(value.texts(parameter)?.into_iter().map(encode).collect())
    };
    let is_object = matches!(value, ParameterValue::Object(_));
    let written = match style {
        PathStyle::SimpleExploded if is_object => members()?.join(","),
        PathStyle::Simple | PathStyle::SimpleExploded => texts()?.join(","),
        PathStyle::LabelExploded if is_object => format!(".{}", members()?.join(".")),
        PathStyle::LabelExploded => format!(".{}", texts()?.join(".")),
        PathStyle::Label => format!(".{}", texts()?.join(",")),
        PathStyle::MatrixExploded if is_object => format!(";{}", members()?.join(";")),
        PathStyle::MatrixExploded => {
            let named = texts()?
                .into_iter()
                .map(|text| matrix(parameter, &text, encode));
            named.collect()
        }
        PathStyle::Matrix => matrix(parameter, &texts()?.join(","), encode),
    };
    Ok(Some(written))
}

/// `;name=text`, or `;name` for the empty text.
fn matrix(parameter: Parameter<'_>, text: &str, encode: Encode) -> String {
    let name = encode(parameter.name);
    match text {
        "" => format!(";{name}"),
        text => format!(";{name}={text}"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::runtime::encoding::percent::in_url;

    fn written(style: PathStyle, value: Value) -> String {
        let parameter = Parameter {
            kind: "path parameter",
            name: "color",
        };
        let value = ParameterValue::of(parameter, value).unwrap();
        let written = text(style, parameter, &value, in_url);
        written.map_or_else(|error| error.reason, Option::unwrap_or_default)
    }

    /// By the table of styles of OpenAPI, but for the order of keys.
    #[test]
    fn values_are_written_as_the_standard_has_it() {
        for (style, empty, scalar, list, object) in [
            (
                PathStyle::Simple,
                "",
                "blue",
                "blue,black,brown",
                "B,150,G,200,R,100",
            ),
            (
                PathStyle::SimpleExploded,
                "",
                "blue",
                "blue,black,brown",
                "B=150,G=200,R=100",
            ),
            (
                PathStyle::Label,
                ".",
                ".blue",
                ".blue,black,brown",
                ".B,150,G,200,R,100",
            ),
            (
                PathStyle::LabelExploded,
                ".",
                ".blue",
                ".blue.black.brown",
                ".B=150.G=200.R=100",
            ),
            (
                PathStyle::Matrix,
                ";color",
                ";color=blue",
                ";color=blue,black,brown",
                ";color=B,150,G,200,R,100",
            ),
            (
                PathStyle::MatrixExploded,
                ";color",
                ";color=blue",
                ";color=blue;color=black;color=brown",
                ";B=150;G=200;R=100",
            ),
        ] {
            assert_eq!(written(style, json!("")), empty);
            assert_eq!(written(style, json!("blue")), scalar);
            assert_eq!(written(style, json!(["blue", "black", "brown"])), list);
            assert_eq!(
                written(style, json!({"B": 150, "G": 200, "R": 100})),
                object
            );
            assert_eq!(written(style, json!({})), "");
            assert_eq!(
                written(style, json!({"a": [1]})),
                "the path parameter `color` can't hold lists or objects within an object"
            );
        }
    }

    #[test]
    fn what_is_in_a_text_is_no_delimiter() {
        let list = json!(["a,b", "c;d", "e=f/g"]);
        assert_eq!(
            written(PathStyle::Simple, list.clone()),
            "a%2Cb,c%3Bd,e%3Df%2Fg"
        );
        assert_eq!(
            written(PathStyle::MatrixExploded, list),
            ";color=a%2Cb;color=c%3Bd;color=e%3Df%2Fg"
        );
        assert_eq!(
            written(PathStyle::SimpleExploded, json!({"a=b": "c,d"})),
            "a%3Db=c%2Cd"
        );
    }
}
