//! What a request carries, and how that is written.

use bytes::Bytes;
use reqwest::header::HeaderValue;
use serde_json::{Map, Value};

use super::form::{self, FormEncoding};
use super::multipart::Multipart;
use super::payload::Payload;
use crate::runtime::error::invalid_argument::InvalidArgument;
use crate::runtime::transport::attempts::Replayable;
use crate::runtime::values::byte_source::ByteSource;

/// The body of a request.
#[derive(Clone)]
pub(crate) enum Body {
    /// JSON.
    Json(Value),
    /// The fields of a form.
    Form {
        fields: Map<String, Value>,
        styles: FormEncoding,
    },
    /// Fields and files, each in a part of its own.
    Multipart(Multipart),
    /// What the caller gave, as it is.
    Bytes {
        media_type: &'static str,
        source: ByteSource,
    },
}

/// A body as it goes to the network, and what `Content-Type` says of it.
pub(super) struct Encoded {
    pub(super) media_type: HeaderValue,
    pub(super) body: reqwest::Body,
}

impl Body {
    /// The names of its fields, if it has any.
    pub(super) fn names(&self) -> Vec<&str> {
        match self {
            Self::Json(Value::Object(fields)) | Self::Form { fields, .. } => {
                fields.keys().map(String::as_str).collect()
            }
            Self::Multipart(parts) => parts.names().collect(),
            Self::Json(_) | Self::Bytes { .. } => Vec::new(),
        }
    }

    /// Sets a field.
    pub(super) fn set_field(&mut self, name: &str, value: Value) -> Result<(), InvalidArgument> {
        match self {
            Self::Json(Value::Object(fields)) | Self::Form { fields, .. } => {
                fields.insert(name.to_owned(), value);
                Ok(())
            }
            Self::Multipart(parts) => {
                parts.set_value(name, value);
                Ok(())
            }
            Self::Json(_) | Self::Bytes { .. } => Err(InvalidArgument::new(format!(
                "the body field `{name}` can't be set; the body is not an object"
            ))),
        }
    }

    /// As it goes to the network.
    pub(super) fn encode(&self) -> Result<Encoded, InvalidArgument> {
        let (media_type, payload) = match self {
            Self::Json(value) => {
                let text = serde_json::to_vec(value).map_err(|error| {
                    InvalidArgument::caused_by("the body can't be written as JSON", error)
                })?;
                return Ok(Encoded {
                    media_type: HeaderValue::from_static("application/json"),
                    body: Bytes::from(text).into(),
                });
            }
            Self::Form { fields, styles } => (
                HeaderValue::from_static("application/x-www-form-urlencoded"),
                Payload::from(form::write(fields, styles)?),
            ),
            Self::Multipart(parts) => parts.write()?,
            Self::Bytes { media_type, source } => (
                HeaderValue::from_static(media_type),
                Payload::from(source.clone()),
            ),
        };
        Ok(Encoded {
            media_type,
            body: payload.into_body()?,
        })
    }
}

/// By the streams in it, each of which can be sent once.
impl Replayable for Body {
    fn is_consumed(&self) -> bool {
        match self {
            Self::Json(_) | Self::Form { .. } => false,
            Self::Multipart(parts) => parts.is_consumed(),
            Self::Bytes { source, .. } => source.is_consumed(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sent(body: &Body) -> (HeaderValue, Vec<u8>) {
        let Encoded { media_type, body } = body.encode().unwrap();
        (media_type, body.as_bytes().unwrap().to_vec())
    }

    #[test]
    fn a_form_says_what_it_is() {
        let mut body = Body::Form {
            fields: Map::new(),
            styles: &[],
        };
        body.set_field("a", json!("x y")).unwrap();
        let (media_type, text) = sent(&body);
        assert_eq!(media_type, "application/x-www-form-urlencoded");
        assert_eq!(text, b"a=x%20y");
        assert_eq!(body.names(), ["a"]);
    }

    #[test]
    fn bytes_go_as_they_are_and_have_no_fields() {
        let mut body = Body::Bytes {
            media_type: "audio/wav",
            source: b"\0\xff".into(),
        };
        assert_eq!(sent(&body), ("audio/wav".parse().unwrap(), vec![0, 0xff]));
        assert!(body.set_field("a", json!(1)).is_err() && body.names().is_empty());
    }
}
