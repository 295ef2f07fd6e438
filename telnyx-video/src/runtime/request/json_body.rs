//! JSON bodies.

use bytes::Bytes;
use reqwest::header::HeaderValue;
use serde::Serialize;
use serde_json::Value;

use crate::runtime::error::invalid_argument::InvalidArgument;
use crate::runtime::transport::request_body::{EncodedBody, RequestBody, not_an_object};

/// A JSON body.
#[derive(Clone)]
pub(super) struct JsonBody(pub(super) Value);

impl RequestBody for JsonBody {
    fn field_names(&self) -> Vec<&str> {
        match &self.0 {
            Value::Object(fields) => fields.keys().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }

    fn set_field(&mut self, name: &str, value: Value) -> Result<(), InvalidArgument> {
        let fields = self.0.as_object_mut().ok_or_else(|| not_an_object(name))?;
        fields.insert(name.to_owned(), value);
        Ok(())
    }

    fn encode(&self) -> Result<EncodedBody, InvalidArgument> {
        let json = serde_json::to_vec(&self.0).map_err(|error| {
            InvalidArgument::caused_by("the body can't be serialized as JSON", error)
        })?;
        Ok(EncodedBody {
            media_type: HeaderValue::from_static("application/json"),
            content: Bytes::from(json).into(),
        })
    }

    fn clone_box(&self) -> Box<dyn RequestBody> {
        Box::new(self.clone())
    }
}

/// Serializes a body.
pub fn to_json(body: impl Serialize) -> Result<Value, InvalidArgument> {
    serde_json::to_value(body)
        .map_err(|error| InvalidArgument::caused_by("the body can't be serialized as JSON", error))
}

/// Serializes a field of a body.
pub(super) fn field_to_json(name: &str, value: impl Serialize) -> Result<Value, InvalidArgument> {
    serde_json::to_value(value).map_err(|error| {
        InvalidArgument::caused_by(
            format_args!("the body field `{name}` can't be serialized as JSON"),
            error,
        )
    })
}
