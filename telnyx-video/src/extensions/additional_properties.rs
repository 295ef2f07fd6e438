//! Additional properties of an object.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer};
use serde_json::Value;

/// Deserializes the members that have the type `T` and skips all others.
///
/// A field that a later version of the API adds is among the members and may have any type.
pub fn deserialize_matching<'de, T, D>(deserializer: D) -> Result<BTreeMap<String, T>, D::Error>
where
    T: DeserializeOwned,
    D: Deserializer<'de>,
{
    let members = BTreeMap::<String, Value>::deserialize(deserializer)?;
    Ok(members
        .into_iter()
        .filter_map(|(key, value)| Some((key, serde_json::from_value(value).ok()?)))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Sizes {
        name: String,
        #[serde(flatten, deserialize_with = "deserialize_matching")]
        sizes: BTreeMap<String, u64>,
    }

    #[test]
    fn deserialize_matching_skips_members_of_other_types() {
        let sizes: Sizes =
            serde_json::from_str(r#"{"b": 2, "name": "n", "color": "red", "a": 1, "c": null}"#)
                .unwrap();
        let expected = Sizes {
            name: "n".to_owned(),
            sizes: BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]),
        };
        assert_eq!(sizes, expected);
    }
}
