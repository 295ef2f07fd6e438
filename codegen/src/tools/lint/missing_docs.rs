//! Rule `missing-docs`: objects without a description, summary or example.

use serde_json::Value;

use super::Context;
use crate::diagnostics::{Diagnostic, Pointer};
use crate::openapi::keywords::object_name;
use crate::openapi::operations::operations;
use crate::openapi::references;
use crate::openapi::walk::{Kind, Node, children, string};

/// The fields whose entries need a description, and the type of the entries.
const DESCRIBED: [(&str, &str); 7] = [
    ("parameters", PARAMETER),
    ("requestBodies", REQUEST_BODY),
    ("responses", RESPONSE),
    ("schemas", "Schema Object"),
    ("securitySchemes", "Security Scheme Object"),
    ("servers", "Server Object"),
    ("tags", "Tag Object"),
];
const PARAMETER: &str = "Parameter Object";
const RESPONSE: &str = "Response Object";
const REQUEST_BODY: &str = "Request Body Object";

pub(super) fn find(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    for operation in operations(context.document) {
        let (value, pointer) = (operation.value, &operation.pointer);
        check_text(value, pointer, "Operation Object", "summary", &mut errors);
    }
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
    if is_link(node) {
        return;
    }
    if let Some(body) = node.value.get("requestBody") {
        let pointer = node.pointer.child("requestBody");
        check_description(body, &pointer, REQUEST_BODY, errors);
    }
    for (key, object) in DESCRIBED {
        for (pointer, entry) in entries(node, key) {
            check_description(entry, &pointer, object, errors);
            if key == "parameters" && needs_example(entry, document) {
                errors.push(missing_example(&pointer, PARAMETER));
            }
        }
    }
}

/// Whether the node is a Link Object, whose `parameters` and `requestBody` are values for another operation.
fn is_link(node: &Node<'_>) -> bool {
    let has = |key| node.value.get(key).is_some();
    (has("operationId") || has("operationRef"))
        && object_name(&node.pointer).as_deref() == Some("Link Object")
}

/// Returns the objects in the array or map `key`. Other entries are plain values, such as the names of tags.
fn entries<'a>(node: &Node<'a>, key: &str) -> Vec<(Pointer, &'a Value)> {
    let entries = node.value.get(key).unwrap_or(&Value::Null);
    children(entries, &node.pointer.child(key))
        .map(|(_, pointer, entry)| (pointer, entry))
        .filter(|(_, entry)| entry.is_object())
        .collect()
}

fn check_properties(node: &Node<'_>, errors: &mut Vec<Diagnostic>) {
    for (pointer, property) in entries(node, "properties") {
        let name = pointer.key().unwrap_or_default();
        let object = format!("Schema Object of property `{name}`");
        check_description(property, &pointer, &object, errors);
        if is_scalar(property) && property.get("example").is_none() {
            errors.push(missing_example(&pointer, &object));
        }
    }
}

/// Whether a parameter with a scalar schema lacks an example, which the parameter or the schema may have.
fn needs_example(parameter: &Value, document: &Value) -> bool {
    let has_example = |value: &Value| value.get("example").is_some();
    parameter
        .get("schema")
        .and_then(|schema| references::resolve(document, schema))
        .is_some_and(|schema| is_scalar(schema) && !has_example(schema))
        && !has_example(parameter)
        && parameter.get("examples").is_none()
}

fn check_description(node: &Value, pointer: &Pointer, object: &str, errors: &mut Vec<Diagnostic>) {
    if node.get("$ref").is_none() {
        check_text(node, pointer, object, "description", errors);
    }
}

/// Checks that the field `key` has a text. The rule `structure` reports values of another type.
fn check_text(
    node: &Value,
    pointer: &Pointer,
    object: &str,
    key: &str,
    errors: &mut Vec<Diagnostic>,
) {
    let form = match key {
        "summary" => "that starts with a third-person verb, such as `Lists rooms`",
        _ => "in full sentences",
    };
    let (message, help) = match node.get(key) {
        // The rule `structure` reports the missing description.
        None if object == RESPONSE => return,
        None | Some(Value::Null) => (
            format!("{object} has no `{key}`"),
            format!("add a `{key}` {form}"),
        ),
        Some(Value::String(text)) if text.trim().is_empty() => (
            format!("`{key}` of {object} is empty"),
            format!("write a `{key}` {form}"),
        ),
        _ => return,
    };
    errors.push(Diagnostic::at(pointer, message, help));
}

fn missing_example(pointer: &Pointer, object: &str) -> Diagnostic {
    Diagnostic::at(
        pointer,
        format!("{object} has no `example`"),
        "add an `example` with a typical value",
    )
}

fn is_scalar(schema: &Value) -> bool {
    matches!(
        string(schema, "type"),
        Some("boolean" | "integer" | "number" | "string")
    )
}
