//! Request bodies.

use super::{Annotations, Field, Style, Type};

/// How a body is encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// As JSON, with this media type.
    Json(String),
    /// As `application/x-www-form-urlencoded`, with the names and styles of the fields whose style isn't the default.
    Form(Vec<(String, Style)>),
    /// As `multipart/form-data`, with the names and media types of the fields that declare a media type.
    Multipart(Vec<(String, String)>),
    /// As the bytes that the caller passes, with this media type.
    Bytes(String),
}

impl Default for Encoding {
    fn default() -> Self {
        Self::Json("application/json".to_owned())
    }
}

/// The values of a request body.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// The fields of an object. Required fields are arguments of the SDK method; optional fields have a setter.
    Fields(Vec<Field>),
    /// A single value: an argument if the body is required, or else a setter.
    Value {
        /// The type of the value.
        ty: Type,
        /// Whether the request must have the body.
        required: bool,
        /// The annotations of the schema.
        annotations: Box<Annotations>,
    },
}

impl Body {
    /// Returns the types of the fields, or of the value.
    pub fn types(&self) -> Vec<&Type> {
        match self {
            Self::Fields(fields) => fields.iter().map(|field| &field.ty).collect(),
            Self::Value { ty, .. } => vec![ty],
        }
    }

    /// Returns the same types as [`types`](Self::types), mutably.
    pub fn types_mut(&mut self) -> Vec<&mut Type> {
        match self {
            Self::Fields(fields) => fields.iter_mut().map(|field| &mut field.ty).collect(),
            Self::Value { ty, .. } => vec![ty],
        }
    }
}
