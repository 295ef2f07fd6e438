//! Request bodies.

use super::{Annotations, Field, Style, Type};

/// How a body is encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// As JSON, with this media type.
    Json(String),
    /// As `application/x-www-form-urlencoded`, with the styles of the fields whose style isn't the default.
    Form(Vec<(String, Style)>),
    /// As `multipart/form-data`, with the media types of the fields that declare one.
    Multipart(Vec<(String, String)>),
    /// As the bytes that the caller gives, with this media type.
    Bytes(String),
}

/// A request body.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// An object whose fields have setters.
    Fields(Vec<Field>),
    /// One value of any type.
    Value {
        /// The type of the value.
        ty: Type,
        /// Whether the request must have the body.
        required: bool,
        /// The annotations of its schema.
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
