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

/// Returns the object with these members in addition to its own.
pub(crate) fn extended(mut object: Value, members: Value) -> Value {
    if let (Some(object), Value::Object(members)) = (object.as_object_mut(), members) {
        object.extend(members);
    }
    object
}

/// Returns a name with many spellings, all of which give the same name in Rust.
pub(crate) fn spelling(index: usize) -> String {
    let marks = format!("{index:b}").replace('0', "-").replace('1', "_");
    format!("get{marks}thing")
}

/// Returns a document with these members in addition to the required ones.
pub(crate) fn document(members: Value) -> String {
    let required =
        json!({"openapi": "3.0.3", "info": {"title": "API", "version": "1"}, "paths": {}});
    extended(required, members).to_string()
}

/// Returns a document with one operation.
pub(crate) fn with_operation(members: Value) -> String {
    let operation =
        json!({"operationId": "getThing", "responses": {"204": {"description": "Done."}}});
    document(json!({"paths": {"/things": {"get": extended(operation, members)}}}))
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
