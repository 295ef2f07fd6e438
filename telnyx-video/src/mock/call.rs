//! A request that the contract allows, as the operations read it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::problem::Refusal;

/// A request for an operation.
pub(super) struct Call {
    pub(super) path: BTreeMap<String, String>,
    pub(super) query: Map<String, Value>,
    pub(super) body: Map<String, Value>,
    pub(super) now: DateTime<Utc>,
}

impl Call {
    /// The id in the path.
    pub(super) fn id(&self, name: &str) -> Result<Uuid, Refusal> {
        let text = self.path.get(name).map_or("", String::as_str);
        text.parse()
            .map_err(|_| Refusal::not_found(format!("`{text}` is the id of nothing")))
    }

    /// Whether a flag of the query is set.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.query.get(name) == Some(&Value::Bool(true))
    }

    /// A member of the body: none if it is not there, or null.
    pub(super) fn field<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        T::deserialize(self.body.get(name)?).ok()
    }
}
