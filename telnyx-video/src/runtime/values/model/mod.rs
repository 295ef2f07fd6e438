//! Serializes and deserializes models, the structs of the API's objects.
//!
//! The macro [`impl_serde`] lists the fields of a model. It needs much less generated and compiled code for each
//! model than the derive macros of serde, and accepts the spellings of [`Decode`].

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::decode::form::Keys;
use super::decode::{Decode, ViaDecode};

/// A model, which is a JSON object with known members.
pub trait Object: Sized {
    /// The name of the type in errors.
    const NAME: &'static str;

    /// The keys of the members.
    const KEYS: Keys;

    /// Decodes the members.
    fn from_members<'de, A: MapAccess<'de>>(members: Members<A>) -> Result<Self, A::Error>;
}

/// Returns the keys of a model.
pub fn keys<T: Object>() -> Keys {
    T::KEYS
}

/// Decodes an object.
pub fn decode<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object `{}`", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        T::from_members(Members(members))
    }
}

/// The members of an object that is being decoded.
pub struct Members<A>(A);

impl<'de, A: MapAccess<'de>> Members<A> {
    /// Returns the next key.
    pub fn key(&mut self) -> Result<Option<Cow<'de, str>>, A::Error> {
        Ok(self.0.next_key::<Key<'de>>()?.map(|Key(key)| key))
    }

    /// Returns the value of the key that [`key`](Self::key) returned. Always `Some`, because [`impl_serde`] assigns
    /// it to an `Option`.
    pub fn value<T: Decode>(&mut self) -> Result<Option<T>, A::Error> {
        let ViaDecode(value) = self.0.next_value()?;
        Ok(Some(value))
    }

    /// Skips the value of the key that [`key`](Self::key) returned.
    pub fn skip(&mut self) -> Result<(), A::Error> {
        self.0.next_value::<IgnoredAny>().map(drop)
    }

    /// Adds the member whose key [`key`](Self::key) returned to the additional properties, unless its value isn't
    /// a `T`: it may be a field that a later version of the API has added.
    pub fn insert<T: Decode>(
        &mut self,
        key: Cow<'de, str>,
        additional_properties: &mut BTreeMap<String, T>,
    ) -> Result<(), A::Error> {
        let value: Value = self.0.next_value()?;
        if let Ok(value) = T::decode(value) {
            additional_properties.insert(key.into_owned(), value);
        }
        Ok(())
    }

    /// Returns the value of a field. A missing field is an error, unless it is optional.
    pub fn field<T: Decode>(value: Option<T>, name: &'static str) -> Result<T, A::Error> {
        value
            .or_else(T::missing)
            .ok_or_else(|| A::Error::missing_field(name))
    }
}

/// The key of a member. Borrowed from the JSON text if possible.
#[derive(Deserialize)]
#[serde(transparent)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// A field that is being serialized.
///
/// If the field is an `Option`, `field.is_absent()` calls the method of `Field`. A `Field` of any other type has no
/// such method, so it is dereferenced to [`Present`], whose method returns `false`.
pub struct Field<'a, T>(pub &'a T);

impl<T> Field<'_, Option<T>> {
    /// Returns whether the field is omitted.
    pub fn is_absent(&self) -> bool {
        self.0.is_none()
    }
}

impl<T> Deref for Field<'_, T> {
    type Target = Present;

    fn deref(&self) -> &Present {
        &Present
    }
}

/// A field that is always serialized.
pub struct Present;

impl Present {
    /// Returns whether the field is omitted.
    pub fn is_absent(&self) -> bool {
        false
    }
}

/// Implements `Serialize` and `Deserialize` for a model.
///
/// Takes the fields as `name`, or as `name as "key"` if the JSON key differs. A field with `or null` is serialized
/// as null if it is `None`; other fields are omitted then. The last entry may be `..name`, where `name` is the field
/// for additional properties:
///
/// ```ignore
/// impl_serde!(Room; id, r#type as "type", ended_at or null, ..additional_properties);
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_serde {
    ($model:ident; ..$rest:ident) => {
        $crate::__impl_serde!($model; , ..$rest);
    };
    ($model:ident; $($field:ident $(as $key:literal)? $(or $null:ident)?),* $(, ..$rest:ident)?) => {
        $crate::__impl_serialize!(
            $model; $($field $(as $key)? $(or $null)?),* $(, ..$rest)?
        );

        impl<'de> ::serde::Deserialize<'de> for $model {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::values::model::decode(deserializer)
            }
        }

        $crate::__impl_decode!($model, $crate::runtime::values::decode::form::Form::Model(
            $crate::runtime::values::model::keys::<$model>
        ));

        impl $crate::runtime::values::model::Object for $model {
            const NAME: &'static str = stringify!($model);

            const KEYS: $crate::runtime::values::decode::form::Keys =
                $crate::runtime::values::decode::form::Keys {
                    known: &[$($crate::runtime::values::decode::form::Key {
                        name: $crate::__field_key!($field $($key)?),
                        form: $crate::runtime::values::decode::form::of_field(
                            |model: &Self| &model.$field,
                        ),
                        is_always_present: !stringify!($($null)?).is_empty(),
                    }),*],
                    additional: $crate::__additional_form!($($rest)?),
                };

            fn from_members<'de, A: ::serde::de::MapAccess<'de>>(
                mut members: $crate::runtime::values::model::Members<A>,
            ) -> ::std::result::Result<Self, A::Error> {
                $(let mut $field = ::std::option::Option::None;)*
                $(let mut $rest = ::std::collections::BTreeMap::new();)?
                while let ::std::option::Option::Some(key) = members.key()? {
                    match &*key {
                        $($crate::__field_key!($field $($key)?) => $field = members.value()?,)*
                        _ => $crate::__other_member!(members key $($rest)?),
                    }
                }
                ::std::result::Result::Ok(Self {
                    $($field: $crate::runtime::values::model::Members::<A>::field(
                        $field,
                        $crate::__field_key!($field $($key)?),
                    )?,)*
                    $($rest)?
                })
            }
        }
    };
}

/// Implements only `Serialize`, for a model that is never received. Takes the same arguments as [`impl_serde`].
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_serialize {
    ($model:ident;) => {
        impl ::serde::Serialize for $model {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                ::serde::ser::SerializeMap::end(
                    serializer.serialize_map(::std::option::Option::None)?,
                )
            }
        }
    };
    ($model:ident; ..$rest:ident) => {
        $crate::__impl_serialize!($model; , ..$rest);
    };
    ($model:ident; $($field:ident $(as $key:literal)? $(or $null:ident)?),* $(, ..$rest:ident)?) => {
        impl ::serde::Serialize for $model {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                let mut members = serializer.serialize_map(::std::option::Option::None)?;
                $(if !$crate::__is_absent!(self.$field $(, $null)?) {
                    ::serde::ser::SerializeMap::serialize_entry(
                        &mut members,
                        $crate::__field_key!($field $($key)?),
                        &self.$field,
                    )?;
                })*
                $(for (key, value) in &self.$rest {
                    ::serde::ser::SerializeMap::serialize_entry(&mut members, key, value)?;
                })?
                ::serde::ser::SerializeMap::end(members)
            }
        }
    };
}

/// Expands to the JSON key of a field.
#[doc(hidden)]
#[macro_export]
macro_rules! __field_key {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $key:literal) => {
        $key
    };
}

/// Expands to the form of the additional properties.
#[doc(hidden)]
#[macro_export]
macro_rules! __additional_form {
    () => {
        ::std::option::Option::None
    };
    ($rest:ident) => {
        ::std::option::Option::Some($crate::runtime::values::decode::form::of_field(
            |model: &Self| &model.$rest,
        ))
    };
}

/// Decodes a member that isn't a field.
#[doc(hidden)]
#[macro_export]
macro_rules! __other_member {
    ($members:ident $key:ident) => {
        $members.skip()?
    };
    ($members:ident $key:ident $rest:ident) => {
        $members.insert($key, &mut $rest)?
    };
}

/// Expands to whether a field is omitted.
#[doc(hidden)]
#[macro_export]
macro_rules! __is_absent {
    ($value:expr) => {
        $crate::runtime::values::model::Field(&$value).is_absent()
    };
    ($value:expr, null) => {
        false
    };
}

pub use __impl_serde as impl_serde;
pub use __impl_serialize as impl_serialize;

#[cfg(test)]
mod tests;
