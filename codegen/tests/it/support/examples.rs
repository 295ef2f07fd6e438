//! The examples that a document has of its answers.

use codegen::openapi::operations::operations;
use serde_json::{Map, Value, json};

/// All of them, by operationId, status and name, with their media type.
pub(crate) fn examples(document: &Value) -> Value {
    let mut found = Map::new();
    let placed = with_path_items(document);
    for operation in operations(&placed) {
        let Some(id) = operation.value["operationId"].as_str() else {
            continue;
        };
        let responses = operation.value["responses"].as_object().unwrap();
        for (status, response) in responses {
            let response = followed(document, response);
            let contents = response["content"].as_object().into_iter().flatten();
            for (media_type, content) in contents {
                let mut add = |name: String, body: &Value| {
                    found.insert(name, json!({"media_type": media_type, "body": body}));
                };
                if let Some(example) = content.get("example") {
                    add(format!("{id} {status}"), example);
                }
                for (name, example) in content["examples"].as_object().into_iter().flatten() {
                    let example = followed(document, example);
                    add(format!("{id} {status} {name}"), &example["value"]);
                }
            }
        }
    }
    Value::Object(found)
}

/// The document with its path items where they are referred to.
fn with_path_items(document: &Value) -> Value {
    let mut placed = document.clone();
    for item in placed["paths"].as_object_mut().unwrap().values_mut() {
        *item = followed(document, item).clone();
    }
    placed
}

/// What a node says, wherever in the document that stands.
fn followed<'a>(document: &'a Value, node: &'a Value) -> &'a Value {
    let target = node["$ref"]
        .as_str()
        .and_then(|target| target.strip_prefix('#'));
    target.map_or(node, |target| document.pointer(target).unwrap())
}
