//! OpenAPI Overlay 1.0.0: a list of actions, each a JSONPath target with an `update` or a `remove`.

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use crate::diagnostics::{Diagnostic, Pointer, Result, UnmatchedDecision};
use crate::source::load::{self, DEEPEST, Source, depth};

/// An overlay whose form has been checked.
#[derive(Debug)]
pub struct Overlay {
    actions: Vec<Action>,
}

#[derive(Debug)]
struct Action {
    pointer: Pointer,
    target: String,
    path: JsonPath,
    change: Change,
}

#[derive(Debug)]
enum Change {
    Update(Value),
    Remove,
}

/// What to do about a target that matches nothing.
const UNMATCHED: &str =
    "correct the target, or delete the action if the document no longer needs it";

/// Applies the overlay in `source` to `document`, and returns the actions whose target matches nothing.
///
/// # Errors
///
/// Returns an error if the overlay is invalid or an update can't be merged into its target.
pub fn apply(source: Source<'_>, document: &mut Value) -> Result<Vec<UnmatchedDecision>> {
    Overlay::parse(&load::load(source)?)?.apply(document)
}

impl Overlay {
    /// Reads an overlay document.
    ///
    /// # Errors
    ///
    /// When it isn't an Overlay 1.0 document, or a target isn't an RFC 9535 JSONPath.
    pub fn parse(document: &Value) -> Result<Self> {
        let root = Pointer::root();
        let fields = object(document, &root, &["overlay", "info", "extends", "actions"])?;
        match fields.get("overlay").and_then(Value::as_str) {
            Some(version) if version.starts_with("1.0.") => {}
            _ => {
                return Err(Diagnostic::at(
                    &root.child("overlay"),
                    "this is not an OpenAPI Overlay 1.0 document",
                    "begin the file with `overlay: 1.0.0`",
                ));
            }
        }
        let place = root.child("actions");
        let Some(actions) = fields.get("actions").and_then(Value::as_array) else {
            return Err(Diagnostic::at(
                &place,
                "an overlay needs a list of actions",
                "add `actions:`",
            ));
        };
        let actions = actions.iter().enumerate();
        let actions = actions.map(|(index, action)| Action::parse(action, place.child(index)));
        Ok(Self {
            actions: actions.collect::<Result<_>>()?,
        })
    }

    /// Applies the actions to `document`, in order, and returns those whose target matches nothing.
    ///
    /// # Errors
    ///
    /// Returns an error if an update can't be merged into its target.
    pub fn apply(&self, document: &mut Value) -> Result<Vec<UnmatchedDecision>> {
        let mut unmatched = Vec::new();
        for action in &self.actions {
            if !action.apply(document)? {
                unmatched.push(UnmatchedDecision::new(
                    action.pointer.child("target"),
                    &action.target,
                    format!("the target `{}` matches nothing", action.target),
                    UNMATCHED,
                ));
            }
        }
        Ok(unmatched)
    }
}

impl Action {
    fn parse(action: &Value, pointer: Pointer) -> Result<Self> {
        let fields = object(
            action,
            &pointer,
            &["target", "description", "update", "remove"],
        )?;
        let place = pointer.child("target");
        let Some(target) = fields.get("target").and_then(Value::as_str) else {
            let help = "add a `target`, for instance `$.paths['/rooms'].get`";
            return Err(Diagnostic::at(&place, "an action needs a target", help));
        };
        let path = JsonPath::parse(target).map_err(|error| {
            let cause = format!("`{target}` is not a JSONPath: {error}");
            Diagnostic::at(&place, cause, "write the target as RFC 9535 has it")
        })?;
        let remove = fields
            .get("remove")
            .and_then(Value::as_bool)
            .unwrap_or(false);
        let change = match fields.get("update") {
            _ if remove => Change::Remove,
            Some(update) => Change::Update(update.clone()),
            None => {
                let help = "add an `update`, or `remove: true`";
                return Err(Diagnostic::at(
                    &pointer,
                    "this action changes nothing",
                    help,
                ));
            }
        };
        Ok(Self {
            pointer,
            target: target.to_owned(),
            path,
            change,
        })
    }

    /// Whether the target matches anything.
    fn apply(&self, document: &mut Value) -> Result<bool> {
        let mut matches: Vec<Pointer> = self
            .path
            .query_located(document)
            .locations()
            .map(|location| Pointer::from(location.to_json_pointer()))
            .collect();
        if matches!(self.change, Change::Remove) {
            // From the back, so that removing one item of a list does not move the next.
            matches.reverse();
        }
        for place in &matches {
            self.apply_at(document, place)?;
        }
        Ok(!matches.is_empty())
    }

    /// Checks that a document with the update is no deeper than one that is read may be.
    fn check_depth(&self, update: &Value, place: &Pointer) -> Result<()> {
        // A list has the update inside, an object has it in its own place.
        if place.as_str().matches('/').count() + depth(update) < DEEPEST {
            return Ok(());
        }
        let cause = format!("with this, {place} is nested more than {DEEPEST} deep");
        let help = "put what is inside into components, and refer to them";
        Err(Diagnostic::at(&self.pointer.child("update"), cause, help))
    }

    fn apply_at(&self, document: &mut Value, place: &Pointer) -> Result<()> {
        match &self.change {
            Change::Remove => remove(document, place),
            Change::Update(update) => {
                let Some(node) = document.pointer_mut(place.as_str()) else {
                    return Ok(());
                };
                self.check_depth(update, place)?;
                match node {
                    Value::Array(items) => items.push(update.clone()),
                    _ => merge(node, update, place, &self.pointer.child("update"))?,
                }
            }
        }
        Ok(())
    }
}

/// Merges objects member by member, appends lists to lists, and replaces plain values.
fn merge(node: &mut Value, update: &Value, place: &Pointer, origin: &Pointer) -> Result<()> {
    match (node, update) {
        (Value::Object(members), Value::Object(updates)) => {
            for (key, update) in updates {
                match members.get_mut(key) {
                    Some(member) => merge(member, update, &place.child(key), &origin.child(key))?,
                    None => {
                        members.insert(key.clone(), update.clone());
                    }
                }
            }
        }
        (Value::Array(items), Value::Array(updates)) => items.extend(updates.iter().cloned()),
        (node, update) if is_plain(node) && is_plain(update) => *node = update.clone(),
        (node, update) => {
            return Err(Diagnostic::at(
                origin,
                format!(
                    "{} cannot be merged into {} at {place}",
                    kind(update),
                    kind(node)
                ),
                "remove the node in an action before this one, then add the new one",
            ));
        }
    }
    Ok(())
}

fn remove(document: &mut Value, place: &Pointer) {
    let (Some(parent), Some(key)) = (place.parent(), place.key()) else {
        return;
    };
    match document.pointer_mut(parent.as_str()) {
        Some(Value::Object(members)) => {
            members.shift_remove(&key);
        }
        Some(Value::Array(items)) => {
            if let Some(index) = key.parse().ok().filter(|index| *index < items.len()) {
                items.remove(index);
            }
        }
        _ => {}
    }
}

fn object<'a>(node: &'a Value, place: &Pointer, known: &[&str]) -> Result<&'a Map<String, Value>> {
    let Value::Object(fields) = node else {
        let cause = format!("expected an object, found {}", kind(node));
        return Err(Diagnostic::at(
            place,
            cause,
            "see the OpenAPI Overlay 1.0.0 specification",
        ));
    };
    match fields
        .keys()
        .find(|key| !known.contains(&key.as_str()) && !key.starts_with("x-"))
    {
        Some(key) => Err(Diagnostic::at(
            &place.child(key),
            format!("Overlay 1.0.0 has no field `{key}` here"),
            format!("use one of {}", known.join(", ")),
        )),
        None => Ok(fields),
    }
}

fn is_plain(node: &Value) -> bool {
    !node.is_object() && !node.is_array()
}

fn kind(node: &Value) -> &'static str {
    match node {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
