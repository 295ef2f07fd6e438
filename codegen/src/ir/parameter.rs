//! Parameters, and how their values are serialized.

use super::{Annotations, Type};
use crate::diagnostics::Pointer;

/// A parameter of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The name in the request: `owner_id`. Each property of an object parameter that selects a page is a separate
    /// parameter: `page[size]` for the property `size` of `page`.
    pub name: String,
    /// The name that the identifier is made from: the name in the document, followed by a number if another name has
    /// the same identifier.
    pub label: String,
    /// The location of the parameter in the document.
    pub pointer: Pointer,
    /// Whether the request must have the parameter.
    pub required: bool,
    /// The part of the request that carries the parameter.
    pub location: Location,
    /// How the value is serialized.
    pub style: Style,
    /// Whether reserved characters of URLs, such as `/`, aren't percent-encoded in a query parameter.
    pub allow_reserved: bool,
    /// The structure of the value.
    pub structure: Structure,
    /// The use of the parameter in the SDK.
    pub role: Role,
    /// The type of the value.
    pub ty: Type,
    /// The annotations of the parameter and its schema.
    pub annotations: Annotations,
}

/// The use of a parameter in the SDK.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The caller sets the parameter.
    Plain,
    /// Selects the objects that the operation affects. An argument even if the parameter is optional, since a call
    /// without a selection would affect all objects.
    Selection,
    /// Callers set the value once, on the client. A setter of the request builder overrides the value.
    Client,
    /// The idempotency key, by which the server recognises a repeated request. If the caller doesn't set it, each call
    /// has a random key.
    IdempotencyKey,
}

/// The part of a request that carries a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    /// The path, in place of the parameter's placeholder.
    Path,
    /// The query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

impl Location {
    /// Returns the value of `in` for this location.
    pub fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// How a parameter or a field of a form is serialized: `style` and `explode` of OpenAPI, with examples for `name` =
/// `["blue", "black"]` and `name` = `{"R": 100, "G": 200}`.
///
/// A parameter with primitive values has the style `Simple` instead of `SimpleExploded`, and `FormExploded` instead of
/// `Form`. Both serialize primitive values in the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `blue,black`, `R,100,G,200`.
    Simple,
    /// `blue,black`, `R=100,G=200`.
    SimpleExploded,
    /// `.blue,black`, `.R,100,G,200`.
    Label,
    /// `.blue.black`, `.R=100.G=200`.
    LabelExploded,
    /// `;name=blue,black`, `;name=R,100,G,200`.
    Matrix,
    /// `;name=blue;name=black`, `;R=100;G=200`.
    MatrixExploded,
    /// `name=blue&name=black`, `R=100&G=200`.
    FormExploded,
    /// `name=blue,black`, `name=R,100,G,200`.
    Form,
    /// `name=blue%20black`, `name=R%20100%20G%20200`.
    SpaceDelimited,
    /// `name=blue%7Cblack`, `name=R%7C100%7CG%7C200`.
    PipeDelimited,
    /// `name[R]=100&name[G]=200`.
    DeepObject,
    /// JSON text.
    Json,
}

/// The structure of a value, which decides how a style serializes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Structure {
    /// A string, number or boolean.
    Primitive,
    /// An array. Most styles allow only primitive items.
    Array,
    /// An object. Most styles allow only primitive properties.
    Object,
    /// Known only at run time, for instance for a union.
    Unknown,
}

impl Parameter {
    /// Whether the parameter is an argument of the method, not a setter of the builder.
    pub fn is_argument(&self) -> bool {
        match self.role {
            Role::Plain => self.required || self.location == Location::Path,
            Role::Selection => true,
            Role::Client | Role::IdempotencyKey => false,
        }
    }

    /// Whether the method accepts any UUID, string or integer for this path parameter (`PathArgument`), whatever type
    /// the document declares.
    pub fn accepts_path_argument(&self) -> bool {
        self.location == Location::Path
            && self.style != Style::Json
            && matches!(self.structure, Structure::Primitive | Structure::Unknown)
    }
}
