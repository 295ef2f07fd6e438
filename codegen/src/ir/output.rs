//! What operations answer.

use super::{Shape, Type};

/// The properties that hold a list in an object with other properties.
const LISTS: [&str; 6] = ["data", "entries", "items", "records", "results", "values"];

/// What an operation answers when it succeeds.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// Nothing.
    Empty,
    /// The body as a whole.
    Whole(Type),
    /// The body as it comes, of this media type.
    Binary(String),
    /// The body as text, of this media type.
    Text(String),
    /// One of the others, or nothing.
    Optional(Box<Output>),
    /// What its status says that it is.
    ByStatus {
        /// A type with a form for each status.
        value: Type,
        /// The media types that it may come in, where those are not JSON alone.
        accept: Option<String>,
    },
    /// The value inside the envelope.
    Enveloped(Type),
    /// One page of a list, inside the envelope.
    Page {
        /// The type of one item.
        item: Type,
        /// The query parameter that carries the number of the page.
        number_parameter: String,
    },
}

impl Output {
    /// The type of what is read, if it has any.
    pub fn value(&self) -> Option<&Type> {
        match self {
            Self::Empty | Self::Binary(_) | Self::Text(_) => None,
            Self::Whole(value)
            | Self::Enveloped(value)
            | Self::Page { item: value, .. }
            | Self::ByStatus { value, .. } => Some(value),
            Self::Optional(output) => output.value(),
        }
    }

    /// The same, to be changed.
    pub fn value_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::Empty | Self::Binary(_) | Self::Text(_) => None,
            Self::Whole(value)
            | Self::Enveloped(value)
            | Self::Page { item: value, .. }
            | Self::ByStatus { value, .. } => Some(value),
            Self::Optional(output) => output.value_mut(),
        }
    }

    /// Whether this is a list, or an object whose main property is one; `shape` finds a type by its name.
    pub fn is_list<'a>(&self, shape: impl Fn(&str) -> Option<&'a Shape>) -> bool {
        match self {
            Self::Page { .. } => true,
            Self::Whole(Type::List(_)) | Self::Enveloped(Type::List(_)) => true,
            Self::Whole(Type::Named(name)) => match shape(name) {
                Some(Shape::Struct(fields)) => fields.iter().any(|field| {
                    LISTS.contains(&field.name.as_str()) && matches!(field.value, Type::List(_))
                }),
                _ => false,
            },
            _ => false,
        }
    }

    /// The media types of bodies that are not JSON.
    pub fn accept(&self) -> Option<&str> {
        match self {
            Self::Binary(media_type) | Self::Text(media_type) => Some(media_type),
            Self::ByStatus { accept, .. } => accept.as_deref(),
            Self::Optional(output) => output.accept(),
            Self::Empty | Self::Whole(_) | Self::Enveloped(_) | Self::Page { .. } => None,
        }
    }
}
