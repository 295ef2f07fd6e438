//! Objects without a description, summary or example.

use serde_json::Value;

use super::Context;
use crate::diagnostics::{Diagnostic, Pointer};
use crate::openapi::operations::operations;
use crate::openapi::references;
use crate::openapi::walk::{Kind, Node};

/// The fields whose entries need a description, and the kind of the entries.
const DESCRIBED: [(&str, &str); 7] = [
    ("parameters", PARAMETER),
    ("requestBodies", REQUEST_BODY),
    ("responses", "Response Object"),
    ("schemas", "Schema Object"),
    ("securitySchemes", "Security Scheme Object"),
    ("servers", "Server Object"),
    ("tags", "Tag Object"),
];
const PARAMETER: &str = "Parameter Object";
const REQUEST_BODY: &str = "Request Body Object";

pub(super) fn find(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut errors: Vec<Diagnostic> = operations(context.document)
        .iter()
        .filter(|operation| !has_text(operation.value, "summary"))
        .map(|operation| {
            Diagnostic::at(
                &operation.pointer,
                "Operation Object has no `summary`",
                "add a `summary` of a few words in the imperative",
            )
        })
        .collect();
    for node in &context.nodes {
        match node.kind {
            Kind::Object => check_object(node, context.document, &mut errors),
            Kind::Schema => check_properties(node, &mut errors),
            _ => {}
        }
    }
    errors
}

fn check_object(node: &Node<'_>, document: &Value, errors: &mut Vec<Diagnostic>) {
    if let Some(body) = node.value.get("requestBody") {
        let pointer = node.pointer.child("requestBody");
        check_description(body, &pointer, REQUEST_BODY, errors);
    }
    for (key, object) in DESCRIBED {
        for (entry, pointer) in entries(node, key) {
            check_description(entry, &pointer, object, errors);
            if key == "parameters" && lacks_example(entry, &pointer, document) {
                errors.push(without_example(&pointer, PARAMETER));
            }
        }
    }
}

/// Returns the objects in a list or map. Others are values, such as the names of tags.
fn entries<'a>(node: &Node<'a>, key: &str) -> Vec<(&'a Value, Pointer)> {
    let pointer = node.pointer.child(key);
    let mut entries: Vec<(&Value, Pointer)> = match node.value.get(key) {
        Some(Value::Object(members)) => members
            .iter()
            .map(|(name, member)| (member, pointer.child(name)))
            .collect(),
        Some(Value::Array(items)) => (0..)
            .zip(items)
            .map(|(index, item): (usize, _)| (item, pointer.child(index)))
            .collect(),
        _ => Vec::new(),
    };
    entries.retain(|(entry, _)| entry.is_object());
    entries
}

fn check_properties(node: &Node<'_>, errors: &mut Vec<Diagnostic>) {
    for (property, pointer) in entries(node, "properties") {
        let object = format!(
            "Schema Object of property `{}`",
            pointer.key().unwrap_or_default()
        );
        check_description(property, &pointer, &object, errors);
        if is_scalar(property) && property.get("example").is_none() {
            errors.push(without_example(&pointer, &object));
        }
    }
}

/// Whether neither a parameter nor its schema has an example.
fn lacks_example(parameter: &Value, pointer: &Pointer, document: &Value) -> bool {
    parameter
        .get("schema")
        .and_then(|schema| references::resolve(document, schema, &pointer.child("schema")))
        .is_some_and(|schema| is_scalar(schema) && schema.get("example").is_none())
        && parameter.get("example").is_none()
        && parameter.get("examples").is_none()
}

fn check_description(node: &Value, pointer: &Pointer, object: &str, errors: &mut Vec<Diagnostic>) {
    if node.get("$ref").is_none() && !has_text(node, "description") {
        errors.push(Diagnostic::at(
            pointer,
            format!("{object} has no `description`"),
            "add a `description` in full sentences",
        ));
    }
}

fn without_example(pointer: &Pointer, object: &str) -> Diagnostic {
    Diagnostic::at(
        pointer,
        format!("{object} has no `example`"),
        "add an `example` with a typical value",
    )
}

fn has_text(node: &Value, key: &str) -> bool {
    let text = node.get(key).and_then(Value::as_str);
    text.is_some_and(|text| !text.trim().is_empty())
}

fn is_scalar(schema: &Value) -> bool {
    let kind = schema.get("type").and_then(Value::as_str);
    matches!(kind, Some("boolean" | "integer" | "number" | "string"))
}
