//! The API as the renderers and the differ see it: plain owned structs that know nothing of OpenAPI nor of Rust.
//!
//! Names stand here as the document and its overlay give them; [`crate::names`] makes identifiers of them.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use serde_json::Value;

use crate::pointer::Pointer;

/// A whole API.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// What the document calls itself.
    pub title: String,
    /// The name of the SDK's package, as `use` and the examples need it.
    pub package: String,
    /// The address of the first server.
    pub base_url: String,
    /// How requests carry the API key.
    pub key_scheme: Scheme,
    /// The security schemes with a secret of their own, and how requests carry it.
    pub credentials: BTreeMap<String, Scheme>,
    /// Every resource that has operations or resources below it, parents before children.
    pub resources: Vec<Resource>,
    /// Every type that a request, a response or an event can reach, ordered by name.
    pub types: Vec<TypeDefinition>,
    /// What the document allows, where the SDK is to have it.
    pub contract: Option<Contract>,
}

/// What a document allows, as data: for a program that holds requests and answers against it.
#[derive(Clone, Debug, PartialEq)]
pub struct Contract {
    /// The feature of the SDK that it belongs to.
    pub feature: String,
    /// Operations and schemas, without prose.
    pub facts: Value,
}

/// A group of operations, and a step on the way to the groups below it.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// The steps that lead here from the client: `rooms`, `sessions`.
    pub path: Vec<String>,
    /// Where the first operation that it leads to stands in the document.
    pub pointer: Pointer,
    /// What the resource is.
    pub description: String,
    /// The operations, ordered as in the document.
    pub operations: Vec<Operation>,
}

/// One method on one path.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// The operationId.
    pub id: String,
    /// Where the operation stands in the document.
    pub pointer: Pointer,
    /// The HTTP method, in capitals.
    pub http_method: &'static str,
    /// The path template, with its placeholders in braces.
    pub path: String,
    /// What the SDK calls the operation within its resource.
    pub name: String,
    /// One line.
    pub summary: Option<String>,
    /// More than one line.
    pub description: Option<String>,
    /// Whether the document advises against its use.
    pub deprecated: bool,
    /// The placeholders of the path, in the order of the path.
    pub path_parameters: Vec<Parameter>,
    /// The other parameters: of the query, in headers, in cookies.
    pub query_parameters: Vec<Parameter>,
    /// The body, where there is one.
    pub body: Option<Body>,
    /// How the body is written.
    pub encoding: Encoding,
    /// What a success answers.
    pub output: Output,
    /// Whether repeating it can't do the thing twice, though its method does not say so.
    pub is_idempotent: bool,
    /// The ways in which a request may say who sends it, in order and each once.
    pub authentication: Vec<Authentication>,
    /// The way that the SDK takes: the secrets that a request carries, all of them.
    pub credentials: Vec<Credential>,
    /// Whether a request without them is taken as well.
    pub may_be_anonymous: bool,
    /// The address of its server, where that is not the first of the API.
    pub server: Option<String>,
    /// Whether a success answers with a secret somewhere in it.
    pub answers_with_secrets: bool,
    /// The failures that the document speaks of, in its order.
    pub failures: Vec<Failure>,
}

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

/// A failure that the document speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The status, or a range such as `4XX`.
    pub status: String,
    /// When it comes.
    pub description: String,
}

/// A type with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDefinition {
    /// Its name.
    pub name: String,
    /// The type that it belongs to: its own name, or that of the component it is written inside of.
    pub family: String,
    /// Where it stands in the document; of several places, the first that was met.
    pub pointer: Pointer,
    /// What it is.
    pub description: Option<String>,
    /// What it is made of.
    pub shape: Shape,
    /// Whether a request can carry it.
    pub in_requests: bool,
    /// Whether a response or an event can carry it.
    pub in_responses: bool,
}

/// What a named type is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// An object with known fields.
    Struct(Vec<Field>),
    /// Text out of a list of known values, open to others.
    Enum(Vec<String>),
    /// One of several types, told apart by their form, or by a tag.
    Union {
        /// The property whose text says which of the forms it is.
        tag: Option<String>,
        /// Words that stand for themselves.
        keywords: Vec<String>,
        /// The other forms.
        variants: Vec<Variant>,
    },
    /// What an operation answers, by the status of the answer.
    Answers(Vec<Answer>),
}

/// What a success answers that has one status, or one of several.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The status, a range such as `2XX`, or `default` for all others.
    pub status: String,
    /// What the status means.
    pub name: String,
    /// When it comes.
    pub description: String,
    /// What it answers.
    pub output: Output,
}

/// One form of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// What the variant is called.
    pub name: String,
    /// The text of the tag that stands for it, in a union that has a tag.
    pub tag: Option<String>,
    /// Its type.
    pub value: Type,
    /// What it means.
    pub description: Option<String>,
}

/// One property of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The name on the wire.
    pub name: String,
    /// What the SDK calls it: as on the wire, unless something beside it would get the same identifier.
    pub label: String,
    /// Where the property stands in the document.
    pub pointer: Pointer,
    /// Whether it must be there.
    pub required: bool,
    /// Whether null is one of its values.
    pub nullable: bool,
    /// Whether its type contains the object it is a field of, so that it must not be stored inline.
    pub recursive: bool,
    /// Which way it travels.
    pub access: Access,
    /// The type of the value.
    pub value: Type,
    /// What the document says about it.
    pub notes: Notes,
}

/// Which way a property travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    /// Whichever way its object does.
    #[default]
    Both,
    /// In answers alone.
    ReadOnly,
    /// In requests alone.
    WriteOnly,
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Any text.
    Text,
    /// Text that must not be shown.
    Secret,
    /// True or false.
    Boolean,
    /// A whole number.
    Integer(Integer),
    /// A number.
    Number,
    /// A UUID.
    Uuid,
    /// A day.
    Date,
    /// An instant.
    DateTime,
    /// Any JSON value.
    Any,
    /// A body that is not JSON.
    Bytes,
    /// A part of a body that is a file.
    File,
    /// A list.
    List(Box<Type>),
    /// An object with any keys.
    Map(Box<Type>),
    /// A type with a name.
    Named(String),
}

/// The range that a whole number needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Integer {
    /// 32 bits, signed.
    Signed32,
    /// 32 bits, not negative.
    Unsigned32,
    /// 64 bits, signed.
    Signed64,
    /// 64 bits, not negative.
    Unsigned64,
}

/// What the document says about a value beyond its type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notes {
    /// What the value means.
    pub description: Option<String>,
    /// The limits that the server sets, at most one of each kind.
    pub bounds: Vec<Bound>,
    /// What the server takes when the value is not sent.
    pub default: Option<Value>,
    /// A value that shows the form.
    pub example: Option<Value>,
    /// Whether the document advises against its use.
    pub deprecated: bool,
}

/// A limit that the server sets to a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Bound {
    /// It lies between two ends, or on one side of one.
    Range {
        /// What is measured.
        of: Measure,
        /// The lower end.
        minimum: Option<End>,
        /// The upper end.
        maximum: Option<End>,
    },
    /// It is a multiple of this.
    MultipleOf(Quantity),
    /// It is one of these numbers.
    OneOf(Vec<Quantity>),
    /// It matches this regular expression.
    Pattern(String),
    /// None of its items stands there twice.
    Unique,
}

/// What a range is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// The number itself.
    Value,
    /// The number of characters in a text.
    Characters,
    /// The number of items in a list.
    Items,
}

/// One end of a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End {
    /// Where it is.
    pub value: Quantity,
    /// Whether the range ends before it, and not with it.
    pub is_exclusive: bool,
}

/// A number in a bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quantity {
    /// One that counts; wide enough for every integer of a document and every length.
    Whole(i128),
    /// Any other.
    Decimal(f64),
}

/// One of the ways in which a request may say who sends it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Authentication {
    /// Not at all.
    Nothing,
    /// By the API key.
    ApiKey,
    /// By these security schemes together, ordered by name.
    Schemes(Vec<String>),
}

/// How a request carries a secret.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// As an HTTP bearer key.
    Bearer,
    /// As user and password of HTTP basic authentication.
    Basic,
    /// In a header field of this name.
    Header(String),
    /// In a query parameter of this name.
    Query(String),
    /// In a cookie of this name.
    Cookie(String),
}

/// A secret that a request carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    /// The API key.
    ApiKey,
    /// That of the security scheme of this name.
    Of(String),
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(value) => value.fmt(f),
            Self::Decimal(value) => value.fmt(f),
        }
    }
}

impl Api {
    /// Whether some operation takes requests of those who have no API key.
    pub fn serves_anyone(&self) -> bool {
        let operations = self.resources.iter();
        let mut operations = operations.flat_map(|resource| &resource.operations);
        operations.any(|operation| {
            operation.may_be_anonymous || !operation.credentials.contains(&Credential::ApiKey)
        })
    }

    /// The resources that stand below each path, and below none: those that the client itself leads to.
    pub fn resources_below(&self) -> HashMap<&[String], Vec<&Resource>> {
        let mut below = HashMap::<_, Vec<_>>::new();
        for resource in &self.resources {
            if let Some((_, parent)) = resource.path.split_last() {
                below.entry(parent).or_default().push(resource);
            }
        }
        below
    }
}

impl Parameter {
    /// Whether callers give it as any value that can be a segment of a path.
    pub fn is_segment(&self) -> bool {
        self.location == Location::Path
            && self.style != Style::Json
            && matches!(self.structure, Structure::Scalar | Structure::Unknown)
    }
}

impl Type {
    /// The name of the named type at the core of this one, through lists and maps.
    pub fn named(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::List(inner) | Self::Map(inner) => inner.named(),
            _ => None,
        }
    }

    /// The types of the runtime that are part of the models where this one is: what a file or a body of bytes is made of.
    pub fn of_runtime(&self) -> &'static [&'static str] {
        match self {
            Self::Bytes => &["ByteSource"],
            Self::File => &["ByteSource", "FilePart"],
            Self::List(inner) => inner.of_runtime(),
            _ => &[],
        }
    }
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

impl Shape {
    /// The types that a value of this shape is made of.
    pub fn parts(&self) -> Vec<&Type> {
        match self {
            Self::Struct(fields) => fields.iter().map(|field| &field.value).collect(),
            Self::Enum(_) => Vec::new(),
            Self::Union { variants, .. } => variants.iter().map(|variant| &variant.value).collect(),
            Self::Answers(answers) => {
                let outputs = answers.iter().map(|answer| &answer.output);
                outputs.filter_map(Output::value).collect()
            }
        }
    }

    /// The same, to be changed.
    pub fn parts_mut(&mut self) -> Vec<&mut Type> {
        match self {
            Self::Struct(fields) => fields.iter_mut().map(|field| &mut field.value).collect(),
            Self::Enum(_) => Vec::new(),
            Self::Union { variants, .. } => variants
                .iter_mut()
                .map(|variant| &mut variant.value)
                .collect(),
            Self::Answers(answers) => {
                let outputs = answers.iter_mut().map(|answer| &mut answer.output);
                outputs.filter_map(Output::value_mut).collect()
            }
        }
    }
}
