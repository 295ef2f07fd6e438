use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use super::PageMeta;

/// The JSON object `{"data": …, "meta": …}`. Both members may be missing or null. Other members are decoded as `O`.
pub(super) struct Envelope<D, O> {
    pub(super) data: Option<D>,
    pub(super) meta: Option<PageMeta>,
    pub(super) others: Vec<(String, O)>,
}

/// Not derived, because a derived implementation also accepts an array of the members.
impl<'de, D: Deserialize<'de>, O: Deserialize<'de>> Deserialize<'de> for Envelope<D, O> {
    fn deserialize<S: Deserializer<'de>>(deserializer: S) -> Result<Self, S::Error> {
        deserializer.deserialize_map(EnvelopeVisitor(PhantomData))
    }
}

struct EnvelopeVisitor<D, O>(PhantomData<(D, O)>);

impl<'de, D: Deserialize<'de>, O: Deserialize<'de>> Visitor<'de> for EnvelopeVisitor<D, O> {
    type Value = Envelope<D, O>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `data`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut envelope = Envelope {
            data: None,
            meta: None,
            others: Vec::new(),
        };
        while let Some(member) = members.next_key::<String>()? {
            match member.as_str() {
                "data" => envelope.data = members.next_value()?,
                "meta" => {
                    // Read as raw JSON, because an invalid `meta` must not make `data` undecodable.
                    envelope.meta = PageMeta::from_json(members.next_value()?);
                }
                _ => envelope.others.push((member, members.next_value()?)),
            }
        }
        Ok(envelope)
    }
}
