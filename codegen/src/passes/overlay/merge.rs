//! Merges an update into a value.

use serde_json::Value;

use super::{Additions, type_name};
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::openapi::errors::with_article;
use crate::passes::json_type;

/// Merges objects member by member, appends arrays to arrays, and replaces other values. `pointer` is the location in
/// the document, `origin` the location in the overlay.
pub(super) fn merge(
    value: &mut Value,
    update: &Value,
    pointer: &Pointer,
    origin: &Pointer,
    additions: &mut Additions,
) -> Result<()> {
    match (value, update) {
        (Value::Object(members), Value::Object(updates)) => {
            for (key, update) in updates {
                let (pointer, origin) = (pointer.child(key), origin.child(key));
                if let Some(member) = members.get_mut(key) {
                    merge(member, update, &pointer, &origin, additions)?;
                } else {
                    members.insert(key.clone(), update.clone());
                    additions.insert(pointer, origin);
                }
            }
        }
        (Value::Array(items), Value::Array(updates)) => {
            for (index, update) in updates.iter().enumerate() {
                additions.insert(pointer.child(items.len()), origin.child(index));
                items.push(update.clone());
            }
        }
        (value, update) if is_primitive(value) && is_primitive(update) => {
            *value = update.clone();
            additions.insert(pointer.clone(), origin.clone());
        }
        (value, update) => {
            let (noun, value) = (json_type(update), type_name(value));
            let update = with_article(noun);
            return Err(Diagnostic::at(
                origin,
                format!("`update` has {update} here, but {pointer} of the document is {value}"),
                format!(
                    "replace the {noun} with {value}; if the {noun} is intended, remove {pointer} in an earlier action"
                ),
            ));
        }
    }
    Ok(())
}

fn is_primitive(value: &Value) -> bool {
    !value.is_object() && !value.is_array()
}
