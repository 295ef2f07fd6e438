//! The variant of a union for values that this version of the crate can't decode.

use serde::{Serialize, Serializer};
use serde_json::Value;

/// A value that this version of the crate can't decode, as JSON.
///
/// The JSON is serialized unchanged. To send a value of a type that the crate doesn't have, convert its JSON with
/// `UnknownValue::from`.
///
/// `Debug` shows the whole JSON, which may contain secrets such as a download URL. The [reason](Self::reason) may
/// quote the value that couldn't be decoded, but no other part of the JSON, and no [`Secret`](crate::Secret).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct UnknownValue {
    /// The whole value.
    pub json: Value,
    /// The reason why the value couldn't be decoded although its type is known, such as
    /// `payload.room_id: invalid type: integer …`. `None` if its type is unknown.
    pub reason: Option<String>,
}

impl UnknownValue {
    #[doc(hidden)]
    pub fn new(json: Value, reason: Option<String>) -> Self {
        Self { json, reason }
    }
}

impl From<Value> for UnknownValue {
    fn from(json: Value) -> Self {
        Self::new(json, None)
    }
}

impl From<UnknownValue> for Value {
    fn from(value: UnknownValue) -> Self {
        value.json
    }
}

impl Serialize for UnknownValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json.serialize(serializer)
    }
}
