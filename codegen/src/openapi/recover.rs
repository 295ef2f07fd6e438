//! Takes out of a document what cannot be read as OpenAPI, so that the rest of it can.

use serde_json::{Map, Value};

use crate::diagnostics::{Diagnostic, Effect, Pointer, Result};
use crate::openapi::document::{self, Document};
use crate::openapi::operations;
use crate::openapi::walk::{self, Kind};

/// The members of a schema that say what a value means or how large it may be, but not what it is made of.
const NOTES: [&str; 17] = [
    "default",
    "deprecated",
    "example",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "externalDocs",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "uniqueItems",
];

/// The kinds of components that are read whole, each by itself.
const COMPONENTS: [&str; 8] = [
    "callbacks",
    "examples",
    "headers",
    "links",
    "parameters",
    "requestBodies",
    "responses",
    "securitySchemes",
];

/// Reads what can be read of a document, and says what that leaves out.
///
/// # Errors
///
/// When it is the document as a whole that cannot be read.
pub(crate) fn read(mut value: Value) -> Result<(Document, Vec<Diagnostic>)> {
    document::check_version(&value)?;
    let mutual_tls = document::take_mutual_tls(&mut value);
    let mut notices = Vec::new();
    mend_schemas(&mut value, &mut notices);
    let openapi = match document::read_whole(&value) {
        Ok(openapi) if has_plain_paths(&value) => openapi,
        // Only then does anything have to be looked at by itself.
        _ => {
            drop_components(&mut value, &mut notices);
            drop_operations(&mut value, &mut notices);
            document::read_whole(&value)?
        }
    };
    let (document, lost) = Document::of(value, openapi, mutual_tls);
    notices.extend(lost);
    Ok((document, notices))
}

/// Makes any value of each schema that cannot be read even without what it says beyond the type.
fn mend_schemas(document: &mut Value, notices: &mut Vec<Diagnostic>) {
    let mut faults = Vec::new();
    // The walk gives no error, since the visitor gives none.
    let _ = walk::each(
        document,
        &Pointer::root(),
        Kind::Object,
        &mut |node, place, kind| {
            if kind == Kind::Schema
                && let Some(fault) = document::schema_fault(node, place)
            {
                faults.push((place.clone(), fault));
            }
            Ok(())
        },
    );
    for (place, fault) in faults {
        // It may have gone with one that it stood in.
        let Some(node) = document.pointer_mut(place.as_str()) else {
            continue;
        };
        notices.push(fault.with_effect(mend_schema(node, &place), place));
    }
}

fn mend_schema(node: &mut Value, place: &Pointer) -> Effect {
    let Value::Object(schema) = node else {
        *node = Value::Object(Map::new());
        return Effect::Fallback;
    };
    schema.retain(|key, _| !NOTES.contains(&key.as_str()));
    if document::schema_fault(node, place).is_none() {
        return Effect::Ignored;
    }
    *node = Value::Object(Map::new());
    Effect::Fallback
}

/// Drops components that cannot be read; what refers to them is left to be found when it is lowered.
fn drop_components(document: &mut Value, notices: &mut Vec<Diagnostic>) {
    for kind in COMPONENTS {
        let place = Pointer::root().child("components").child(kind);
        if let Some(Value::Object(members)) = document.pointer_mut(place.as_str()) {
            members.retain(|name, node| {
                let place = place.child(name);
                let fault = document::component_fault(kind, node, &place);
                keep(fault, Effect::Ignored, place, notices)
            });
        }
    }
}

fn drop_operations(document: &mut Value, notices: &mut Vec<Diagnostic>) {
    let Some(Value::Object(paths)) = document.get_mut("paths") else {
        return;
    };
    let root = Pointer::root().child("paths");
    for (path, item) in paths.iter_mut() {
        let Value::Object(members) = item else {
            continue;
        };
        let place = root.child(path);
        members.retain(|key, node| {
            if !operations::is_method(key) {
                return true;
            }
            let place = place.child(key);
            let fault = document::operation_fault(node, &place);
            keep(fault, Effect::Skipped, place, notices)
        });
    }
    paths.retain(|path, item| {
        let place = root.child(path);
        let fault = path_fault(path, item, &place);
        if let (Some(fault), Value::Object(members)) = (&fault, &*item) {
            for key in members.keys().filter(|key| operations::is_method(key)) {
                let skipped = Diagnostic::at(&place, fault.message(), fault.help());
                notices.push(skipped.with_effect(Effect::Skipped, place.child(key)));
            }
        }
        keep(fault, Effect::Ignored, place, notices)
    });
}

/// Whether nothing about the paths themselves is wrong, which the reader of the whole passes over.
fn has_plain_paths(document: &Value) -> bool {
    let root = Pointer::root().child("paths");
    let paths = document.get("paths").and_then(Value::as_object);
    let mut paths = paths.into_iter().flatten();
    paths.all(|(path, item)| {
        is_extension(path) || form_fault(path, item, &root.child(path)).is_none()
    })
}

/// What keeps a path and the operations that stand under it from being read.
fn path_fault(path: &str, item: &Value, place: &Pointer) -> Option<Diagnostic> {
    if is_extension(path) {
        return None;
    }
    form_fault(path, item, place).or_else(|| document::path_fault(item, place))
}

fn is_extension(path: &str) -> bool {
    path.starts_with("x-")
}

/// What is wrong with a path itself.
fn form_fault(path: &str, item: &Value, place: &Pointer) -> Option<Diagnostic> {
    if !path.starts_with('/') {
        let cause = format!("the path `{path}` does not begin with a slash");
        return Some(Diagnostic::at(place, cause, "begin it with one"));
    }
    let has_operations = || {
        let members = item.as_object();
        members.is_some_and(|members| members.keys().any(|key| operations::is_method(key)))
    };
    if item.get("$ref").is_some() && has_operations() {
        return Some(Diagnostic::at(
            place,
            "a path that refers to another has operations of its own",
            "move them to a path of their own, or to the one that it refers to",
        ));
    }
    None
}

fn keep(
    fault: Option<Diagnostic>,
    effect: Effect,
    node: Pointer,
    notices: &mut Vec<Diagnostic>,
) -> bool {
    let Some(fault) = fault else {
        return true;
    };
    notices.push(fault.with_effect(effect, node));
    false
}
