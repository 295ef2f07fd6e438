//! Literals for the scalar values of examples.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use crate::ir::Integer;

/// Returns the literal of an integer that fits its type.
pub(super) fn whole_number(integer: Integer, example: &Value) -> Option<TokenStream> {
    let digits = match integer {
        Integer::Uint64 => example.as_u64()?.to_string(),
        Integer::Int64 => example.as_i64()?.to_string(),
        Integer::Int32 => i32::try_from(example.as_i64()?).ok()?.to_string(),
    };
    digits.parse().ok()
}

pub(super) fn number(example: &Value) -> Option<TokenStream> {
    let number = example.as_f64().filter(|number| number.is_finite())?;
    let sign = (number < 0.0).then(|| quote!(-));
    let absolute = Literal::f64_unsuffixed(number.abs());
    Some(quote!(#sign #absolute))
}

/// Whether a text is a hyphenated UUID, the only form of the format `uuid`.
pub(super) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
