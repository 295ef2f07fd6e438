use reqwest::header::HeaderValue;
use serde_json::Value;

use crate::runtime::error::Checked;
use crate::runtime::transport::{EncodedBody, RequestBody, cannot_set_field};

/// A JSON body.
impl RequestBody for Value {
    fn field_names(&self) -> Vec<&str> {
        match self {
            Self::Object(fields) => fields.keys().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }

    fn set_field(&mut self, name: &str, value: Value) -> Checked<()> {
        let Self::Object(fields) = self else {
            return Err(cannot_set_field(name, "the body is not an object"));
        };
        fields.insert(name.to_owned(), value);
        Ok(())
    }

    fn encode(&self) -> Checked<EncodedBody> {
        let media_type = HeaderValue::from_static("application/json");
        Ok((media_type, self.to_string().into()))
    }

    fn clone_box(&self) -> Box<dyn RequestBody> {
        Box::new(self.clone())
    }
}
