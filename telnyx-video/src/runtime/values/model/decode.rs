//! Decodes the members of a model. Code that doesn't need the type of the model is in functions here, because the
//! compiler checks the expansion of [`impl_serde`](super::impl_serde) again for each model.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use crate::runtime::values::{Decode, Key, Keys, ViaDecode};

/// A model, which is a JSON object with known members.
pub trait Object: Sized {
    /// The name of the type in errors.
    const NAME: &'static str;

    /// The keys of the members.
    const KEYS: Keys;

    /// Decodes the members.
    fn from_members<'de, A: MapAccess<'de>>(members: A) -> Result<Self, A::Error>;
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
        T::from_members(members)
    }
}

/// Decodes the members into `fields`, which have the same order as `keys`, and other members into `others`. Returns the
/// key of the first missing required field. If the result is `None`, every field has a value.
pub fn read<'de, A: MapAccess<'de>>(
    mut members: A,
    keys: &[Key],
    fields: &mut [&mut dyn Field<'de, A>],
    others: &mut dyn OtherMembers<'de, A>,
) -> Result<Option<&'static str>, A::Error> {
    while let Some(Name(name)) = members.next_key()? {
        let mut entries = keys.iter().zip(fields.iter_mut());
        match entries.find(|(key, _)| key.name == name) {
            Some((_, field)) => field.read(&mut members)?,
            None => others.read(name, &mut members)?,
        }
    }
    let mut missing = None;
    for (key, field) in keys.iter().zip(fields) {
        if !field.complete() {
            missing = missing.or(Some(key.name));
        }
    }
    Ok(missing)
}

/// The key of a member. Borrowed from the JSON text if possible.
#[derive(Deserialize)]
#[serde(transparent)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

/// A field that is being decoded.
pub trait Field<'de, A: MapAccess<'de>> {
    /// Decodes the value of the current member.
    fn read(&mut self, members: &mut A) -> Result<(), A::Error>;

    /// Sets the value of a missing field, if it is optional. Returns whether the field has a value.
    fn complete(&mut self) -> bool;
}

impl<'de, A: MapAccess<'de>, T: Decode> Field<'de, A> for Option<T> {
    fn read(&mut self, members: &mut A) -> Result<(), A::Error> {
        let ViaDecode(value) = members.next_value()?;
        *self = Some(value);
        Ok(())
    }

    fn complete(&mut self) -> bool {
        if self.is_none() {
            *self = T::missing();
        }
        self.is_some()
    }
}

/// The members that aren't fields.
pub trait OtherMembers<'de, A: MapAccess<'de>> {
    /// Decodes or skips the value of the current member.
    fn read(&mut self, name: Cow<'de, str>, members: &mut A) -> Result<(), A::Error>;
}

/// Members that are skipped.
pub struct Skipped;

impl<'de, A: MapAccess<'de>> OtherMembers<'de, A> for Skipped {
    fn read(&mut self, _: Cow<'de, str>, members: &mut A) -> Result<(), A::Error> {
        members.next_value::<IgnoredAny>().map(drop)
    }
}

/// Additional properties.
impl<'de, A: MapAccess<'de>, T: Decode> OtherMembers<'de, A> for BTreeMap<String, T> {
    /// Adds the member if its value is a `T`. Skips other values, which may belong to new fields of the API.
    fn read(&mut self, name: Cow<'de, str>, members: &mut A) -> Result<(), A::Error> {
        let value: Value = members.next_value()?;
        if let Ok(value) = T::decode(value) {
            self.insert(name.into_owned(), value);
        }
        Ok(())
    }
}

/// Returns the error of a missing field, whose `key` is the result of [`read`]. The macro never passes `None`.
pub fn missing_field<T, E: Error>(key: Option<&'static str>) -> Result<T, E> {
    Err(E::missing_field(key.unwrap_or_default()))
}
