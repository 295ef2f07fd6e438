//! From a value to the pairs of a query, by the styles OpenAPI names.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::refusal::Refusal;

/// A name and a value, not encoded yet.
pub(crate) type Pair = (String, String);

/// Style `form`, exploded: a scalar is one pair, a list repeats the name, null is the empty text.
pub(crate) fn form(name: &str, value: impl Serialize) -> Result<Vec<Pair>, Refusal> {
    let mut pairs = Vec::new();
    match to_value(name, value)? {
        Value::Object(_) => Err(unrepresentable(name, "an object")),
        value => append(name.to_owned(), &value, &mut pairs),
    }?;
    Ok(pairs)
}

/// Style `deepObject`: one pair for each leaf, `filter[date_created_at][gte]=2021-04-25`.
///
/// Pairs are sorted by key, so that the same value gives the same URL however `serde_json` orders
/// its maps (its `preserve_order` feature is anyone's to switch on). An object in which nothing is
/// set gives no pairs.
pub(crate) fn deep_object(name: &str, value: impl Serialize) -> Result<Vec<Pair>, Refusal> {
    let mut pairs = Vec::new();
    match to_value(name, value)? {
        Value::Object(object) => append_object(name, &object, &mut pairs),
        _ => Err(unrepresentable(name, "anything but an object")),
    }?;
    Ok(pairs)
}

fn to_value(name: &str, value: impl Serialize) -> Result<Value, Refusal> {
    serde_json::to_value(value).map_err(|error| {
        Refusal::caused_by(
            format_args!("the query parameter `{name}` can't be serialised"),
            error,
        )
    })
}

fn append(name: String, value: &Value, pairs: &mut Vec<Pair>) -> Result<(), Refusal> {
    match value {
        Value::Object(object) => append_object(&name, object, pairs),
        // No pair at all would mean that nothing was said, and the filter would match everything.
        Value::Array(items) if items.is_empty() => Err(unrepresentable(&name, "an empty list")),
        Value::Array(items) => items.iter().try_for_each(|item| {
            let text =
                scalar(item).ok_or_else(|| unrepresentable(&name, "a list of lists or objects"))?;
            pairs.push((name.clone(), text));
            Ok(())
        }),
        value => {
            pairs.extend(scalar(value).map(|text| (name, text)));
            Ok(())
        }
    }
}

fn append_object(
    name: &str,
    object: &Map<String, Value>,
    pairs: &mut Vec<Pair>,
) -> Result<(), Refusal> {
    let mut members: Vec<_> = object.iter().collect();
    members.sort_by_key(|(key, _)| *key);
    members
        .into_iter()
        .try_for_each(|(key, value)| append(format!("{name}[{key}]"), value, pairs))
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

fn unrepresentable(name: &str, what: &str) -> Refusal {
    Refusal::new(format!("the query parameter `{name}` can't hold {what}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn pairs(expected: &[(&str, &str)]) -> Vec<Pair> {
        expected
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn form_writes_scalars_and_repeats_lists() {
        assert_eq!(form("a", true).unwrap(), pairs(&[("a", "true")]));
        assert_eq!(form("a", 250).unwrap(), pairs(&[("a", "250")]));
        assert_eq!(form("a", -1.5).unwrap(), pairs(&[("a", "-1.5")]));
        assert_eq!(
            form("a", u64::MAX).unwrap(),
            pairs(&[("a", "18446744073709551615")])
        );
        assert_eq!(form("a", "").unwrap(), pairs(&[("a", "")]));
        assert_eq!(form("a", None::<u8>).unwrap(), pairs(&[("a", "")]));
        assert_eq!(
            form("a", ["x", "y z"]).unwrap(),
            pairs(&[("a", "x"), ("a", "y z")])
        );
    }

    #[test]
    fn deep_object_writes_a_pair_for_each_leaf() {
        let filter = json!({
            "unique_name": "my-meeting-room",
            "active": false,
            "date_created_at": {"lte": "2021-04-26", "gte": "2021-04-25"},
            "ended_at": null,
            "status": ["a", "b"],
        });
        assert_eq!(
            deep_object("filter", filter).unwrap(),
            pairs(&[
                ("filter[active]", "false"),
                ("filter[date_created_at][gte]", "2021-04-25"),
                ("filter[date_created_at][lte]", "2021-04-26"),
                ("filter[ended_at]", ""),
                ("filter[status]", "a"),
                ("filter[status]", "b"),
                ("filter[unique_name]", "my-meeting-room"),
            ])
        );
        assert_eq!(deep_object("filter", json!({})).unwrap(), pairs(&[]));
    }

    #[test]
    fn what_a_query_cannot_hold_is_refused() {
        let reason = |outcome: Result<Vec<Pair>, Refusal>| outcome.unwrap_err().reason;
        assert_eq!(
            reason(form("a", json!({"b": 1}))),
            "the query parameter `a` can't hold an object"
        );
        assert_eq!(
            reason(form("a", [[1]])),
            "the query parameter `a` can't hold a list of lists or objects"
        );
        assert_eq!(
            reason(form("a", Vec::<u8>::new())),
            "the query parameter `a` can't hold an empty list"
        );
        assert_eq!(
            reason(deep_object("filter", json!({"a": [{"b": 1}]}))),
            "the query parameter `filter[a]` can't hold a list of lists or objects"
        );
        assert_eq!(
            reason(deep_object("filter", 1)),
            "the query parameter `filter` can't hold anything but an object"
        );
        assert!(
            reason(form("a", u128::MAX))
                .starts_with("the query parameter `a` can't be serialised: ")
        );
    }
}
