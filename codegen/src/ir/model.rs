//! Types with a name.

use super::{Notes, Output, Type};
use crate::diagnostics::Pointer;

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
    Enum(Vec<Word>),
    /// One of several types, told apart by their form, or by a tag.
    Union {
        /// The property whose text says which of the forms it is.
        tag: Option<String>,
        /// Words that stand for themselves.
        keywords: Vec<Word>,
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

/// A text that stands for itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// The text on the wire.
    pub text: String,
    /// What its variant is called: as on the wire, unless another would get the same identifier.
    pub label: String,
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
    /// Whether it is no property, but a map of all members that are none of the others; its name stands for theirs.
    pub is_rest: bool,
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

impl Word {
    /// A text whose variant is called after it.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let label = text.clone();
        Self { text, label }
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
