//! Example values: the examples in the contract, or else values built from its schemas.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::list::Page;
use super::{Contract, Operation, object};

/// Adds the functions `example` and `with` to models.
macro_rules! impl_example {
    ($($model:ident),*) => {
        $(impl crate::models::$model {
            /// Returns a value for tests. Each field has its example in the OpenAPI description, or else a value that
            /// conforms to its schema. A field that would contain itself is absent.
            ///
            /// [`with`](Self::with) changes fields.
            pub fn example() -> Self {
                crate::mock::example::model(stringify!($model))
            }

            /// Changes fields of the value, for example of an [`example`](Self::example) in a test.
            #[must_use]
            pub fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
                change(&mut self);
                self
            }
        })*

        /// Creates the example of each model.
        #[cfg(test)]
        pub(crate) fn create_examples() {
            $(let _ = crate::models::$model::example();)*
        }
    };
}
pub(crate) use impl_example;

pub(crate) fn model<T: DeserializeOwned>(name: &str) -> T {
    match try_model(name) {
        Ok(model) => model,
        // The contract is part of this crate, whose tests create the example of every model.
        Err(error) => unreachable!("the contract has no valid example of `{name}`: {error}"),
    }
}

fn try_model<T: DeserializeOwned>(name: &str) -> Result<T, String> {
    let contract = Contract::shared().map_err(|error| error.to_string())?;
    let schema = contract.models.get(name).ok_or("no schema")?;
    T::deserialize(example(contract, schema)).map_err(|error| error.to_string())
}

/// Returns the body of an example response, or null if the success response of the operation has none. In a list,
/// `page` is the last page, so that clients request no other, and has one item.
pub(super) fn body(contract: &Contract, operation: &Operation, page: &Page) -> Value {
    let schema = operation.response(operation.success_status());
    let mut body = schema.map_or(Value::Null, |schema| example(contract, &schema.value));
    if let Some(Value::Object(meta)) = body.get_mut("meta") {
        meta.extend(object(page.meta(page.skipped().saturating_add(1))));
    }
    body
}

fn example(contract: &Contract, schema: &Value) -> Value {
    example_within(contract, &mut Vec::new(), schema).unwrap_or_default()
}

/// Returns the example of a schema, or `None` if the schema contains itself or states no type. `references` are the
/// values of `$ref` on the way from the outermost schema.
fn example_within<'a>(
    contract: &'a Contract,
    references: &mut Vec<&'a str>,
    schema: &'a Value,
) -> Option<Value> {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        if references.contains(&reference) {
            return None;
        }
        references.push(reference);
        let value = example_within(contract, references, contract.resolve(schema));
        references.pop();
        return value;
    }
    let keys = ["example", "default", "const"];
    if let Some(value) = keys.into_iter().find_map(|key| schema.get(key)) {
        return Some(value.clone());
    }
    let first = |key| schema.get(key)?.as_array()?.first();
    if let Some(value) = first("enum") {
        return Some(value.clone());
    }
    if let Some(branch) = first("oneOf").or_else(|| first("anyOf")) {
        return example_within(contract, references, branch);
    }
    let mut child = |schema| example_within(contract, references, schema);
    Some(match json_type(schema)? {
        "object" => {
            let properties = schema.get("properties").and_then(Value::as_object);
            let properties = properties.into_iter().flatten();
            let members =
                properties.filter_map(|(name, schema)| Some((name.clone(), child(schema)?)));
            members.collect()
        }
        "array" => schema.get("items").and_then(child).into_iter().collect(),
        "string" => json!(string(schema)),
        "integer" | "number" => number(schema),
        "boolean" => json!(false),
        _ => Value::Null,
    })
}

/// Returns the type in a schema, or the first of several types other than null.
fn json_type(schema: &Value) -> Option<&str> {
    match schema.get("type") {
        None => schema.get("properties").map(|_| "object"),
        Some(Value::Array(types)) => types.iter().find(|it| *it != "null")?.as_str(),
        Some(json_type) => json_type.as_str(),
    }
}

fn string(schema: &Value) -> String {
    let format = schema.get("format").and_then(Value::as_str);
    let text = match format.unwrap_or_default() {
        "date" => "2026-03-14",
        "date-time" => "2026-03-14T09:30:00Z",
        "email" => "user@example.com",
        "uri" | "url" => "https://example.com",
        "uuid" => "3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4",
        _ => "string",
    };
    text.to_owned()
}

fn number(schema: &Value) -> Value {
    let above = || Some(json!(schema.get("exclusiveMinimum")?.as_i64()? + 1));
    let lowest = schema.get("minimum").cloned().or_else(above);
    let number = lowest.or_else(|| schema.get("maximum").cloned());
    number.unwrap_or_else(|| json!(0))
}

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::*;
    use crate::generated::contract::create_examples;
    use crate::mock::MockResponse;

    #[test]
    fn every_operation_has_example_that_conforms_to_contract() {
        let contract = Contract::shared().unwrap();
        for operation in &contract.operations {
            let body = body(contract, operation, &Page::requested(&Map::new()));
            let response = MockResponse::json(operation.success_status(), body);
            assert_eq!(contract.response_violation(operation, &response), None);
        }
    }

    #[test]
    fn every_model_has_example() {
        create_examples();
    }

    #[test]
    fn example_of_schema_without_examples_has_first_valid_values() {
        let contract = Contract::shared().unwrap();
        let build = |schema: &Value| example(contract, schema);
        for (schema, expected) in [
            (
                json!({"type": "integer", "example": 7, "default": 8}),
                json!(7),
            ),
            (
                json!({"type": "integer", "default": 8, "minimum": 3}),
                json!(8),
            ),
            (json!({"type": "string", "enum": ["a", "b"]}), json!("a")),
            (json!({"type": "integer", "minimum": 3}), json!(3)),
            (json!({"type": "integer", "exclusiveMinimum": 3}), json!(4)),
            (json!({"type": "integer", "maximum": -1}), json!(-1)),
            (json!({"type": "number"}), json!(0)),
            (
                json!({"type": ["string", "null"], "format": "date"}),
                json!("2026-03-14"),
            ),
            (
                json!({"oneOf": [{"type": "boolean"}, {"type": "string"}]}),
                json!(false),
            ),
            (
                json!({"type": "array", "items": {"type": "string"}}),
                json!(["string"]),
            ),
            (
                json!({"properties": {"a": {"type": "null"}}}),
                json!({"a": null}),
            ),
        ] {
            assert_eq!(build(&schema), expected, "{schema}");
        }
    }

    #[test]
    fn example_of_schema_that_contains_itself_ends() {
        let node = json!({"properties": {
            "children": {"type": "array", "items": {"$ref": "#/$defs/Node"}},
            "parent": {"$ref": "#/$defs/Node"},
        }});
        let contract = json!({"operations": [], "models": {}, "$defs": {"Node": node}});
        let contract: Contract = serde_json::from_value(contract).unwrap();
        let schema = contract.definition("Node");
        assert_eq!(example(&contract, &schema.value), json!({"children": []}));
    }
}
