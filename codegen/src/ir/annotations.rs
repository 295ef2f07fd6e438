//! Annotations of values, such as descriptions and bounds, which become documentation.

use std::fmt;

use serde_json::Value;

/// The documentation of a value in addition to its type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotations {
    /// The description, in Markdown.
    pub description: Option<String>,
    /// The bounds that the server checks, at most one of each kind.
    pub bounds: Vec<Bound>,
    /// The value that the server uses if the request has none.
    pub default: Option<Value>,
    /// An example.
    pub example: Option<Value>,
    /// Whether the document marks the value as deprecated.
    pub deprecated: bool,
}

impl Annotations {
    /// Returns the description without leading and trailing white space, or `None` if it is blank.
    pub fn description(&self) -> Option<&str> {
        let text = self.description.as_deref().map(str::trim);
        text.filter(|text| !text.is_empty())
    }
}

/// A bound that the server checks.
#[derive(Clone, Debug, PartialEq)]
pub enum Bound {
    /// A range with at least one limit.
    Range {
        /// The quantity that the range limits.
        of: Measure,
        /// The lower end, if there is a limit.
        minimum: Option<End>,
        /// The upper end, if there is a limit.
        maximum: Option<End>,
    },
    /// The number is a multiple of this value.
    MultipleOf(BoundValue),
    /// The number is one of these values.
    OneOf(Vec<BoundValue>),
    /// The string matches this regular expression.
    Pattern(String),
    /// The array has no duplicate items.
    UniqueItems,
}

impl Bound {
    /// Whether a limit of the number is outside the ranges of `i64` and `u64`.
    pub fn exceeds_64_bits(&self) -> bool {
        let Self::Range {
            of: Measure::Value,
            minimum,
            maximum,
        } = self
        else {
            return false;
        };
        let mut ends = minimum.iter().chain(maximum);
        ends.any(|end| end.value.exceeds_64_bits())
    }
}

/// The number or length that a range limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// The number itself.
    Value,
    /// The length of a string, in characters.
    Characters,
    /// The length of an array, in items.
    Items,
}

/// One end of a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End {
    /// The limit.
    pub value: BoundValue,
    /// Whether the range excludes the limit.
    pub is_exclusive: bool,
}

/// A number in a bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BoundValue {
    /// A limit of an integer or a length, up to 2^126. Limits beyond `i64` and `u64` have the precision of an `f64`.
    Integer(i128),
    /// A limit of a number that may have a fraction, or a limit beyond 2^126.
    Decimal(f64),
}

impl BoundValue {
    /// Whether the number is outside the ranges of `i64` and `u64`.
    fn exceeds_64_bits(self) -> bool {
        match self {
            Self::Integer(value) => i64::try_from(value).is_err() && u64::try_from(value).is_err(),
            Self::Decimal(value) => !(i64::MIN as f64..=u64::MAX as f64).contains(&value),
        }
    }
}

impl fmt::Display for BoundValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(value) => value.fmt(f),
            Self::Decimal(value) => value.fmt(f),
        }
    }
}
