//! The bodies of requests.

use super::{Field, Notes, Style, Type};

/// How a body is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// As JSON, under this media type.
    Json(String),
    /// As a form, in the way of a query; these fields in another style than that of forms.
    Form(Vec<(String, Style)>),
    /// Each field as a part, or several; these under the media type that they have with them here.
    Multipart(Vec<(String, String)>),
    /// As it is, under this media type.
    Bytes(String),
}

/// The body of a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// An object whose fields are set one by one.
    Fields(Vec<Field>),
    /// Any other value, given as a whole.
    Whole {
        /// Its type.
        value: Type,
        /// Whether the request must carry it.
        required: bool,
        /// What the document says about it.
        notes: Box<Notes>,
    },
}

impl Body {
    /// The types of what it is made of.
    pub fn values(&self) -> Vec<&Type> {
        match self {
            Self::Fields(fields) => fields.iter().map(|field| &field.value).collect(),
            Self::Whole { value, .. } => vec![value],
        }
    }

    /// The same, to be changed.
    pub fn values_mut(&mut self) -> Vec<&mut Type> {
        match self {
            Self::Fields(fields) => fields.iter_mut().map(|field| &mut field.value).collect(),
            Self::Whole { value, .. } => vec![value],
        }
    }
}
