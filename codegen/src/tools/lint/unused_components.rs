//! Rule `unused-components`: components that no operation and no webhook event uses, not even through other components.

use serde_json::Value;

use super::Context;
use crate::diagnostics::{Diagnostic, Pointer};
use crate::openapi::components;
use crate::openapi::walk::items;

pub(super) fn find(context: &Context<'_>) -> Vec<Diagnostic> {
    let events = items(context.document, "/x-sdk-events").filter_map(Value::as_str);
    let events = events.map(|name| Pointer::component("schemas", name));
    let used = components::reached(context.document, events);
    components::all(context.document)
        .filter(|(field, ..)| !field.starts_with("x-"))
        .map(|(field, name, _)| (field, name, Pointer::component(field, name)))
        .filter(|(.., pointer)| !used.contains(pointer))
        .map(|(field, name, pointer)| unused(field, name, &pointer))
        .collect()
}

fn unused(field: &str, name: &str, pointer: &Pointer) -> Diagnostic {
    if field == "securitySchemes" {
        return Diagnostic::at(
            pointer,
            format!("no `security` field refers to the security scheme `{name}`"),
            "remove it, or add it to `security`",
        );
    }
    let users = match field {
        "schemas" => "no operation and no item of `x-sdk-events`",
        _ => "no operation",
    };
    Diagnostic::at(
        pointer,
        format!("{users} uses the component `{name}`, directly or through other components"),
        "remove it, or refer to it from an operation or from a component that is used",
    )
}
