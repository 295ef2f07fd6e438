//! Applies OpenAPI Overlay 1.0 documents. An overlay is a list of actions; each has a `target`, a JSONPath that selects
//! values of the document, and either updates or removes these values.

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use crate::diagnostics::{Diagnostic, Pointer, Result, UnmatchedDecision};
use crate::openapi::errors::rename_or_remove;
use crate::source::load::{self, DEEPEST, Source, depth};

/// A parsed overlay.
#[derive(Debug)]
pub struct Overlay {
    actions: Vec<Action>,
}

/// An Action Object.
#[derive(Debug)]
struct Action {
    /// The location of the action in the overlay.
    pointer: Pointer,
    /// The text of `path`.
    target: String,
    path: JsonPath,
    change: Change,
}

#[derive(Debug)]
enum Change {
    Update(Value),
    Remove,
}

/// The locations of values that an overlay added or replaced: each in the document, and in the overlay.
pub type Additions = Vec<(Pointer, Pointer)>;

/// The result of applying an overlay.
#[derive(Debug, Default)]
pub struct Applied {
    /// The actions whose target matches nothing.
    pub unmatched: Vec<UnmatchedDecision>,
    /// The values that the overlay added or replaced.
    pub additions: Additions,
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
                "missing field `actions` in Overlay Object; expected an array",
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
        let mut applied = Applied::default();
        for action in &self.actions {
            if !action.apply(document, &mut applied.additions)? {
                applied.unmatched.push(action.unmatched());
            }
        }
        Ok(applied)
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

impl Action {
    fn parse(action: &Value, pointer: Pointer) -> Result<Self> {
        let known = ["target", "description", "update", "remove"];
        let members = fields(action, &pointer, "Action Object", &known)?;
        let error = |message: &str| {
            let help = "set `target` to a JSONPath (RFC 9535) such as `$.paths['/rooms'].get`";
            Diagnostic::at(&pointer.child("target"), message, help)
        };
        let Some(Value::String(target)) = members.get("target") else {
            return Err(error(
                "missing field `target` in Action Object; expected a string",
            ));
        };
        let path = JsonPath::parse(target)
            .map_err(|problem| error(&format!("invalid JSONPath `{target}`: {problem}")))?;
        let change = match (members.get("remove"), members.get("update")) {
            (Some(Value::Bool(true)), _) => Change::Remove,
            (_, Some(update)) => Change::Update(update.clone()),
            (_, None) => {
                let message = "Action Object has neither `update` nor `remove: true`";
                let help = "add `update` with the new values, or `remove: true`";
                return Err(Diagnostic::at(&pointer, message, help));
            }
        };
        Ok(Self {
            target: target.to_owned(),
            pointer,
            path,
            change,
        })
    }

    /// Returns the diagnostic for an action whose target matches nothing.
    fn unmatched(&self) -> UnmatchedDecision {
        UnmatchedDecision::new(
            self.pointer.child("target"),
            &self.target,
            format!("target `{}` matches nothing", self.target),
            "correct the target, or delete the action if the document no longer needs it",
        )
    }

    /// Applies the action to everything that its target matches. Returns whether it matches anything.
    fn apply(&self, document: &mut Value, additions: &mut Additions) -> Result<bool> {
        let matches: Vec<Pointer> = self
            .path
            .query_located(document)
            .locations()
            .map(|location| Pointer::from(location.to_json_pointer()))
            .collect();
        match &self.change {
            Change::Remove => {
                // From the end, since removing an item of an array changes the indices of the items after it.
                for pointer in matches.iter().rev() {
                    let container = remove(document, pointer);
                    additions.retain(|(added, _)| !added.is_in(&container));
                }
            }
            Change::Update(update) => {
                for pointer in &matches {
                    self.update(document, update, pointer, additions)?;
                }
            }
        }
        Ok(!matches.is_empty())
    }

    /// Updates the value at `pointer`. An update of an array is appended to it, as the specification demands.
    fn update(
        &self,
        document: &mut Value,
        update: &Value,
        pointer: &Pointer,
        additions: &mut Additions,
    ) -> Result<()> {
        let origin = self.pointer.child("update");
        self.check_depth(update, pointer)?;
        match document.pointer_mut(pointer.as_str()) {
            Some(Value::Array(items)) => {
                additions.push((pointer.child(items.len()), origin));
                items.push(update.clone());
            }
            Some(value) => merge(value, update, pointer, &origin, additions)?,
            None => {}
        }
        Ok(())
    }

    /// Checks that the updated document isn't nested deeper than a document may be.
    fn check_depth(&self, update: &Value, pointer: &Pointer) -> Result<()> {
        // Less than the limit, since an item that is appended to an array is one level deeper.
        if pointer.as_str().matches('/').count() + depth(update) < DEEPEST {
            return Ok(());
        }
        Err(Diagnostic::at(
            &self.pointer.child("update"),
            format!(
                "with this update of {pointer}, arrays and objects are nested more than {DEEPEST} deep"
            ),
            "move inner objects to `components` and refer to them",
        ))
    }
}

/// Merges objects member by member, appends arrays to arrays, and replaces other values. `pointer` is the location of
/// the value in the document, `origin` that of the update in the overlay.
fn merge(
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
                    additions.push((pointer, origin));
                }
            }
        }
        (Value::Array(items), Value::Array(updates)) => {
            let indices = items.len()..;
            let added = indices.zip(0..updates.len());
            additions.extend(added.map(|(to, from)| (pointer.child(to), origin.child(from))));
            items.extend(updates.iter().cloned());
        }
        (value, update) if is_primitive(value) && is_primitive(update) => {
            *value = update.clone();
            additions.push((pointer.clone(), origin.clone()));
        }
        (value, update) => {
            let (update, value) = (type_name(update), type_name(value));
            let noun = update.trim_start_matches("an ").trim_start_matches("a ");
            return Err(Diagnostic::at(
                origin,
                format!("`update` has {update} here, but {pointer} of the document is {value}"),
                format!(
                    "replace the {noun} with {value}, or remove {pointer} in an earlier action"
                ),
            ));
        }
    }
    Ok(())
}

/// Removes a value. Returns the pointer to what is gone or, in an array, has moved.
fn remove(document: &mut Value, pointer: &Pointer) -> Pointer {
    let (Some(parent), Some(key)) = (pointer.parent(), pointer.key()) else {
        return pointer.clone();
    };
    match document.pointer_mut(parent.as_str()) {
        Some(Value::Object(members)) => {
            members.shift_remove(&key);
        }
        Some(Value::Array(items)) => {
            if let Some(index) = key.parse().ok().filter(|index| *index < items.len()) {
                items.remove(index);
            }
            return parent;
        }
        _ => {}
    }
    pointer.clone()
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

fn is_primitive(value: &Value) -> bool {
    !value.is_object() && !value.is_array()
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
