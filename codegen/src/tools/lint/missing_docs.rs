//! Rule `missing-docs`: objects without a description, summary or example.

use serde_json::Value;

use super::Context;
use crate::diagnostics::{Diagnostic, Pointer};
use crate::openapi::errors::enclosing_object;
use crate::openapi::keywords::object_name;
use crate::openapi::operations::operations;
use crate::openapi::references;
use crate::openapi::walk::{Kind, Node, members, string};

const PARAMETER: &str = "Parameter Object";
const RESPONSE: &str = "Response Object";

pub(super) fn find(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    for operation in operations(context.document) {
        let (value, pointer) = (operation.value, &operation.pointer);
        check_text(value, pointer, "Operation Object", "summary", &mut errors);
    }
    for node in &context.nodes {
        match node.kind {
            Kind::Object if node.value.is_object() => {
                check_object(node, context.document, &mut errors);
            }
            Kind::Schemas => check_schemas(node, &mut errors),
            _ => {}
        }
    }
    errors
}

fn check_object(node: &Node<'_>, document: &Value, errors: &mut Vec<Diagnostic>) {
    let Node { value, pointer, .. } = node;
    let object = object_name(pointer).unwrap_or_default();
    let needs_description = match &*object {
        PARAMETER | "Request Body Object" => !is_in_link(pointer),
        RESPONSE | "Security Scheme Object" | "Server Object" | "Tag Object" => true,
        _ => false,
    };
    if needs_description {
        check_description(value, pointer, &object, errors);
        if object == PARAMETER && needs_example(value, document) {
            errors.push(missing_example(pointer, PARAMETER));
        }
    }
}

/// Whether a value is in a Link Object, whose `parameters` and `requestBody` are values for another operation.
fn is_in_link(pointer: &Pointer) -> bool {
    let parent = pointer.parent().unwrap_or_default();
    enclosing_object(&parent).as_deref() == Some("Link Object")
}

/// Checks the schemas in the components or in the properties of another schema.
fn check_schemas(node: &Node<'_>, errors: &mut Vec<Diagnostic>) {
    let key = node.pointer.key().unwrap_or_default();
    let schemas = members(node.value, "").filter(|(_, schema)| schema.is_object());
    for (name, schema) in schemas {
        let pointer = node.pointer.child(name);
        let object = match &*key {
            "properties" => format!("Schema Object of property `{name}`"),
            "schemas" => "Schema Object".to_owned(),
            _ => return,
        };
        check_description(schema, &pointer, &object, errors);
        if key == "properties" && is_scalar(schema) && schema.get("example").is_none() {
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
