//! A request that conforms to the contract, as the handlers read it.

use reqwest::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::error_response::{ErrorResponse, Result};

/// A validated request.
pub(super) struct ParsedRequest {
    /// The only path parameter, or `""`.
    pub(super) path_parameter: String,
    pub(super) query: Map<String, Value>,
    pub(super) body: Map<String, Value>,
}

impl ParsedRequest {
    /// Returns the id in the path.
    pub(super) fn id(&self) -> Result<Uuid> {
        let value = &self.path_parameter;
        let detail = |_| format!("`{value}` is not a UUID");
        let id = value.parse().map_err(detail);
        id.map_err(|detail| ErrorResponse::new(StatusCode::NOT_FOUND, detail))
    }

    /// Returns whether a boolean query parameter is true.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.query.get(name) == Some(&Value::Bool(true))
    }

    /// Returns a field of the body, or `None` if it is missing or null.
    pub(super) fn field<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        T::deserialize(self.body.get(name)?).ok()
    }

    /// Returns the fields of the body that are not null.
    pub(super) fn fields(&self) -> Map<String, Value> {
        let fields = self.body.clone().into_iter();
        fields.filter(|(_, value)| !value.is_null()).collect()
    }
}
