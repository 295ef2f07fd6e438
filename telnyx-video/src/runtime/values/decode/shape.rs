//! Describes which JSON values each type accepts. A union uses shapes to select a variant without decoding.

use serde_json::Value;

use super::scalar;
use crate::runtime::values::union::select::Variant;
use crate::runtime::values::{Decode, Scalar};

/// The shape of the JSON values of a type. `Model` and `Union` hold functions, because a type may contain itself and a
/// constant can't.
#[derive(Clone, Copy)]
pub enum Shape {
    /// Any value.
    Any,
    /// A boolean, a number or a string. The function returns how well a value fits, or `None` if it doesn't.
    Scalar(fn(&Value) -> Option<Rank>),
    /// A value that may be null.
    Nullable(&'static Shape),
    /// A value that may be null or missing. A scalar may also be `""`.
    Optional(&'static Shape),
    /// An array.
    Array(&'static Shape),
    /// An object with any keys.
    Map(&'static Shape),
    /// An object with known keys.
    Model(fn() -> Keys),
    /// A union.
    Union(fn() -> &'static [Variant]),
}

/// How well a value fits the type of a variant, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// A known value of an enum, or a value of a type that accepts only some strings or numbers, such as a UUID or an
    /// integer. Also a boolean, a null, an array, or an object with declared keys.
    Specific,
    /// A value of a type with many values, such as a number or a string.
    General,
    /// An object whose keys aren't declared.
    Map,
    /// Any value.
    Any,
    /// A value whose spelling differs from the API description, such as `10.0` for an integer, or an unknown value of
    /// an enum.
    Lenient,
    /// A value that decoding truncates, such as a date-time for a date.
    Truncated,
    /// A value that a union keeps as `Unknown`.
    Unknown,
    /// An object that can't be decoded, because a member is invalid or missing.
    Undecodable,
}

impl Rank {
    /// Returns [`Specific`](Self::Specific) for a known value that is spelt as in the API description, or else
    /// [`Lenient`](Self::Lenient).
    pub fn specific_if(is_standard: bool) -> Self {
        match is_standard {
            true => Self::Specific,
            false => Self::Lenient,
        }
    }
}

/// The keys of a model.
#[derive(Clone, Copy)]
pub struct Keys {
    /// The declared keys.
    pub known: &'static [Key],
    /// The shape of the map of additional properties.
    pub additional: Option<Shape>,
}

/// A key of a model.
#[derive(Clone, Copy)]
pub struct Key {
    /// The JSON key.
    pub name: &'static str,
    /// The shape of its values.
    pub shape: Shape,
    /// Whether the key is required and its value may be null. Such a field is an `Option<T>`, so `shape` is `Optional`,
    /// too.
    pub is_required_and_nullable: bool,
}

/// Returns the shape of a field, from the type that the accessor returns. The accessor isn't called.
pub const fn shape_of_field<M, T: Decode>(_: fn(&M) -> &T) -> Shape {
    T::SHAPE
}

/// Returns the shape of a variant's content, from the type that the constructor takes. The constructor isn't called.
pub const fn shape_of_content<T: Decode, U>(_: fn(T) -> U) -> Shape {
    T::SHAPE
}

/// Returns how well a value fits a scalar.
pub fn rank<T: Scalar>(json: &Value) -> Option<Rank> {
    let value: T = scalar::decode(json).ok()?;
    Some(value.rank(json))
}
