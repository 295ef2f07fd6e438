//! Serializes the members of a model.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::runtime::values::{Nullable, Secret};

/// A value of a field.
pub trait Encode: Serialize {
    /// Returns whether the value is absent. The field is then omitted or null; see [`Field::write`].
    fn is_absent(&self) -> bool {
        false
    }
}

impl<T: Serialize> Encode for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Serialize> Encode for Box<T> {}
impl<T: Serialize> Encode for Vec<T> {}
impl<T: Serialize> Encode for BTreeMap<String, T> {}
impl<T: Serialize> Encode for Nullable<T> {}

/// Implements [`Encode`] for types whose values are never absent.
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_encode {
    ($($name:ty),+) => {$(
        impl $crate::runtime::values::model::encode::Encode for $name {}
    )+};
}

pub use __impl_encode as impl_encode;

impl_encode!(serde_json::Value, Secret);

/// The object-safe form of [`Encode`], for the list of a model's fields.
pub trait Field<M: SerializeMap> {
    /// Serializes the field. An absent field is null if `or_null` is set, and is otherwise omitted.
    fn write(&self, key: &'static str, or_null: bool, map: &mut M) -> Result<(), M::Error>;
}

impl<M: SerializeMap, T: Encode> Field<M> for T {
    fn write(&self, key: &'static str, or_null: bool, map: &mut M) -> Result<(), M::Error> {
        match self.is_absent() && !or_null {
            true => Ok(()),
            false => map.serialize_entry(key, self),
        }
    }
}

/// The key of a field, whether an absent value becomes null (`or_null`), and the field.
pub type Member<'a, M> = (&'static str, bool, &'a dyn Field<M>);

/// Serializes the fields and additional properties of a model.
pub fn encode<S: Serializer>(
    serializer: S,
    fields: &[Member<'_, S::SerializeMap>],
    additional_properties: &BTreeMap<String, impl Serialize>,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    for (key, or_null, field) in fields {
        field.write(key, *or_null, &mut map)?;
    }
    for (key, value) in additional_properties {
        map.serialize_entry(key, value)?;
    }
    map.end()
}
