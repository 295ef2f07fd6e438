//! Members of an object that are none of its fields.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer};
use serde_json::Value;

/// Reads the members that are of a type, and passes over others: a field that the API adds is among them, of whatever type.
#[allow(
    dead_code,
    reason = "emitted for objects with fields beside others; not every API has one"
)]
pub(crate) fn that_fit<'de, T, D>(deserializer: D) -> Result<BTreeMap<String, T>, D::Error>
where
    T: DeserializeOwned,
    D: Deserializer<'de>,
{
    let members = BTreeMap::<String, Value>::deserialize(deserializer)?;
    let fit = |(key, value)| Some((key, serde_json::from_value(value).ok()?));
    Ok(members.into_iter().filter_map(fit).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Sizes {
        name: String,
        #[serde(flatten, deserialize_with = "that_fit")]
        sizes: BTreeMap<String, u64>,
    }

    #[test]
    fn what_is_of_another_type_is_passed_over() {
        let read: Sizes =
            serde_json::from_str(r#"{"b": 2, "name": "n", "color": "red", "a": 1, "c": null}"#)
                .unwrap();
        let sizes = BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]);
        let name = "n".to_owned();
        assert_eq!(read, Sizes { name, sizes });
    }
}
