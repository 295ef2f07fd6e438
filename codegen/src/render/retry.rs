//! The retry policy of an operation: a step and a description.

use std::ops::RangeInclusive;

use proc_macro2::TokenStream;
use quote::quote;

use super::escape::code_span;
use super::types::debug_tokens;
use crate::ir::RetryRule;
use crate::openapi::errors::enumeration;

/// Renders the step that sets the retry policy, if it differs from the default of the SDK.
pub(super) fn step(rule: &RetryRule) -> Option<TokenStream> {
    if *rule == RetryRule::default() {
        return None;
    }
    let statuses = match &rule.statuses {
        Some(statuses) => {
            let ranges = debug_tokens(statuses);
            quote!(Some(&#ranges))
        }
        None => quote!(None),
    };
    let attempts = debug_tokens(&rule.attempts);
    let base_delay_ms = debug_tokens(&rule.base_delay_ms);
    Some(quote! {
        .retry(&OperationRetries {
            statuses: #statuses,
            attempts: #attempts,
            base_delay_ms: #base_delay_ms,
        })
    })
}

/// Describes the retry policy, if it differs from the default of the SDK: `makes at most 4 attempts`.
pub(crate) fn phrase(rule: &RetryRule) -> Option<String> {
    let statuses = rule.statuses.as_deref().map(|statuses| {
        let names: Vec<String> = statuses.iter().map(status).collect();
        let names = enumeration(&names, "and");
        match statuses {
            [] => "retries no error status".to_owned(),
            [_] => format!("retries only the error status {names}"),
            _ => format!("retries only the error statuses {names}"),
        }
    });
    let attempts = rule.attempts.map(|attempts| match attempts {
        1 => "makes one attempt".to_owned(),
        attempts => format!("makes at most {attempts} attempts"),
    });
    let delay = rule.base_delay_ms;
    let delay = delay.map(|delay| format!("waits at most {delay} ms before the first retry"));
    let parts: Vec<String> = [statuses, attempts, delay].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| enumeration(&parts, "and"))
}

/// Returns a status code, or a range such as `5XX`, as code in Markdown.
fn status(range: &RangeInclusive<u16>) -> String {
    let start = *range.start();
    code_span(&match *range.end() == start {
        true => start.to_string(),
        false => format!("{}XX", start / 100),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrase_lists_what_differs_from_default() {
        let rule = RetryRule {
            statuses: Some(vec![409..=409, 500..=599]),
            attempts: Some(4),
            base_delay_ms: Some(200),
        };
        assert_eq!(
            phrase(&rule).unwrap(),
            "retries only the error statuses `409` and `5XX`, makes at most 4 attempts and waits at most 200 ms \
             before the first retry"
        );
        let rule = RetryRule {
            statuses: Some(Vec::new()),
            ..RetryRule::default()
        };
        assert_eq!(phrase(&rule).unwrap(), "retries no error status");
        assert_eq!(phrase(&RetryRule::default()), None);
    }
}
