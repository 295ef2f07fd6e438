//! Bodies without a model: a number or a date, or an array or map of them.

use std::marker::PhantomData;

use reqwest::StatusCode;
use serde::{Deserialize, Deserializer};

use super::body::{Data, Decoded, Json, ResponseBody};
use crate::runtime::values::decode::Decode;

/// A body of the kind `R` that is decoded with [`Decode`] instead of `Deserialize`. Required for types of other
/// crates, whose `Deserialize` accepts fewer spellings.
pub struct Lenient<R>(PhantomData<R>);

impl<T: Decode> ResponseBody for Lenient<Json<T>> {
    type Value = T;

    fn decode(status: StatusCode, body: &[u8]) -> Decoded<T> {
        Json::<Value<T>>::decode(status, body).map(|value| value.0)
    }
}

impl<T: Decode> ResponseBody for Lenient<Data<T>> {
    type Value = T;

    fn decode(status: StatusCode, body: &[u8]) -> Decoded<T> {
        Data::<Value<T>>::decode(status, body).map(|value| value.0)
    }
}

struct Value<T>(T);

impl<'de, T: Decode> Deserialize<'de> for Value<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::decode(deserializer).map(Self)
    }
}
