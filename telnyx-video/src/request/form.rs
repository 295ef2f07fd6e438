//! Bodies of the media type `application/x-www-form-urlencoded`.

use serde_json::{Map, Value};

use crate::encoding::percent_encode;
use crate::query::{self, Pair};
use crate::refusal::Refusal;

/// How a field of a form is written that the API wants written otherwise than by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(
    dead_code,
    reason = "emitted code names those that its API uses, which need not be all"
)]
pub(crate) enum FieldStyle {
    /// `color=blue,black`, `color=R,100,G,200`.
    Form,
    /// `color=blue&color=black`, `R=100&G=200`.
    FormExploded,
    /// `color=blue%20black`.
    SpaceDelimited,
    /// `color=blue%7Cblack`.
    PipeDelimited,
    /// `color[R]=100&color[G]=200`.
    DeepObject,
}

/// The styles of fields by their names.
pub(crate) type FieldStyles = &'static [(&'static str, FieldStyle)];

/// Writes the fields of a form, each as its style has it.
pub(super) fn write(fields: &Map<String, Value>, styles: FieldStyles) -> Result<String, Refusal> {
    let mut pairs = Vec::new();
    for (name, value) in fields {
        let mut known = styles.iter().filter(|(known, _)| known == name);
        let style = known.next().map(|(_, style)| *style);
        let written = match value {
            // It would look as if nothing had been said.
            Value::Array(items) if items.is_empty() => None,
            value => write_field(name, value, style),
        };
        pairs.extend(written.ok_or_else(|| {
            Refusal::new(format!(
                "the body field `{name}` can't be written in a form"
            ))
        })?);
    }
    Ok(pairs.join("&"))
}

/// The pairs of one field, encoded; `None` for what its style cannot hold.
fn write_field(name: &str, value: &Value, style: Option<FieldStyle>) -> Option<Vec<String>> {
    let joined = |delimiter: &str| {
        let texts = texts(value)?;
        let texts: Vec<String> = texts
            .iter()
            .map(|text| percent_encode(text).to_string())
            .collect();
        Some(vec![format!(
            "{}={}",
            percent_encode(name),
            texts.join(delimiter)
        )])
    };
    match style {
        None => Some(by_default(name, value)),
        Some(FieldStyle::Form) => joined(","),
        Some(FieldStyle::SpaceDelimited) => joined("%20"),
        Some(FieldStyle::PipeDelimited) => joined("%7C"),
        Some(FieldStyle::FormExploded) => exploded(name, value).map(encoded),
        Some(FieldStyle::DeepObject) => query::deep_object(name, value).ok().map(encoded),
    }
}

/// A list is a pair for each item; objects are JSON, as OpenAPI has it where no style is named.
fn by_default(name: &str, value: &Value) -> Vec<String> {
    let text = |value: &Value| scalar(value).unwrap_or_else(|| value.to_string());
    let pair = |value: &Value| (name.to_owned(), text(value));
    encoded(match value {
        Value::Array(items) => items.iter().map(pair).collect(),
        value => vec![pair(value)],
    })
}

fn exploded(name: &str, value: &Value) -> Option<Vec<Pair>> {
    match value {
        Value::Object(members) => {
            let pair = |(key, value): (&String, &Value)| Some((key.clone(), scalar(value)?));
            members.iter().map(pair).collect()
        }
        value => query::form(name, value).ok(),
    }
}

/// The texts of a value in a row, those of an object keys and values by turns.
fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Array(items) => items.iter().map(scalar).collect(),
        Value::Object(members) => {
            let pairs = members
                .iter()
                .map(|(key, value)| Some([key.clone(), scalar(value)?]));
            pairs
                .collect::<Option<Vec<_>>>()
                .map(|pairs| pairs.concat())
        }
        value => Some(vec![scalar(value)?]),
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.clone()),
        Value::Array(_) | Value::Object(_) => None,
        value => Some(value.to_string()),
    }
}

fn encoded(pairs: Vec<Pair>) -> Vec<String> {
    pairs
        .iter()
        .map(|pair| query::encode(std::iter::once(pair)).unwrap_or_default())
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn written(value: Value, style: Option<FieldStyle>) -> Result<String, String> {
        let styles: FieldStyles = match style {
            None => &[],
            Some(FieldStyle::Form) => &[("c", FieldStyle::Form)],
            Some(FieldStyle::FormExploded) => &[("c", FieldStyle::FormExploded)],
            Some(FieldStyle::SpaceDelimited) => &[("c", FieldStyle::SpaceDelimited)],
            Some(FieldStyle::PipeDelimited) => &[("c", FieldStyle::PipeDelimited)],
            Some(FieldStyle::DeepObject) => &[("c", FieldStyle::DeepObject)],
        };
        let fields = Map::from_iter([("c".to_owned(), value)]);
        write(&fields, styles).map_err(|refusal| refusal.reason)
    }

    #[test]
    fn without_a_style_lists_repeat_and_objects_are_json() {
        let by_default = |value| written(value, None).unwrap();
        assert_eq!(by_default(json!("x y&z=é")), "c=x%20y%26z%3D%C3%A9");
        assert_eq!(by_default(json!(["a", 1, true])), "c=a&c=1&c=true");
        assert_eq!(by_default(json!(null)), "c=");
        assert_eq!(by_default(json!({"a": 1})), "c=%7B%22a%22%3A1%7D");
        assert_eq!(by_default(json!([{"a": 1}])), "c=%7B%22a%22%3A1%7D");
        assert_eq!(write(&Map::new(), &[]).unwrap(), "");
    }

    #[test]
    fn styles_are_those_of_a_query() {
        let (list, object) = (json!(["a,b", "c d"]), json!({"R": 100}));
        for (style, of_list, of_object) in [
            (FieldStyle::Form, "c=a%2Cb,c%20d", "c=R,100"),
            (FieldStyle::FormExploded, "c=a%2Cb&c=c%20d", "R=100"),
            (FieldStyle::SpaceDelimited, "c=a%2Cb%20c%20d", "c=R%20100"),
            (FieldStyle::PipeDelimited, "c=a%2Cb%7Cc%20d", "c=R%7C100"),
        ] {
            assert_eq!(written(list.clone(), Some(style)).unwrap(), of_list);
            assert_eq!(written(object.clone(), Some(style)).unwrap(), of_object);
            assert_eq!(written(json!("a"), Some(style)).unwrap(), "c=a");
        }
        let deep = written(json!({"R": {"x": [1, 2]}}), Some(FieldStyle::DeepObject));
        assert_eq!(deep.unwrap(), "c%5BR%5D%5Bx%5D=1&c%5BR%5D%5Bx%5D=2");
    }

    #[test]
    fn what_a_style_cannot_hold_is_refused() {
        let cannot = "the body field `c` can't be written in a form";
        for (value, style) in [
            (json!([]), None),
            (json!([[1]]), Some(FieldStyle::FormExploded)),
            (json!({"a": {}}), Some(FieldStyle::Form)),
            (json!({"a": [1]}), Some(FieldStyle::FormExploded)),
            (json!(1), Some(FieldStyle::DeepObject)),
        ] {
            assert_eq!(written(value, style).unwrap_err(), cannot);
        }
    }
}
