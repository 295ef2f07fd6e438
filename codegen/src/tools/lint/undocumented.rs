//! What has no description, summary or example where one belongs.

use serde_json::Value;

use super::{Node, Subject};
use crate::diagnostics::{Diagnostic, Pointer};
use crate::openapi::operations::operations;
use crate::openapi::references;
use crate::openapi::walk::Kind;

/// The members of an object whose entries need a description, and what each entry is.
const DESCRIBED: [(&str, &str); 7] = [
    ("parameters", "parameter"),
    ("requestBodies", "request body"),
    ("responses", "response"),
    ("schemas", "component"),
    ("securitySchemes", "security scheme"),
    ("servers", "server"),
    ("tags", "tag"),
];

pub(super) fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    for operation in operations(subject.document) {
        if !has_text(operation.value, "summary") {
            errors.push(Diagnostic::at(
                &operation.pointer,
                "the operation has no summary",
                "say in a few words what it does, in the imperative",
            ));
        }
    }
    for node in &subject.nodes {
        match node.kind {
            Kind::Object => check_object(node, subject.document, &mut errors),
            Kind::Schema => check_properties(node, &mut errors),
            _ => {}
        }
    }
    errors
}

fn check_object(node: &Node<'_>, document: &Value, errors: &mut Vec<Diagnostic>) {
    if let Some(body) = node.value.get("requestBody") {
        check_description(
            body,
            &node.place.child("requestBody"),
            "request body",
            errors,
        );
    }
    for (key, what) in DESCRIBED {
        for (entry, place) in entries(node, key) {
            check_description(entry, &place, what, errors);
            if key == "parameters" {
                check_parameter(entry, &place, document, errors);
            }
        }
    }
}

/// What stands in a list, or by name in an object, and is no plain value such as the name of a tag.
fn entries<'a>(node: &Node<'a>, key: &str) -> Vec<(&'a Value, Pointer)> {
    let place = node.place.child(key);
    let entries: Vec<(&Value, Pointer)> = match node.value.get(key) {
        Some(Value::Object(members)) => members
            .iter()
            .map(|(name, member)| (member, place.child(name)))
            .collect(),
        Some(Value::Array(items)) => items
            .iter()
            .enumerate()
            .map(|(index, item)| (item, place.child(index)))
            .collect(),
        _ => Vec::new(),
    };
    entries
        .into_iter()
        .filter(|(entry, _)| entry.is_object())
        .collect()
}

fn check_properties(node: &Node<'_>, errors: &mut Vec<Diagnostic>) {
    for (property, place) in entries(node, "properties") {
        check_description(property, &place, "property", errors);
        if is_plain(property) && property.get("example").is_none() {
            errors.push(without_example(&place, "property"));
        }
    }
}

/// A parameter may leave its example to its schema.
fn check_parameter(
    parameter: &Value,
    place: &Pointer,
    document: &Value,
    errors: &mut Vec<Diagnostic>,
) {
    let schema = parameter
        .get("schema")
        .and_then(|schema| references::resolve(document, schema, &place.child("schema")));
    let has_example = ["example", "examples"]
        .iter()
        .any(|key| parameter.get(key).is_some());
    if schema.is_some_and(|schema| is_plain(schema) && schema.get("example").is_none())
        && !has_example
    {
        errors.push(without_example(place, "parameter"));
    }
}

fn check_description(node: &Value, place: &Pointer, what: &str, errors: &mut Vec<Diagnostic>) {
    if node.get("$ref").is_none() && !has_text(node, "description") {
        errors.push(Diagnostic::at(
            place,
            format!("the {what} has no description"),
            "describe it in full sentences",
        ));
    }
}

fn without_example(place: &Pointer, what: &str) -> Diagnostic {
    Diagnostic::at(
        place,
        format!("the {what} has no example"),
        "give one, as every plain value has",
    )
}

fn has_text(node: &Value, key: &str) -> bool {
    let text = node.get(key).and_then(Value::as_str);
    text.is_some_and(|text| !text.trim().is_empty())
}

fn is_plain(schema: &Value) -> bool {
    let kind = schema.get("type").and_then(Value::as_str);
    matches!(kind, Some("boolean" | "integer" | "number" | "string"))
}
