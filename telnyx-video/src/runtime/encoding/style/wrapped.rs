//! Values that are written as another value: as text.

use serde::ser::Error as _;
use serde::{Serialize, Serializer};

use crate::runtime::request::path::PathArgument;

/// A value that travels as the text of its JSON.
#[allow(
    dead_code,
    reason = "emitted for parameters whose content is JSON; not every API has one"
)]
pub(crate) struct AsJson<T>(pub(crate) T);

impl<T: Serialize> Serialize for AsJson<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = serde_json::to_string(&self.0).map_err(S::Error::custom)?;
        serializer.serialize_str(&text)
    }
}

/// An argument of a path that travels in another style than as a plain segment.
#[allow(
    dead_code,
    reason = "emitted for path parameters with a prefix; not every API has one"
)]
pub(crate) struct AsText<A>(pub(crate) A);

impl<A: PathArgument> Serialize for AsText<A> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.text())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_wrapped_value_is_text() {
        let value = serde_json::to_value(AsJson(json!({"a": [1, "é"]}))).unwrap();
        assert_eq!(value, json!("{\"a\":[1,\"é\"]}"));
        let value = serde_json::to_value(AsText(Uuid::nil())).unwrap();
        assert_eq!(value, json!("00000000-0000-0000-0000-000000000000"));
    }
}
