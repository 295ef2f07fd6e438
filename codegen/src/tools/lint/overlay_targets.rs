//! Actions of the overlay that match nothing or don't fit their target.

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Result, UnmatchedDecision};
use crate::passes::overlay::Overlay;

/// Applies an overlay to `value`, which stays unchanged if an action fails.
pub(super) fn apply(overlay: &Value, value: &mut Value) -> Vec<Diagnostic> {
    match applied(overlay, value.clone()) {
        Ok((applied, unmatched)) => {
            *value = applied;
            unmatched
                .into_iter()
                .map(UnmatchedDecision::into_error)
                .collect()
        }
        Err(error) => vec![error],
    }
}

fn applied(overlay: &Value, mut value: Value) -> Result<(Value, Vec<UnmatchedDecision>)> {
    let unmatched = Overlay::parse(overlay)?.apply(&mut value)?;
    Ok((value, unmatched))
}
