//! Serializes and deserializes models, the structs of the API's objects. The macro [`impl_serde`] lists the fields of a
//! model. It needs much less generated and compiled code than serde's derive macros, and accepts the spellings that
//! [`decode`](super::decode) lists.

pub mod decode;
pub mod encode;

/// Implements `Serialize` and `Deserialize` for a model.
///
/// Takes the fields as `name`, or as `name as "key"` if the JSON key differs. With `name or null`, a field that is
/// `None` is serialized as null; without it, such a field is omitted. The last entry may be `..name`, where `name` is
/// the field for additional properties:
///
/// ```text
/// impl_serde!(Room; id, r#type as "type", ended_at or null, ..additional);
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_serde {
    ($model:ident; ..$rest:ident) => {
        // Only additional properties. The comma makes the next arm match an empty list of fields.
        $crate::__impl_serde!($model; , ..$rest);
    };
    ($model:ident; $($field:ident $(as $key:literal)? $(or $null:ident)?),* $(, ..$rest:ident)?) => {
        $crate::__impl_serialize!(
            $model; $($field $(as $key)? $(or $null)?),* $(, ..$rest)?
        );

        $crate::__impl_decode!(
            $model,
            $crate::runtime::values::Shape::Model(
                || <Self as $crate::runtime::values::model::decode::Object>::KEYS
            ),
            $crate::runtime::values::model::decode::decode
        );

        impl $crate::runtime::values::model::decode::Object for $model {
            const NAME: &'static str = stringify!($model);

            const KEYS: $crate::runtime::values::Keys = $crate::runtime::values::Keys {
                known: &[$($crate::runtime::values::Key {
                    name: $crate::__first!($($key,)? stringify!($field)),
                    shape: $crate::runtime::values::shape_of_field(|model: &Self| &model.$field),
                    is_required_and_nullable: !stringify!($($null)?).is_empty(),
                }),*],
                additional: $crate::__first!(
                    $(Some($crate::runtime::values::shape_of_field(|model: &Self| &model.$rest)),)?
                    None
                ),
            };

            fn from_members<'de, A: ::serde::de::MapAccess<'de>>(
                members: A,
            ) -> Result<Self, A::Error> {
                $(let mut $field = None;)*
                $(let mut $rest = ::std::collections::BTreeMap::new();)?
                let missing = $crate::runtime::values::model::decode::read(
                    members,
                    Self::KEYS.known,
                    &mut [$(&mut $field),*],
                    $crate::__first!($(&mut $rest,)? &mut $crate::runtime::values::model::decode::Skipped),
                )?;
                match (missing, $($field),*) {
                    (None, $(Some($field)),*) => Ok(Self { $($field,)* $($rest)? }),
                    (missing, ..) => $crate::runtime::values::model::decode::missing_field(missing),
                }
            }
        }
    };
}

/// Implements only `Serialize`, for a model that isn't in any response. Takes the same arguments as [`impl_serde`].
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_serialize {
    ($model:ident; ..$rest:ident) => {
        // Only additional properties. The comma makes the next arm match an empty list of fields.
        $crate::__impl_serialize!($model; , ..$rest);
    };
    ($model:ident; $($field:ident $(as $key:literal)? $(or $null:ident)?),* $(, ..$rest:ident)?) => {
        impl ::serde::Serialize for $model {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::runtime::values::model::encode::encode(
                    serializer,
                    &[$((
                        $crate::__first!($($key,)? stringify!($field)),
                        !stringify!($($null)?).is_empty(),
                        &self.$field,
                    )),*],
                    $crate::__first!(
                        $(&self.$rest,)?
                        &::std::collections::BTreeMap::<String, ()>::new()
                    ),
                )
            }
        }

        $crate::__impl_encode!($model);
    };
}

pub use __impl_serde as impl_serde;
pub use __impl_serialize as impl_serialize;

#[cfg(test)]
mod tests;
