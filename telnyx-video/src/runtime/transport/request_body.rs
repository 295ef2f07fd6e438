use std::any::Any;

use reqwest::header::HeaderValue;
use serde_json::Value;

use crate::runtime::error::{ArgumentResult, InvalidArgument};

/// The body of a request before it is encoded. `Any` allows extensions to recognise a multipart body.
pub trait RequestBody: Any + Send + Sync {
    /// Returns the names of the fields. Default: none, because the body is not an object.
    fn field_names(&self) -> Vec<&str> {
        Vec::new()
    }

    /// Sets a field, replacing an earlier value. Default: an error, because the body is not an object.
    fn set_field(&mut self, name: &str, _: Value) -> ArgumentResult<()> {
        Err(cannot_set_field(name, "the body is not an object"))
    }

    /// Encodes the body for one attempt.
    fn encode(&self) -> ArgumentResult<EncodedBody>;

    /// Returns whether the body is a stream that an attempt has started to send, and that can't be sent again.
    fn is_consumed(&self) -> bool {
        false
    }

    /// Clones the body, which may be of any type.
    fn clone_box(&self) -> Box<dyn RequestBody>;
}

impl Clone for Box<dyn RequestBody> {
    fn clone(&self) -> Self {
        (**self).clone_box()
    }
}

/// A JSON body.
impl RequestBody for Value {
    fn field_names(&self) -> Vec<&str> {
        match self {
            Self::Object(fields) => fields.keys().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }

    fn set_field(&mut self, name: &str, value: Value) -> ArgumentResult<()> {
        let Self::Object(fields) = self else {
            return Err(cannot_set_field(name, "the body is not an object"));
        };
        fields.insert(name.to_owned(), value);
        Ok(())
    }

    fn encode(&self) -> ArgumentResult<EncodedBody> {
        let media_type = HeaderValue::from_static("application/json");
        Ok((media_type, self.to_string().into()))
    }

    fn clone_box(&self) -> Box<dyn RequestBody> {
        Box::new(self.clone())
    }
}

/// The media type of a body, which is the value of `Content-Type`, and its encoded content.
pub type EncodedBody = (HeaderValue, reqwest::Body);

/// Creates the error of a field that can't be set.
pub(crate) fn cannot_set_field(field: &str, reason: &str) -> InvalidArgument {
    InvalidArgument::new(format!("the body field `{field}` can't be set: {reason}"))
}
