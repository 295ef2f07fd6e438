use serde_json::{Map, Value};
use uuid::Uuid;

use crate::runtime::values::Decode;

/// A request that was validated against the contract.
pub(super) struct ParsedRequest {
    /// The ID in the path, or nil if the path has none. No path has several.
    pub(super) id: Uuid,
    /// The value of each path and query parameter. `page[size]=1` is `{"page": {"size": 1}}`.
    pub(super) parameters: Map<String, Value>,
    pub(super) body: Map<String, Value>,
}

impl ParsedRequest {
    pub(super) fn flag(&self, name: &str) -> bool {
        self.parameters.get(name) == Some(&Value::Bool(true))
    }

    /// Returns a field of the body, or `None` if it is missing or null.
    pub(super) fn field<T: Decode>(&self, name: &str) -> Option<T> {
        // The `Deserialize` of integers would reject `60.0`, which JSON Schema accepts as an integer.
        T::decode(self.body.get(name)?).ok()
    }

    /// Returns the fields of the body that are not null.
    pub(super) fn fields(&self) -> Map<String, Value> {
        let fields = self.body.clone().into_iter();
        fields.filter(|(_, value)| !value.is_null()).collect()
    }
}
