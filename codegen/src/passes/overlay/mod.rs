//! Applies OpenAPI Overlay 1.0 documents: lists of actions, each with a `target`, a JSONPath that selects the values to
//! update or remove.
//!
//! According to the Overlay Specification, targets don't follow references. A target would then stop matching when an
//! inline object moves to `components`. In this implementation, a target follows references if it selects nothing, or
//! if it has only names and indices and selects fewer values than it names: `$.paths['/a']['get', 'post']` names two.
//!
//! - If a value on the way is a Reference Object, the next segment applies to the referenced object. A name first looks
//!   for a member next to the `$ref`. A filter also tests the objects to which members or items refer.
//! - An action changes the referenced object, not a copy, because a copy of a schema would be another type. A warning
//!   names another reference to the object, unless the action targets the component itself.
//! - If the last segment selects a Reference Object, the action updates or removes the Reference Object itself.
//!   Exception: if the last segment is a filter that matches only the referenced object, an update changes this object.

mod action;
mod merge;
mod remove;
mod shared_components;
mod target;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use self::action::Action;
use self::shared_components::warnings;
use self::target::FollowedReferences;
use crate::diagnostics::{Diagnostic, Pointer, Result, UnmatchedDecision};
use crate::openapi::errors::{rename_or_remove, with_article};
use crate::passes::{growth, json_type};

/// The location in the overlay of each value that it added or replaced, by location in the document.
pub type Additions = BTreeMap<Pointer, Pointer>;

/// The result of applying an overlay.
#[derive(Debug, Default)]
pub struct Applied {
    /// The actions whose target matches nothing.
    pub unmatched: Vec<UnmatchedDecision>,
    /// The values that the overlay added or replaced.
    pub additions: Additions,
    /// Warnings about actions that change shared objects.
    pub warnings: Vec<Diagnostic>,
}

#[derive(Debug, Default)]
struct Effects<'a> {
    applied: Applied,
    /// The references that each action followed, for warnings.
    followed: Vec<(&'a Action, FollowedReferences)>,
    /// The total size that updates from now on may have. Each update reduces it. Without this limit, each action could
    /// double the document.
    capacity: usize,
}

/// Applies the actions of `overlay` to `document`, in order.
///
/// # Errors
///
/// Returns an error if the overlay isn't an Overlay 1.0 document, a target isn't a JSONPath (RFC 9535), or an update
/// can't be merged into its target.
pub fn apply(overlay: &Value, document: &mut Value) -> Result<Applied> {
    let actions = parse(overlay)?;
    let mut effects = Effects {
        capacity: growth::capacity(document),
        ..Effects::default()
    };
    for action in &actions {
        action.apply(document, &mut effects)?;
    }
    effects.applied.warnings = warnings(document, &effects.followed);
    Ok(effects.applied)
}

/// Parses the actions of an overlay.
fn parse(overlay: &Value) -> Result<Vec<Action>> {
    let root = Pointer::root();
    let known = ["overlay", "info", "extends", "actions"];
    let overlay = fields(overlay, &root, "Overlay Object", &known)?;
    check_version(overlay, &root.child("overlay"))?;
    let pointer = root.child("actions");
    let Some(Value::Array(actions)) = overlay.get("actions") else {
        return Err(Diagnostic::at(
            &pointer,
            "`actions` of the Overlay Object is missing or isn't an array",
            "add `actions` with at least one Action Object",
        ));
    };
    let actions = actions.iter().enumerate();
    actions
        .map(|(index, action)| Action::parse(action, pointer.child(index)))
        .collect()
}

fn check_version(overlay: &Map<String, Value>, pointer: &Pointer) -> Result<()> {
    let message = match overlay.get("overlay") {
        Some(Value::String(version)) if version.starts_with("1.0.") => return Ok(()),
        Some(version) => format!("unsupported Overlay version {version}; expected \"1.0.0\""),
        None => "missing field `overlay` in Overlay Object".to_owned(),
    };
    let help = "begin the file with `overlay: 1.0.0`";
    Err(Diagnostic::at(pointer, message, help))
}

/// Returns the fields of the object at `pointer`. Rejects other values, and fields that aren't `known`.
fn fields<'a>(
    value: &'a Value,
    pointer: &Pointer,
    object: &str,
    known: &[&str],
) -> Result<&'a Map<String, Value>> {
    let Value::Object(fields) = value else {
        return Err(Diagnostic::at(
            pointer,
            format!("expected an {object}, found {}", type_name(value)),
            format!("write an object with the fields `{}`", known.join("`, `")),
        ));
    };
    let is_known = |key: &str| known.contains(&key) || key.starts_with("x-");
    let Some(key) = fields.keys().find(|key| !is_known(key)) else {
        return Ok(fields);
    };
    let (suggestion, help) =
        rename_or_remove(key, known.iter().copied(), |name| fields.contains_key(name));
    let expected = known.join("`, `");
    Err(Diagnostic::at(
        &pointer.child(key),
        format!("unknown field `{key}` in {object}; expected one of `{expected}`{suggestion}"),
        help,
    ))
}

/// Returns the type of a value with an article, such as `a string`.
fn type_name(value: &Value) -> String {
    with_article(json_type(value))
}
