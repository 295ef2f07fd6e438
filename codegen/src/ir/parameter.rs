//! Parameters, and how their values are written.

use super::{Notes, Type};
use crate::diagnostics::Pointer;

/// A parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The name on the wire. For one property of the page parameter, with its brackets: `page[size]`.
    pub name: String,
    /// What the SDK calls it: as on the wire, unless something beside it would get the same identifier.
    pub label: String,
    /// Where the parameter stands in the document.
    pub pointer: Pointer,
    /// Whether the request must carry it.
    pub required: bool,
    /// Where it goes.
    pub location: Location,
    /// How its value is written there.
    pub style: Style,
    /// Whether the reserved characters of a URL may stand in it as they are.
    pub allow_reserved: bool,
    /// What its value is made of.
    pub structure: Structure,
    /// Whether the parameter says what an operation acts on, so that leaving it out would mean everything.
    pub is_selection: bool,
    /// The type of the value.
    pub value: Type,
    /// What the document says about it.
    pub notes: Notes,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    /// Into the path, in the place of its name in braces.
    Path,
    /// Into the query.
    Query,
    /// Into a header field.
    Header,
    /// Into a cookie.
    Cookie,
}

/// How a parameter, or a field of a form, is written. What is a scalar is written alike in several styles, of which it has the first.
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
    /// As the text of its JSON.
    Json,
}

/// What a value is made of, as far as a style goes into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Structure {
    /// One text.
    Scalar,
    /// A list of texts.
    List,
    /// Texts by name.
    Object,
    /// Any of these.
    Unknown,
}

impl Parameter {
    /// Whether it is given when the request is begun, not set afterwards.
    pub fn is_argument(&self) -> bool {
        self.required || self.is_selection
    }

    /// Whether callers give it as any value that can be a segment of a path.
    pub fn is_segment(&self) -> bool {
        self.location == Location::Path
            && self.style != Style::Json
            && matches!(self.structure, Structure::Scalar | Structure::Unknown)
    }
}
