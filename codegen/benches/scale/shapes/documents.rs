//! Builds small documents around the part that grows.

use serde_json::{Map, Value, json};

/// Returns the object with a member for each number below `size`.
pub(crate) fn object(size: usize, member: impl Fn(usize) -> (String, Value)) -> Value {
    Value::Object((0..size).map(member).collect::<Map<_, _>>())
}

/// Returns the array with an item for each number below `size`.
pub(crate) fn array(size: usize, item: impl Fn(usize) -> Value) -> Value {
    Value::Array((0..size).map(item).collect())
}

/// Returns a document with these members in addition to the required ones.
pub(crate) fn document(members: Value) -> String {
    let mut document =
        json!({"openapi": "3.0.3", "info": {"title": "API", "version": "1"}, "paths": {}});
    if let (Some(document), Value::Object(members)) = (document.as_object_mut(), members) {
        document.extend(members);
    }
    document.to_string()
}

/// Returns a document with one operation.
pub(crate) fn with_operation(members: Value) -> String {
    let mut operation =
        json!({"operationId": "getThing", "responses": {"204": {"description": "Done."}}});
    if let (Some(operation), Value::Object(members)) = (operation.as_object_mut(), members) {
        operation.extend(members);
    }
    document(json!({"paths": {"/things": {"get": operation}}}))
}

/// Returns a document with one operation, which returns a value of the schema `Root`.
pub(crate) fn with_schemas(schemas: Value) -> String {
    let response = json!({"description": "Done.", "content": {"application/json": {"schema": reference("Root")}}});
    let operation = json!({"operationId": "getThing", "responses": {"200": response}});
    document(json!({"paths": {"/things": {"get": operation}}, "components": {"schemas": schemas}}))
}

/// Returns a document whose only schema is `Root`.
pub(crate) fn with_schema(schema: Value) -> String {
    with_schemas(json!({"Root": schema}))
}

/// Returns a reference to a schema.
pub(crate) fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// Returns an object schema with one string property.
pub(crate) fn object_schema(property: &str) -> Value {
    json!({"type": "object", "properties": {property: {"type": "string"}}, "required": [property]})
}
