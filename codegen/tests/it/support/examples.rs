//! Collects the response examples of a document, for the server of `wire`.

use codegen::openapi::operations::operations;
use serde_json::{Map, Value, json};

/// Returns the body and media type of every response example. The key has the operationId, the status, and the name if
/// there is one: `ListRooms 200 empty`.
pub(crate) fn examples(document: &Value) -> Value {
    let mut found = Map::new();
    let inlined = with_inlined_paths(document);
    for operation in operations(&inlined) {
        let Some(id) = operation.value["operationId"].as_str() else {
            continue;
        };
        for (status, response) in operation.value["responses"].as_object().unwrap() {
            let response = resolve(document, response);
            let contents = response["content"].as_object().into_iter().flatten();
            for (media_type, content) in contents {
                let mut add = |name: String, body: &Value| {
                    found.insert(name, json!({"media_type": media_type, "body": body}));
                };
                if let Some(example) = content.get("example") {
                    add(format!("{id} {status}"), example);
                }
                for (name, example) in content["examples"].as_object().into_iter().flatten() {
                    let example = resolve(document, example);
                    add(format!("{id} {status} {name}"), &example["value"]);
                }
            }
        }
    }
    Value::Object(found)
}

/// Replaces references in place of Path Item Objects with their targets.
fn with_inlined_paths(document: &Value) -> Value {
    let mut inlined = document.clone();
    for item in inlined["paths"].as_object_mut().unwrap().values_mut() {
        *item = resolve(document, item).clone();
    }
    inlined
}

/// Returns the target of a Reference Object, or any other object itself.
fn resolve<'a>(document: &'a Value, object: &'a Value) -> &'a Value {
    object["$ref"]
        .as_str()
        .and_then(|reference| reference.strip_prefix('#'))
        .map_or(object, |pointer| document.pointer(pointer).unwrap())
}
