//! Outputs: what calls return after a success response.

use super::{ItemStream, Pagination, Shape, Type};

/// The usual names of the property that contains the list of a response, in order of preference.
pub(crate) const LIST_PROPERTIES: [&str; 6] =
    ["data", "items", "results", "entries", "records", "values"];

/// The result of a call after a success response.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Output {
    /// Nothing.
    #[default]
    Empty,
    /// The value of a JSON body.
    Json(Type),
    /// The bytes of a body with this media type.
    Binary(String),
    /// The text of a body with this media type.
    Text(String),
    /// A stream of the items in a body.
    Stream(ItemStream),
    /// Status, headers and the bytes of the body, since the document declares no success response.
    Undeclared {
        /// Whether a redirect is a success.
        accepts_redirects: bool,
    },
    /// This output, or nothing if the response has no body.
    Optional(Box<Output>),
    /// An enum with a variant per status code.
    ByStatus {
        /// The type with [`Shape::Responses`].
        ty: Type,
        /// The value of the `Accept` header, unless all bodies are `application/json`.
        accept: Option<String>,
    },
    /// The value in an envelope.
    Enveloped(Type),
    /// One page of a list.
    Page {
        /// The type of an item.
        item: Type,
        /// How the list is paginated.
        pagination: Pagination,
    },
}

impl Output {
    /// Returns the type that is decoded from JSON, for instance the type of an item, or the enum by status code.
    pub fn json_type(&self) -> Option<&Type> {
        match self {
            Self::Empty | Self::Binary(_) | Self::Text(_) | Self::Undeclared { .. } => None,
            Self::Json(ty)
            | Self::Enveloped(ty)
            | Self::Page { item: ty, .. }
            | Self::ByStatus { ty, .. } => Some(ty),
            Self::Stream(stream) => stream.item.as_ref(),
            Self::Optional(output) => output.json_type(),
        }
    }

    /// Returns the same type as [`json_type`](Self::json_type), mutably.
    pub fn json_type_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::Empty | Self::Binary(_) | Self::Text(_) | Self::Undeclared { .. } => None,
            Self::Json(ty)
            | Self::Enveloped(ty)
            | Self::Page { item: ty, .. }
            | Self::ByStatus { ty, .. } => Some(ty),
            Self::Stream(stream) => stream.item.as_mut(),
            Self::Optional(output) => output.json_type_mut(),
        }
    }

    /// Whether the output is a list, or an object with an array in one of the `LIST_PROPERTIES`. `shape` returns the
    /// shape of the named type.
    pub fn is_list<'a>(&self, shape: impl Fn(&str) -> Option<&'a Shape>) -> bool {
        match self {
            Self::Page { .. } => true,
            Self::Json(Type::Array(_)) | Self::Enveloped(Type::Array(_)) => true,
            Self::Optional(output) => output.is_list(shape),
            _ => self
                .list_properties(shape)
                .iter()
                .any(|list| LIST_PROPERTIES.contains(list)),
        }
    }

    /// Returns the names of the array properties, if the output is an object with known properties.
    pub fn list_properties<'a>(&self, shape: impl Fn(&str) -> Option<&'a Shape>) -> Vec<&'a str> {
        let shape = match self {
            Self::Optional(output) => return output.list_properties(shape),
            Self::Json(Type::Named(name)) | Self::Enveloped(Type::Named(name)) => shape(name),
            _ => None,
        };
        let Some(Shape::Struct(fields)) = shape else {
            return Vec::new();
        };
        let lists = fields.iter().filter(|it| matches!(it.ty, Type::Array(_)));
        lists.map(|field| field.name.as_str()).collect()
    }

    /// Returns the value of the `Accept` header, or `None` for the default, `application/json`.
    pub fn accept(&self) -> Option<&str> {
        match self {
            Self::Binary(media_type) | Self::Text(media_type) => Some(media_type),
            Self::Stream(stream) => Some(&stream.media_type),
            Self::ByStatus { accept, .. } => accept.as_deref(),
            Self::Optional(output) => output.accept(),
            Self::Undeclared { .. } => Some("*/*"),
            Self::Empty | Self::Json(_) | Self::Enveloped(_) | Self::Page { .. } => None,
        }
    }
}
