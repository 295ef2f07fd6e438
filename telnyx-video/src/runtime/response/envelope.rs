//! The envelope of a response: the JSON object whose member `data` has the value.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use super::page::PageMeta;

/// The object `{"data": …, "meta": …}`. Both members may be missing or null.
pub(super) struct Envelope<D> {
    pub(super) data: Option<D>,
    pub(super) meta: Option<PageMeta>,
}

/// Not derived, because a derived implementation also accepts an array of the members.
impl<'de, D: Deserialize<'de>> Deserialize<'de> for Envelope<D> {
    fn deserialize<S: Deserializer<'de>>(deserializer: S) -> Result<Self, S::Error> {
        deserializer.deserialize_map(EnvelopeVisitor(PhantomData))
    }
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Member {
    Data,
    Meta,
    #[serde(other)]
    Other,
}

struct EnvelopeVisitor<D>(PhantomData<D>);

impl<'de, D: Deserialize<'de>> Visitor<'de> for EnvelopeVisitor<D> {
    type Value = Envelope<D>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `data`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut envelope = Envelope {
            data: None,
            meta: None,
        };
        while let Some(member) = members.next_key()? {
            match member {
                Member::Data => envelope.data = members.next_value()?,
                Member::Meta => {
                    // Read as raw JSON, because an invalid `meta` must not make `data` undecodable.
                    envelope.meta = PageMeta::from_json(members.next_value()?);
                }
                Member::Other => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(envelope)
    }
}
