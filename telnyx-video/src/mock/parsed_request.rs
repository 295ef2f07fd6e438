use reqwest::StatusCode;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{ErrorResponse, Result};
use crate::runtime::values::Decode;

/// A request that was validated against the contract.
pub(super) struct ParsedRequest {
    /// The value of the path parameter, or `""` if the operation has none. No operation has several.
    pub(super) path_parameter: String,
    /// The value of each query parameter. `page[size]=1` is `{"page": {"size": 1}}`.
    pub(super) query: Map<String, Value>,
    pub(super) body: Map<String, Value>,
}

impl ParsedRequest {
    pub(super) fn id(&self) -> Result<Uuid> {
        let value = &self.path_parameter;
        value.parse().map_err(|_| {
            ErrorResponse::new(StatusCode::NOT_FOUND, format!("`{value}` is not a UUID"))
        })
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        self.query.get(name) == Some(&Value::Bool(true))
    }

    /// Returns a field of the body, or `None` if it is missing or null.
    pub(super) fn field<T: Decode>(&self, name: &str) -> Option<T> {
        // The `Deserialize` of integers would reject `60.0`, which JSON Schema accepts as an integer.
        T::decode(self.body.get(name)?).ok()
    }

    pub(super) fn fields(&self) -> Map<String, Value> {
        let fields = self.body.clone().into_iter();
        fields.filter(|(_, value)| !value.is_null()).collect()
    }
}
