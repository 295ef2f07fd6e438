use serde::ser::Error as _;
use serde::{Serialize, Serializer};

use crate::runtime::request::PathArgument;

/// Serializes a value as a string that contains its JSON, such as `"[1,2]"`.
pub struct AsJson<T>(pub T);

impl<T: Serialize> Serialize for AsJson<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json = serde_json::to_string(&self.0).map_err(S::Error::custom)?;
        serializer.serialize_str(&json)
    }
}

/// Serializes a path argument as a string, for path parameters in another style than `simple`.
pub struct AsString<A>(pub A);

impl<A: PathArgument> Serialize for AsString<A> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn as_json_and_as_string_serialize_to_strings() {
        let value = serde_json::to_value(AsJson(json!({"a": [1, "é"]}))).unwrap();
        assert_eq!(value, json!("{\"a\":[1,\"é\"]}"));
        let value = serde_json::to_value(AsString(Uuid::nil())).unwrap();
        assert_eq!(value, json!("00000000-0000-0000-0000-000000000000"));
    }
}
