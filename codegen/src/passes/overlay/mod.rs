//! Applies OpenAPI Overlay 1.0 documents. An overlay is a list of actions; each has a `target`, a JSONPath that selects
//! values of the document, and either updates or removes these values.
//!
//! The Overlay Specification doesn't follow references, so a target would stop matching when an object that was inline
//! is moved to `components`. Therefore, a target follows references if it selects nothing according to the
//! specification. A target with only names and indices also follows references if it selects fewer values than it
//! names: `$.paths['/a']['get', 'post']` names two. Following references means:
//!
//! - The target continues in the object that a Reference Object refers to, and a filter tests, for each item, also the
//!   object that the item refers to.
//! - If a reference is before the last segment of the target, the action changes the object that the reference refers
//!   to, not a copy: a copy of a schema would be another type. If other objects refer to it, too, a warning names one.
//!   To change the component for all of them without a warning, target the component.
//! - If the target ends at a Reference Object, the action applies to the Reference Object itself: it can replace the
//!   `$ref`. But if the last segment is a filter that matches only the referenced object, an update changes that
//!   object. A removal always removes the Reference Object, not the component.

mod action;
mod merge;
mod remove;
mod shared_components;
mod target;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use self::action::Action;
use self::shared_components::{FollowedReferences, warnings};
use crate::diagnostics::{Diagnostic, Pointer, Result, UnmatchedDecision};
use crate::openapi::errors::{rename_or_remove, with_article};
use crate::passes::{growth, json_type};
use crate::source::load::{self, Source};

/// A parsed overlay.
#[derive(Debug)]
pub struct Overlay {
    actions: Vec<Action>,
}

/// The location in the overlay of each value that was added or replaced, by its location in the document.
pub type Additions = BTreeMap<Pointer, Pointer>;

/// The result of applying an overlay.
#[derive(Debug, Default)]
pub struct Applied {
    /// The actions whose target matches nothing.
    pub unmatched: Vec<UnmatchedDecision>,
    /// The values that the overlay added or replaced.
    pub additions: Additions,
    /// Warnings about actions that also change objects that their targets don't name.
    pub warnings: Vec<Diagnostic>,
}

/// The effects of the actions so far.
#[derive(Debug, Default)]
struct Effects<'a> {
    applied: Applied,
    /// The references that each action followed, for warnings about shared components.
    followed: Vec<FollowedReferences<'a>>,
    /// How large all further updates may be together. Without a limit, each action could double the document.
    capacity: usize,
}

/// Applies the overlay in `source` to `document`.
///
/// # Errors
///
/// Returns an error if the overlay is invalid or an update can't be merged into its target.
pub fn apply(source: Source<'_>, document: &mut Value) -> Result<Applied> {
    Overlay::parse(&load::load(source)?)?.apply(document)
}

impl Overlay {
    /// Parses an overlay document.
    ///
    /// # Errors
    ///
    /// Returns an error if the document isn't an Overlay 1.0 document, or a target isn't a JSONPath (RFC 9535).
    pub fn parse(document: &Value) -> Result<Self> {
        let root = Pointer::root();
        let known = ["overlay", "info", "extends", "actions"];
        let overlay = fields(document, &root, "Overlay Object", &known)?;
        check_version(overlay, &root.child("overlay"))?;
        let pointer = root.child("actions");
        let Some(Value::Array(actions)) = overlay.get("actions") else {
            return Err(Diagnostic::at(
                &pointer,
                "`actions` of the Overlay Object is missing or isn't an array",
                "add `actions` with at least one Action Object",
            ));
        };
        let parsed = actions
            .iter()
            .enumerate()
            .map(|(index, action)| Action::parse(action, pointer.child(index)));
        Ok(Self {
            actions: parsed.collect::<Result<_>>()?,
        })
    }

    /// Applies the actions to `document`, in order.
    ///
    /// # Errors
    ///
    /// Returns an error if an update can't be merged into its target.
    pub fn apply(&self, document: &mut Value) -> Result<Applied> {
        let mut effects = Effects {
            capacity: growth::capacity(document),
            ..Effects::default()
        };
        for action in &self.actions {
            action.apply(document, &mut effects)?;
        }
        effects.applied.warnings = warnings(document, &effects.followed);
        Ok(effects.applied)
    }
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

/// Returns the fields of the value at `pointer`. Rejects fields that aren't in `known`, and values other than objects.
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

/// Returns the type of a value with an article: `a string`.
fn type_name(value: &Value) -> String {
    with_article(json_type(value))
}
