//! The contract: the operations of the API, and the schemas of their requests and responses.
//!
//! Unknown properties are violations. If they were ignored, a misspelt filter would match everything.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use reqwest::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{MockError, MockResponse};
use crate::generated::contract::CONTRACT;

#[derive(Deserialize)]
pub(super) struct Contract {
    pub(super) operations: Vec<Operation>,
    pub(super) models: BTreeMap<String, Value>,
    #[serde(rename = "$defs")]
    definitions: Map<String, Value>,
}

#[derive(Deserialize)]
pub(super) struct Operation {
    /// The name, such as `rooms.retrieve`.
    pub(super) name: String,
    #[serde(rename = "id")]
    pub(super) operation_id: Option<String>,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) authenticated: bool,
    /// The parameters in the path and in the query, which have different names.
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<Body>,
    /// The schema of each response, by status, range such as `4XX`, or `default`. `None` for a response without body.
    responses: BTreeMap<String, Option<Schema>>,
}

#[derive(Deserialize)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) required: bool,
    pub(super) schema: Schema,
}

#[derive(Deserialize)]
pub(super) struct Body {
    pub(super) required: bool,
    pub(super) schema: Schema,
}

/// A schema, compiled at its first use.
#[derive(Deserialize)]
#[serde(from = "Value")]
pub(super) struct Schema {
    pub(super) value: Value,
    validator: OnceLock<Result<Validator, ValidationError<'static>>>,
}

#[derive(Debug, PartialEq)]
pub(super) struct Violation {
    /// The location of the invalid value, as a JSON pointer.
    pub(super) pointer: String,
    pub(super) message: String,
}

impl From<Value> for Schema {
    fn from(value: Value) -> Self {
        Self {
            value,
            validator: OnceLock::new(),
        }
    }
}

impl Contract {
    /// Returns the contract in this crate, which is read once.
    pub(super) fn shared() -> Result<&'static Self, MockError> {
        static SHARED: LazyLock<serde_json::Result<Contract>> = LazyLock::new(Contract::read);
        SHARED.as_ref().map_err(MockError::contract)
    }

    fn read() -> serde_json::Result<Self> {
        let mut contract: Value = serde_json::from_str(CONTRACT)?;
        forbid_unknown_properties(&mut contract);
        serde_json::from_value(contract)
    }

    pub(super) fn operation(&self, name: &str) -> Option<&Operation> {
        let mut operations = self.operations.iter();
        operations.find(|operation| operation.name == name)
    }

    /// Returns the definition that a schema refers to, or else the schema itself.
    pub(super) fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        schema
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|reference| reference.strip_prefix("#/$defs/"))
            .and_then(|name| self.definitions.get(name))
            .unwrap_or(schema)
    }

    pub(super) fn definition(&self, name: &str) -> Schema {
        Schema::from(json!({"$ref": format!("#/$defs/{name}")}))
    }

    pub(super) fn violations(&self, schema: &Schema, value: &Value) -> Vec<Violation> {
        match schema.validator.get_or_init(|| self.compile(&schema.value)) {
            Ok(validator) => {
                let errors = validator.iter_errors(value);
                errors.flat_map(|error| Violation::of(&error)).collect()
            }
            // The schema is invalid.
            Err(error) => Violation::of(error),
        }
    }

    /// Returns a description of the first violation by a response, or `None` if the contract allows the response or
    /// documents no body for it. The contract doesn't list every error response.
    pub(super) fn response_violation(
        &self,
        operation: &Operation,
        response: &MockResponse,
    ) -> Option<String> {
        let schema = operation.response(response.status)?;
        let body = serde_json::from_slice(&response.body).unwrap_or_default();
        let violation = self.violations(schema, &body).into_iter().next()?;
        Some(format!(
            "invalid body of the {} response of {}: {}: {}",
            response.status.as_str(),
            operation.name,
            violation.pointer,
            violation.message
        ))
    }

    fn compile(&self, schema: &Value) -> Result<Validator, ValidationError<'static>> {
        let mut schema = schema.clone();
        if let Value::Object(members) = &mut schema {
            let definitions = Value::Object(self.definitions.clone());
            members.insert("$defs".to_owned(), definitions);
        }
        let options = jsonschema::draft201909::options().should_validate_formats(true);
        options.build(&schema)
    }
}

impl Operation {
    /// Returns the status of the first success response, or 200 if the contract documents none.
    pub(super) fn success_status(&self) -> StatusCode {
        let mut statuses = self.responses.keys().filter_map(|key| key.parse().ok());
        let success = statuses.find(StatusCode::is_success);
        success.unwrap_or(StatusCode::OK)
    }

    /// Returns the schema of the response with this status, or `None` if the contract documents no body for it.
    pub(super) fn response(&self, status: StatusCode) -> Option<&Schema> {
        let range = format!("{}XX", status.as_u16() / 100);
        let mut keys = [status.as_str(), &range, "default"].into_iter();
        keys.find_map(|key| self.responses.get(key))?.as_ref()
    }
}

impl Violation {
    /// Returns a violation for each unknown property of an object, or one for any other error of the validator.
    fn of(error: &ValidationError<'_>) -> Vec<Self> {
        let pointer = error.instance_path().as_str();
        let at_property = |name: &str, message: &str| Self {
            pointer: child_pointer(pointer, name),
            message: message.to_owned(),
        };
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => unexpected
                .iter()
                .map(|name| at_property(name, "unknown property"))
                .collect(),
            ValidationErrorKind::Required { property } => {
                let name = property.as_str().unwrap_or_default();
                vec![at_property(name, "missing required property")]
            }
            _ => vec![Self {
                pointer: pointer.to_owned(),
                message: error.to_string(),
            }],
        }
    }
}

/// Appends an object key or array index to a JSON pointer.
pub(super) fn child_pointer(parent: &str, key: &str) -> String {
    format!("{parent}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// Sets `additionalProperties` to `false` in every schema that has `properties` but no `additionalProperties`.
fn forbid_unknown_properties(node: &mut Value) {
    match node {
        Value::Array(items) => items.iter_mut().for_each(forbid_unknown_properties),
        Value::Object(members) => {
            members.values_mut().for_each(forbid_unknown_properties);
            let has_properties = members.get("properties").is_some_and(Value::is_object);
            if has_properties && !members.contains_key("additionalProperties") {
                members.insert("additionalProperties".to_owned(), Value::Bool(false));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// `Parameter` has no location, because of this.
    #[test]
    fn parameters_are_in_path_or_query_and_have_different_names() {
        let contract: Value = serde_json::from_str(CONTRACT).unwrap();
        for operation in contract["operations"].as_array().unwrap() {
            let mut names = BTreeSet::new();
            for parameter in operation["parameters"].as_array().unwrap() {
                assert!(
                    ["path", "query"]
                        .map(Value::from)
                        .contains(&parameter["in"])
                );
                assert!(names.insert(parameter["name"].as_str()), "{parameter}");
            }
        }
    }

    fn violation_of(operation: &str, status: StatusCode, body: Value) -> Option<String> {
        let contract = Contract::shared().unwrap();
        let operation = contract.operation(operation).unwrap();
        contract.response_violation(operation, &MockResponse::json(status, body))
    }

    #[test]
    fn response_violation_of_valid_response_is_none() {
        let id = "3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4";
        let room = json!({"data": {"id": id, "created_at": "2026-03-14T09:30:00Z"}});
        let problem = json!({"code": "10005", "title": "Resource not found"});
        for (operation, status, body) in [
            ("rooms.retrieve", StatusCode::OK, room),
            ("rooms.retrieve", StatusCode::NOT_FOUND, problem),
            ("rooms.delete", StatusCode::NO_CONTENT, Value::Null),
        ] {
            assert_eq!(violation_of(operation, status, body), None);
        }
    }

    #[test]
    fn response_violation_of_invalid_response_names_operation_pointer_and_rule() {
        for (operation, body, expected) in [
            (
                "rooms.retrieve",
                json!({"data": {}}),
                "invalid body of the 200 response of rooms.retrieve: /data/id: missing required property",
            ),
            (
                "rooms.retrieve",
                json!({"data": {"id": "a"}}),
                "invalid body of the 200 response of rooms.retrieve: /data/id: \"a\" is not a \"uuid\"",
            ),
            (
                "rooms.list",
                json!({"data": [], "meta": {"pages": 1}}),
                "invalid body of the 200 response of rooms.list: /meta/pages: unknown property",
            ),
        ] {
            let violation = violation_of(operation, StatusCode::OK, body);
            assert_eq!(violation.as_deref(), Some(expected));
        }
        let problem = json!({"errors": []});
        assert!(violation_of("rooms.retrieve", StatusCode::NOT_FOUND, problem).is_some());
    }
}
