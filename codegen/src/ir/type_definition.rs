//! The types that the SDK defines, such as `Room`.

use std::fmt;

use super::{Annotations, Output, Type};
use crate::diagnostics::Pointer;

/// A named type.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDefinition {
    /// The name.
    pub name: String,
    /// The name of the type in whose module this type is generated. The type of an inline schema is in the module of
    /// the component that contains the schema. Any other type has its own module.
    pub family: String,
    /// The location of the first schema of this type.
    pub pointer: Pointer,
    /// The description, in Markdown.
    pub description: Option<String>,
    /// Whether the document marks the type as deprecated.
    pub deprecated: bool,
    /// The kind of type and its parts.
    pub shape: Shape,
    /// Whether a request can contain the type.
    pub in_requests: bool,
    /// Whether a response or a webhook's request can contain the type.
    pub in_responses: bool,
    /// Whether the type implements `Deserialize`, because `in_responses` is true or a parameter contains the type.
    /// Callers can save and reload the value of a parameter, for instance a filter of a list.
    pub is_deserialized: bool,
    /// Whether a value can contain an `f64`, which has neither a total equality nor a hash.
    pub contains_floats: bool,
}

/// The kind of a named type and its parts.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// An object with known properties.
    Struct(Vec<Field>),
    /// A string with known values. Other values are valid as well.
    Enum(Vec<EnumValue>),
    /// A 64-bit integer with known values. Other values are valid as well.
    IntegerEnum(Vec<EnumValue>),
    /// A `oneOf` or `anyOf`: one of several types, selected by a discriminator or else by the JSON.
    Union {
        /// The property whose value, the tag, selects the variant.
        discriminator: Option<String>,
        /// The values of all branches that are string enums.
        enum_values: Vec<EnumValue>,
        /// The other branches.
        variants: Vec<Variant>,
    },
    /// The output of an operation with several success responses, selected by the status code.
    Responses(Vec<Response>),
}

/// One of several success responses of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// The status code, or the range `2XX`.
    pub status: String,
    /// The name of the variant, the reason phrase of the status code: `created`.
    pub name: String,
    /// The description.
    pub description: String,
    /// The body of the response.
    pub output: Output,
}

/// A value of a string or integer enum.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EnumValue {
    /// The string in JSON, or the integer.
    pub text: String,
    /// The name that the identifier is made from: a name from `x-enum-varnames` or `x-enumNames`, or else `text`, or
    /// `n1` for the integer 1. Followed by `lower`, `upper` or a number if another value has the same identifier.
    pub label: String,
    /// The description, in Markdown.
    pub description: Option<String>,
    /// Whether the document marks the value as deprecated.
    pub deprecated: bool,
}

/// A variant of a union.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Variant {
    /// The name. If another variant has the same identifier, a number is appended.
    pub name: String,
    /// The location of the first branch of this variant.
    pub pointer: Pointer,
    /// The tags, the values of the discriminator, that select the variant.
    pub tags: Vec<Constant>,
    /// Whether the type lacks the discriminator among its properties, so that the union adds the tag in requests.
    pub adds_tag: bool,
    /// The names and values of properties that have only one value and distinguish the variant.
    pub constants: Vec<(String, Constant)>,
    /// Whether the object has no other properties than the declared ones. False if a tag selects the variant.
    pub is_closed: bool,
    /// The type.
    pub ty: Type,
    /// The description, in Markdown.
    pub description: Option<String>,
}

/// The value of a discriminator or of a property with only one value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Constant {
    /// A string.
    String(String),
    /// An integer.
    Integer(i64),
    /// A boolean.
    Boolean(bool),
}

impl fmt::Display for Constant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String(text) => f.write_str(text),
            Self::Integer(number) => number.fmt(f),
            Self::Boolean(value) => value.fmt(f),
        }
    }
}

/// A property of an object, or the map of its additional properties.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    /// The name in JSON; `*` for the map of additional properties.
    pub name: String,
    /// The name that the identifier is made from: the value of `x-sdk-field`, or else `name`, followed by a number if
    /// another name has the same identifier.
    pub label: String,
    /// The location of the property in the document.
    pub pointer: Pointer,
    /// Whether the field is the map of additional properties.
    pub is_additional_properties: bool,
    /// Whether the object must have the property.
    pub required: bool,
    /// Whether null is a valid value.
    pub nullable: bool,
    /// Whether the field must be boxed, because its type contains the struct.
    pub recursive: bool,
    /// Whether requests, responses or both have the property.
    pub access: Access,
    /// The type of the value.
    pub ty: Type,
    /// The annotations of the property.
    pub annotations: Annotations,
}

/// Whether requests, responses or both have a property.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    /// Requests and responses.
    #[default]
    Both,
    /// Only responses.
    ReadOnly,
    /// Only requests.
    WriteOnly,
}

impl TypeDefinition {
    /// Creates a type without a description, in a module of its own. `in_requests` and `in_responses` are false.
    pub fn new(name: String, pointer: Pointer, shape: Shape) -> Self {
        Self {
            family: name.clone(),
            name,
            pointer,
            description: None,
            deprecated: false,
            shape,
            in_requests: false,
            in_responses: false,
            is_deserialized: false,
            contains_floats: false,
        }
    }
}

impl Variant {
    /// Describes the branch for a message: ``branch `oneOf/1` ("Cat")``.
    pub(crate) fn describe_branch(&self) -> String {
        let keyword = self.pointer.parent().and_then(|it| it.key());
        let keys = [keyword, self.pointer.key()].map(Option::unwrap_or_default);
        format!("branch `{}` ({:?})", keys.join("/"), self.name)
    }
}

impl Field {
    /// Creates an optional property of requests and responses, without annotations.
    pub fn new(name: &str, pointer: Pointer, ty: Type) -> Self {
        Self {
            name: name.to_owned(),
            label: name.to_owned(),
            pointer,
            ty,
            ..Self::default()
        }
    }
}

impl EnumValue {
    /// Creates a value whose identifier is made from its text.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            label: text.clone(),
            text,
            ..Self::default()
        }
    }

    /// Creates a value of an integer enum, with an identifier such as `N1` or `Minus1`.
    pub fn integer(value: i64) -> Self {
        let prefix = if value < 0 { "minus" } else { "n" };
        Self {
            label: format!("{prefix}{}", value.unsigned_abs()),
            ..Self::new(value.to_string())
        }
    }
}

impl Shape {
    /// Returns the types of the fields, variants or responses.
    pub fn parts(&self) -> Vec<&Type> {
        match self {
            Self::Struct(fields) => fields.iter().map(|field| &field.ty).collect(),
            Self::Enum(_) | Self::IntegerEnum(_) => Vec::new(),
            Self::Union { variants, .. } => variants.iter().map(|variant| &variant.ty).collect(),
            Self::Responses(it) => it.iter().filter_map(|it| it.output.json_type()).collect(),
        }
    }

    /// Returns the same types as [`parts`](Self::parts), mutably.
    pub fn parts_mut(&mut self) -> Vec<&mut Type> {
        match self {
            Self::Struct(fields) => fields.iter_mut().map(|field| &mut field.ty).collect(),
            Self::Enum(_) | Self::IntegerEnum(_) => Vec::new(),
            Self::Union { variants, .. } => variants.iter_mut().map(|it| &mut it.ty).collect(),
            Self::Responses(responses) => {
                let outputs = responses.iter_mut().map(|it| &mut it.output);
                outputs.filter_map(Output::json_type_mut).collect()
            }
        }
    }
}
