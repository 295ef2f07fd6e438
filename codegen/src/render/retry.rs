//! When a call is retried: the step that sets it, and its description.

use std::ops::RangeInclusive;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::escape::code_span;
use crate::ir::RetryRule;
use crate::openapi::errors::enumeration;

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

/// Describes when an operation is retried, if it differs from the default of the SDK.
pub(super) fn description(rule: &RetryRule) -> Option<String> {
    let statuses = rule.statuses.as_deref().map(|statuses| match statuses {
        [] => "retries no error status".to_owned(),
        [only] => format!("retries only the error status {}", status(only)),
        several => {
            let several: Vec<String> = several.iter().map(status).collect();
            format!(
                "retries only the error statuses {}",
                enumeration(&several, "and")
            )
        }
    });
    let attempts = rule.attempts.map(|attempts| match attempts {
        1 => "makes one attempt".to_owned(),
        attempts => format!("makes at most {attempts} attempts"),
    });
    let delay = rule
        .base_delay_ms
        .map(|delay| format!("waits at most {delay} ms before the first retry"));
    let parts: Vec<String> = [statuses, attempts, delay].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("By default, it {}.", enumeration(&parts, "and")))
}

fn status(range: &RangeInclusive<u16>) -> String {
    let start = *range.start();
    code_span(&match range.contains(&(start + 1)) {
        true => format!("{}XX", start / 100),
        false => start.to_string(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn description_lists_what_differs_from_default() {
        let rule = RetryRule {
            statuses: Some(vec![409..=409, 500..=599]),
            attempts: Some(4),
            base_delay_ms: Some(200),
        };
        assert_eq!(
            description(&rule).unwrap(),
            "By default, it retries only the error statuses `409` and `5XX`, makes at most 4 attempts and waits at \
             most 200 ms before the first retry."
        );
        let rule = RetryRule {
            statuses: Some(Vec::new()),
            ..RetryRule::default()
        };
        assert_eq!(
            description(&rule).unwrap(),
            "By default, it retries no error status."
        );
        assert_eq!(description(&RetryRule::default()), None);
    }
}
