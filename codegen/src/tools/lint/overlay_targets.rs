//! Actions of the overlay that match nothing, or do not fit what they match.

use serde_json::Value;

use crate::diagnostics::error::{Error, Result};
use crate::passes::overlay::{Overlay, Target, UNMATCHED};

/// Applies an overlay to `value`, which stays as it was when that fails as a whole.
pub(super) fn apply(overlay: &Value, value: &mut Value) -> Vec<Error> {
    match applied(overlay, value.clone()) {
        Ok((applied, unmatched)) => {
            *value = applied;
            unmatched.iter().map(unmatched_error).collect()
        }
        Err(error) => vec![error],
    }
}

fn applied(overlay: &Value, mut value: Value) -> Result<(Value, Vec<Target>)> {
    let unmatched = Overlay::parse(overlay)?.apply_matching(&mut value)?;
    Ok((value, unmatched))
}

fn unmatched_error(target: &Target) -> Error {
    let cause = format!("the target `{}` matches nothing", target.path);
    Error::at(&target.pointer, cause, UNMATCHED)
}
