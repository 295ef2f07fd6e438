//! What a document says about a value beyond its type.

use std::fmt;

use serde_json::Value;

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

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(value) => value.fmt(f),
            Self::Decimal(value) => value.fmt(f),
        }
    }
}
