//! The step that sets when a call is retried.

use std::ops::RangeInclusive;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::RetryRule;

/// Renders the step that sets the default retry policy of an operation, if it differs from that of the SDK.
pub(super) fn step(rule: &RetryRule) -> Option<TokenStream> {
    (*rule != RetryRule::default()).then(|| {
        let statuses = option(rule.statuses.as_ref().map(|statuses| {
            let ranges = statuses.iter().map(range);
            quote!(&[#(#ranges),*])
        }));
        let integer = |value: u32| {
            let value = Literal::u32_unsuffixed(value);
            quote!(#value)
        };
        let attempts = option(rule.attempts.map(integer));
        let base_delay_ms = option(rule.base_delay_ms.map(integer));
        quote! {
            .retry(&OperationRetries {
                statuses: #statuses,
                attempts: #attempts,
                base_delay_ms: #base_delay_ms,
            })
        }
    })
}

fn range(range: &RangeInclusive<u16>) -> TokenStream {
    let start = Literal::u16_unsuffixed(*range.start());
    let end = Literal::u16_unsuffixed(*range.end());
    quote!(#start..=#end)
}

fn option(value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}
