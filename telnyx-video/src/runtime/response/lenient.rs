//! Bodies without a model: a number or a date, or an array or map of them.

use std::marker::PhantomData;

use reqwest::StatusCode;

use super::{Data, Decoded, Json, ResponseBody};
use crate::runtime::values::{Decode, ViaDecode};

/// Decodes a body of the kind `R` with [`Decode`], which accepts more spellings than `Deserialize`: a date-time without
/// an offset, for example. Models don't need it, since their `Deserialize` uses `Decode` for each field.
pub struct Lenient<R>(PhantomData<R>);

impl<T: Decode> ResponseBody for Lenient<Json<T>> {
    type Value = T;

    fn decode(status: StatusCode, body: &[u8]) -> Decoded<T> {
        Json::<ViaDecode<T>>::decode(status, body).map(|value| value.0)
    }
}

impl<T: Decode> ResponseBody for Lenient<Data<T>> {
    type Value = T;

    fn decode(status: StatusCode, body: &[u8]) -> Decoded<T> {
        Data::<ViaDecode<T>>::decode(status, body).map(|value| value.0)
    }
}
