//! Literals for the scalar values of examples.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};
use serde_json::Value;

use crate::ir::Integer;

/// Returns the literal for an integer that fits its type.
pub(super) fn whole_number(integer: Integer, example: &Value) -> Option<TokenStream> {
    if integer == Integer::Uint64 {
        return example
            .as_u64()
            .map(|number| Literal::u64_unsuffixed(number).into_token_stream());
    }
    let number = example.as_i64()?;
    let fits = integer == Integer::Int64 || i32::try_from(number).is_ok();
    let absolute = Literal::u64_unsuffixed(number.unsigned_abs());
    fits.then(|| signed(number < 0, &absolute))
}

/// Returns the literal for a number.
pub(super) fn number(example: &Value) -> Option<TokenStream> {
    let number = example.as_f64().filter(|number| number.is_finite())?;
    let absolute = Literal::f64_unsuffixed(number.abs());
    Some(signed(number < 0.0, &absolute))
}

fn signed(is_negative: bool, absolute: &Literal) -> TokenStream {
    let sign = is_negative.then(|| quote!(-));
    quote!(#sign #absolute)
}

/// Whether the text is a hyphenated UUID, the only form that `uuid!` accepts.
pub(super) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
