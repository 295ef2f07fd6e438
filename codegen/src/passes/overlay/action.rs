//! An action of an overlay.

use serde_json::Value;

use super::merge::merge;
use super::remove::remove_all;
use super::target::Target;
use super::{Effects, fields};
use crate::diagnostics::{Diagnostic, Pointer, Result, UnmatchedDecision};
use crate::openapi::size::size;
use crate::passes::growth;
use crate::source::load::{MAX_NESTING, depth};

/// An Action Object.
#[derive(Debug)]
pub(super) struct Action {
    /// The location of the action in the overlay.
    pub(super) pointer: Pointer,
    pub(super) target: Target,
    /// The new values, or `None` if the action removes values.
    update: Option<Value>,
}

impl Action {
    pub(super) fn parse(action: &Value, pointer: Pointer) -> Result<Self> {
        let known = ["target", "description", "update", "remove"];
        let members = fields(action, &pointer, "Action Object", &known)?;
        let error = |message: &str| {
            let help = "set `target` to a JSONPath (RFC 9535) such as `$.paths['/rooms'].get`";
            Diagnostic::at(&pointer.child("target"), message, help)
        };
        let Some(Value::String(target)) = members.get("target") else {
            return Err(error(
                "`target` of the Action Object is missing or isn't a string",
            ));
        };
        let target = Target::parse(target)
            .map_err(|problem| error(&format!("invalid JSONPath `{target}`: {problem}")))?;
        let update = match (members.get("remove"), members.get("update")) {
            (Some(Value::Bool(true)), _) if target.is_document() => {
                let message = "`remove: true` has no effect on the target `$`, the whole document";
                let help = "set `target` to the part of the document to remove";
                return Err(Diagnostic::at(&pointer.child("target"), message, help));
            }
            (Some(Value::Bool(true)), _) => None,
            (_, Some(update)) => Some(update.clone()),
            (_, None) => {
                let message = "Action Object has neither `update` nor `remove: true`";
                let help = "add `update` with the new values, or `remove: true`";
                return Err(Diagnostic::at(&pointer, message, help));
            }
        };
        Ok(Self {
            pointer,
            target,
            update,
        })
    }

    pub(super) fn apply<'a>(
        &'a self,
        document: &mut Value,
        effects: &mut Effects<'a>,
    ) -> Result<()> {
        let selection = match self.target.select(document, self.update.is_none()) {
            Ok(selection) => selection,
            Err(mismatch) => {
                let text = &self.target.text;
                effects.applied.unmatched.push(UnmatchedDecision::new(
                    self.pointer.child("target"),
                    text,
                    format!("target `{text}` matches nothing: {mismatch}"),
                    "correct the target, or delete the action if the document no longer needs it",
                ));
                return Ok(());
            }
        };
        let additions = &mut effects.applied.additions;
        match &self.update {
            None => remove_all(document, &selection.values, additions),
            Some(update) => {
                let origin = self.pointer.child("update");
                let size = size(update).saturating_mul(selection.values.len());
                let capacity = effects.capacity.checked_sub(size);
                effects.capacity = capacity.ok_or_else(|| {
                    let help = "select fewer values with `target`";
                    Diagnostic::at(&origin, growth::too_large("the updates"), help)
                })?;
                let depth = depth(update);
                for pointer in &selection.values {
                    self.check_depth(depth, pointer)?;
                    match document.pointer_mut(pointer.as_str()) {
                        // An update of an array becomes its last item, even if the update is an array, as the
                        // specification demands.
                        Some(Value::Array(items)) => {
                            additions.insert(pointer.child(items.len()), origin.clone());
                            items.push(update.clone());
                        }
                        Some(value) => merge(value, update, pointer, &origin, additions)?,
                        None => {}
                    }
                }
            }
        }
        let followed = selection.followed().map(|it| (self, it));
        effects.followed.extend(followed);
        Ok(())
    }

    /// Checks that an update isn't nested too deep at `pointer`.
    fn check_depth(&self, depth: usize, pointer: &Pointer) -> Result<()> {
        // An item that is appended to an array is one level deeper, so this depth is less than the limit.
        if pointer.depth() + depth < MAX_NESTING {
            return Ok(());
        }
        Err(Diagnostic::at(
            &self.pointer.child("update"),
            format!(
                "with this update of {pointer}, arrays and objects are nested more than {MAX_NESTING} deep"
            ),
            "move inner objects to `components` and refer to them",
        ))
    }
}
