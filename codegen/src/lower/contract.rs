//! The facts of the contract: operations and schemas as JSON without prose, which the mock server enforces.
//!
//! ```json
//! {
//!   "operations": [{
//!     "name": "rooms.update", "id": "UpdateRoom", "authenticated": true,
//!     "method": "PATCH", "path": "/rooms/{room_id}",
//!     "parameters": [{
//!       "in": "path", "name": "room_id", "required": true, "style": "simple", "schema": {"format": "uuid"}
//!     }],
//!     "body": {"required": true, "schema": {}},
//!     "responses": {"200": {"$ref": "#/$defs/Room"}, "404": null}
//!   }],
//!   "models": {"Room": {"$ref": "#/$defs/Room"}},
//!   "$defs": {"Room": {"properties": {"max_participants": {"type": "integer", "example": 10}}}}
//! }
//! ```
//!
//! `name` is the path of the method in the SDK, or null for an operation that was skipped. Schemas are JSON Schema
//! 2019-09, and keep the keywords `default` and `example` for example responses. An operation without a body has no
//! `body`; a response without JSON is null. `models` has the schemas of the objects in responses by the name of their
//! type.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::diagnostics::Pointer;
use crate::ir::{Resource, Shape, TypeDefinition};
use crate::names;
use crate::openapi::json_schema::{Subschemas, translate};
use crate::openapi::media_type::json_media;
use crate::openapi::operations::{Operation, operations, parameters};
use crate::openapi::references;
use crate::openapi::walk::members;

/// Returns the facts of a normalised document with valid references.
pub(super) fn facts(document: &Value, resources: &[Resource], types: &[TypeDefinition]) -> Value {
    let names = resources.iter().flat_map(|resource| {
        let operations = resource.operations.iter();
        operations.map(move |it| (&it.pointer, names::dotted_call(resource, it)))
    });
    let names = HashMap::from_iter(names);
    let all = operations(document).into_iter();
    let operations: Value = all.map(|it| operation(document, &it, &names)).collect();
    let schemas = members(document, "/components/schemas");
    let definitions: Value = schemas
        .map(|(name, schema)| (name.clone(), schema_with_examples(schema)))
        .collect();
    let models: Value = types
        .iter()
        .filter(|it| it.in_responses && matches!(it.shape, Shape::Struct(_)))
        .map(|it| (it.name.clone(), model(document, &it.pointer)))
        .collect();
    json!({"operations": operations, "models": models, "$defs": definitions})
}

/// Returns the schema at `pointer`; for a component, a reference.
fn model(document: &Value, pointer: &Pointer) -> Value {
    let reference = pointer.to_string();
    match references::component(&reference) {
        Some(("schemas", _)) => Translator::WithExamples.component(&reference),
        _ => schema_with_examples(document.pointer(pointer.as_str()).unwrap_or(&Value::Null)),
    }
}

/// Returns the facts of an operation. `names` has the `name` of each operation in the SDK, by its location.
fn operation(
    document: &Value,
    operation: &Operation<'_>,
    names: &HashMap<&Pointer, String>,
) -> Value {
    let Operation { value, pointer, .. } = operation;
    let body = value.get("requestBody");
    let body = body.and_then(|body| references::resolve(document, body));
    let body = body.map(|body| {
        json!({
            "required": body.get("required") == Some(&json!(true)),
            "schema": json_schema(body),
        })
    });
    let responses = members(value, "/responses").map(|(status, response)| {
        let schema = references::resolve(document, response).map(json_schema);
        (status.clone(), schema.unwrap_or_default())
    });
    let mut facts = json!({
        "name": names.get(pointer),
        "id": value.get("operationId"),
        "method": pointer.key().unwrap_or_default().to_uppercase(),
        "path": operation.path,
        "authenticated": requires_authentication(document, value),
        "parameters": Value::from_iter(parameters(document, pointer).map(|(_, it)| parameter(it))),
    });
    if let Value::Object(facts) = &mut facts {
        facts.extend(body.map(|body| ("body".to_owned(), body)));
        facts.insert("responses".to_owned(), responses.collect());
    }
    facts
}

fn requires_authentication(document: &Value, operation: &Value) -> bool {
    let security = operation.get("security").or(document.get("security"));
    let requirements = security.and_then(Value::as_array);
    requirements.is_some_and(|it| !it.is_empty() && !it.contains(&json!({})))
}

fn parameter(parameter: &Value) -> Value {
    let style = match parameter.get("in").and_then(Value::as_str) {
        Some("query" | "cookie") => "form",
        _ => "simple",
    };
    let style = parameter.get("style").cloned().unwrap_or(json!(style));
    let schema = parameter.get("schema").unwrap_or(&Value::Null);
    json!({
        "in": parameter.get("in"),
        "name": parameter.get("name"),
        "required": parameter.get("required") == Some(&json!(true)),
        "style": style,
        "schema": schema_with_examples(schema),
    })
}

/// Returns the JSON Schema of a request body or response, or null if its body isn't JSON.
fn json_schema(body: &Value) -> Value {
    json_media(body).map_or(Value::Null, |media| {
        schema_with_examples(media.get("schema").unwrap_or(&Value::Null))
    })
}

fn schema_with_examples(schema: &Value) -> Value {
    Translator::WithExamples.subschema(schema, &Pointer::root())
}

/// Translates schemas to JSON Schema, with references to `$defs`. Omits keywords that don't restrict values.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Translator {
    /// Keeps the keywords `default` and `example`.
    WithExamples,
    WithoutExamples,
}

impl Subschemas for Translator {
    fn subschema(&self, schema: &Value, pointer: &Pointer) -> Value {
        let mut translation = translate(schema, pointer, self);
        if *self == Self::WithExamples
            && let Value::Object(members) = &mut translation
        {
            for key in ["default", "example"] {
                let value = schema.get(key).cloned();
                members.extend(value.map(|value| (key.to_owned(), value)));
            }
        }
        translation
    }

    fn component(&self, reference: &str) -> Value {
        let name = references::component(reference).map(|(_, name)| name);
        json!({"$ref": format!("#/$defs/{}", name.unwrap_or_default())})
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::fixtures::{definition, operation, resource};

    #[test]
    fn facts_have_examples_but_no_prose() {
        let document = json!({
            "security": [{"key": []}],
            "paths": {"/rooms/{id}": {
                "parameters": [
                    {"$ref": "#/components/parameters/id"},
                    {"in": "query", "name": "page", "schema": {"type": "string"}},
                ],
                "patch": {
                    "operationId": "UpdateRoom",
                    "summary": "Update a room",
                    "parameters": [{"in": "query", "name": "page", "style": "deepObject", "schema": {
                        "type": "object",
                        "properties": {"size": {"type": "integer", "maximum": 250, "description": "How many."}},
                    }}],
                    "requestBody": {"required": true, "content": {"application/json": {"schema": {
                        "properties": {"name": {"type": "string", "nullable": true, "example": "a"}},
                    }}}},
                    "responses": {
                        "200": {"$ref": "#/components/responses/Room"},
                        "404": {"description": "There is none."},
                    },
                },
                "get": {
                    "operationId": "ViewRoom",
                    "security": [{"key": []}, {}],
                    "parameters": [{"in": "cookie", "name": "id", "schema": {}}],
                    "responses": {"200": {"content": {
                        "application/problem+json": {"schema": {"type": "string"}},
                        "application/json": {"schema": {"type": "object"}},
                    }}},
                },
            }},
            "components": {
                "parameters": {"id": {"in": "path", "name": "id", "required": true, "schema": {"type": "string", "format": "uuid"}}},
                "responses": {"Room": {"description": "A room.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Room"}}}}},
                "schemas": {"Room": {"description": "A room.", "properties": {
                    "seats": {"type": "integer", "minimum": 0, "exclusiveMinimum": true, "default": 2},
                    "next": {"$ref": "#/components/schemas/Room"},
                }}},
            },
        });
        let id = json!({"in": "path", "name": "id", "required": true, "style": "simple", "schema": {"type": "string", "format": "uuid"}});
        let page =
            json!({"type": "object", "properties": {"size": {"type": "integer", "maximum": 250}}});
        let expected = json!({
            "operations": [
                {
                    "name": "rooms.update", "id": "UpdateRoom", "method": "PATCH", "path": "/rooms/{id}", "authenticated": true,
                    "parameters": [{"in": "query", "name": "page", "required": false, "style": "deepObject", "schema": page}, id],
                    "body": {"required": true, "schema": {"properties": {"name": {"type": ["string", "null"], "example": "a"}}}},
                    "responses": {"200": {"$ref": "#/$defs/Room"}, "404": null},
                },
                {
                    "name": null, "id": "ViewRoom", "method": "GET", "path": "/rooms/{id}", "authenticated": false,
                    "parameters": [
                        {"in": "cookie", "name": "id", "required": false, "style": "form", "schema": {}},
                        id,
                        {"in": "query", "name": "page", "required": false, "style": "form", "schema": {"type": "string"}},
                    ],
                    "responses": {"200": {"type": "object"}},
                },
            ],
            "models": {
                "Room": {"$ref": "#/$defs/Room"},
                "Seats": {"type": "integer", "exclusiveMinimum": 0, "default": 2},
            },
            "$defs": {"Room": {"properties": {
                "seats": {"type": "integer", "exclusiveMinimum": 0, "default": 2},
                "next": {"$ref": "#/$defs/Room"},
            }}},
        });
        let pointer = Pointer::root()
            .child("paths")
            .child("/rooms/{id}")
            .child("patch");
        let update = crate::ir::Operation {
            pointer,
            ..operation("UpdateRoom", "update")
        };
        let room = Pointer::component("schemas", "Room");
        let seats = room.child("properties").child("seats");
        let model = |name, pointer| TypeDefinition {
            pointer,
            in_responses: true,
            ..definition(name, Shape::Struct(Vec::new()))
        };
        let models = [
            model("Room", room),
            model("Seats", seats),
            definition("RoomFilter", Shape::Struct(Vec::new())),
        ];
        let resources = [resource("rooms", vec![update])];
        assert_eq!(facts(&document, &resources, &models), expected);
    }
}
