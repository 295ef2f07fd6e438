//! Literals for the scalar values of examples.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use crate::ir::Integer;

pub(super) fn whole_number(integer: Integer, example: &Value) -> Option<TokenStream> {
    let number = example.as_i64()?;
    let fits = integer == Integer::Int64 || i32::try_from(number).is_ok();
    let literal = Literal::u64_unsuffixed(number.unsigned_abs());
    fits.then(|| signed(number < 0, &literal))
}

pub(super) fn number(example: &Value) -> Option<TokenStream> {
    let number = example.as_f64().filter(|number| number.is_finite())?;
    let literal = Literal::f64_unsuffixed(number.abs());
    Some(signed(number < 0.0, &literal))
}

fn signed(is_negative: bool, literal: &Literal) -> TokenStream {
    if is_negative {
        quote!(-#literal)
    } else {
        quote!(#literal)
    }
}

/// Whether the text is a hyphenated UUID, the only form that `uuid!` accepts.
pub(super) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
