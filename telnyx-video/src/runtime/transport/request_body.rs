//! The bodies of requests.

use std::any::Any;

use reqwest::header::HeaderValue;
use serde_json::Value;

use crate::runtime::error::invalid_argument::InvalidArgument;

/// The body of a request before it is encoded.
pub trait RequestBody: Any + Send + Sync {
    /// Returns the names of the fields, empty if the body is not an object.
    fn field_names(&self) -> Vec<&str>;

    /// Sets a field, replacing an earlier value.
    fn set_field(&mut self, name: &str, value: Value) -> Result<(), InvalidArgument>;

    /// Encodes the body for one attempt.
    fn encode(&self) -> Result<EncodedBody, InvalidArgument>;

    /// Returns whether the body has been sent and can't be sent again.
    fn is_consumed(&self) -> bool {
        false
    }

    /// Clones the body.
    fn clone_box(&self) -> Box<dyn RequestBody>;
}

impl Clone for Box<dyn RequestBody> {
    fn clone(&self) -> Self {
        (**self).clone_box()
    }
}

/// An encoded body and its media type.
pub struct EncodedBody {
    /// The value of `Content-Type`.
    pub media_type: HeaderValue,
    /// The content.
    pub content: reqwest::Body,
}

/// Creates the error of a field in a body that is not an object.
pub fn not_an_object(field: &str) -> InvalidArgument {
    InvalidArgument::new(format!(
        "the body field `{field}` can't be set: the body is not an object"
    ))
}
