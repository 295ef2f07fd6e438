//! A request that conforms to the contract, as the handlers read it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::error_response::ErrorResponse;

/// A validated request.
pub(super) struct ParsedRequest {
    pub(super) path: BTreeMap<String, String>,
    pub(super) query: Map<String, Value>,
    pub(super) body: Map<String, Value>,
    pub(super) now: DateTime<Utc>,
}

impl ParsedRequest {
    /// Returns the id in a path parameter.
    pub(super) fn id(&self, name: &str) -> Result<Uuid, ErrorResponse> {
        let value = self.path.get(name).map_or("", String::as_str);
        value
            .parse()
            .map_err(|_| ErrorResponse::not_found(format!("`{value}` is not a UUID")))
    }

    /// Returns whether a boolean query parameter is true.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.query.get(name) == Some(&Value::Bool(true))
    }

    /// Returns a field of the body, or `None` if it is missing or null.
    pub(super) fn field<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        T::deserialize(self.body.get(name)?).ok()
    }
}
