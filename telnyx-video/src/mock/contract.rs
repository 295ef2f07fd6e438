//! What the API allows: its operations, and the schemas of what is sent and answered.
//!
//! Objects are closed: what the contract has no name for is more likely a slip of the pen than news, and a mock server that
//! ignored it would let a misspelt filter match everything.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::MockError;
use crate::generated::contract::CONTRACT;

/// The contract as a whole.
#[derive(Deserialize)]
pub(super) struct Contract {
    pub(super) operations: Vec<Operation>,
    #[serde(rename = "$defs")]
    definitions: Map<String, Value>,
}

/// One method on one path.
#[derive(Deserialize)]
pub(super) struct Operation {
    /// The call, such as `rooms.retrieve`.
    pub(super) name: String,
    #[serde(rename = "id")]
    pub(super) operation_id: Option<String>,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) authenticated: bool,
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<Body>,
    pub(super) responses: BTreeMap<String, Option<Schema>>,
}

/// A parameter of the path or the query.
#[derive(Deserialize)]
pub(super) struct Parameter {
    #[serde(rename = "in")]
    pub(super) place: Place,
    pub(super) name: String,
    pub(super) required: bool,
    pub(super) schema: Schema,
}

/// Where a parameter is.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Place {
    Path,
    Query,
}

/// The body of a request.
#[derive(Deserialize)]
pub(super) struct Body {
    pub(super) required: bool,
    pub(super) schema: Schema,
}

/// A schema, compiled when something is first held against it.
#[derive(Deserialize)]
#[serde(from = "Value")]
pub(super) struct Schema {
    pub(super) value: Value,
    validator: OnceLock<Result<Validator, String>>,
}

/// Something that a schema forbids.
#[derive(Debug, PartialEq)]
pub(super) struct Violation {
    /// Where, as a JSON pointer.
    pub(super) pointer: String,
    pub(super) cause: String,
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
    pub(super) fn read() -> Result<Self, MockError> {
        let mut contract: Value = serde_json::from_str(CONTRACT).map_err(MockError::contract)?;
        close(&mut contract);
        serde_json::from_value(contract).map_err(MockError::contract)
    }

    /// Returns the operation of a call such as `rooms.retrieve`.
    pub(super) fn operation(&self, name: &str) -> Option<&Operation> {
        let mut operations = self.operations.iter();
        operations.find(|operation| operation.name == name)
    }

    /// The schema that a definition has, or that a reference leads to.
    pub(super) fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let name = schema.get("$ref").and_then(Value::as_str);
        let name = name.and_then(|reference| reference.strip_prefix("#/$defs/"));
        let definition = name.and_then(|name| self.definitions.get(name));
        definition.unwrap_or(schema)
    }

    /// A schema that says no more than that the definition of a name holds.
    pub(super) fn definition(&self, name: &str) -> Schema {
        Schema::from(json!({"$ref": format!("#/$defs/{name}")}))
    }

    /// Everything that a schema forbids in a value.
    pub(super) fn violations(&self, schema: &Schema, value: &Value) -> Vec<Violation> {
        let validator = schema.validator.get_or_init(|| self.compile(&schema.value));
        match validator {
            Ok(validator) => {
                let errors = validator.iter_errors(value);
                errors.map(|error| violation(&error)).collect()
            }
            Err(cause) => vec![Violation {
                pointer: String::new(),
                cause: format!("the contract itself is faulty here: {cause}"),
            }],
        }
    }

    fn compile(&self, schema: &Value) -> Result<Validator, String> {
        let mut schema = schema.clone();
        if let Value::Object(members) = &mut schema {
            let definitions = Value::Object(self.definitions.clone());
            members.insert("$defs".to_owned(), definitions);
        }
        let options = jsonschema::draft201909::options().should_validate_formats(true);
        options.build(&schema).map_err(|error| error.to_string())
    }
}

impl Operation {
    /// The schema of an answer with a status, if the contract has one.
    pub(super) fn response(&self, status: u16) -> Option<&Schema> {
        let key = self.response_key(status)?;
        self.responses.get(&key)?.as_ref()
    }

    /// Whether the contract has answers with a status.
    pub(super) fn answers(&self, status: u16) -> bool {
        self.response_key(status).is_some()
    }

    /// What answers with a status are listed under: that one, all of its hundred, or all others.
    fn response_key(&self, status: u16) -> Option<String> {
        let keys = [
            status.to_string(),
            format!("{}XX", status / 100),
            "default".to_owned(),
        ];
        keys.into_iter()
            .find(|key| self.responses.contains_key(key))
    }

    /// The parameters that are in one place.
    pub(super) fn parameters_in(&self, place: Place) -> impl Iterator<Item = &Parameter> {
        let parameters = self.parameters.iter();
        parameters.filter(move |parameter| parameter.place == place)
    }
}

fn violation(error: &jsonschema::ValidationError<'_>) -> Violation {
    let pointer = error.instance_path().as_str();
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => Violation {
            pointer: child(pointer, unexpected.first().map_or("", String::as_str)),
            cause: "the contract has nothing of that name here".to_owned(),
        },
        ValidationErrorKind::Required { property } => Violation {
            pointer: child(pointer, property.as_str().unwrap_or_default()),
            cause: "it is required".to_owned(),
        },
        _ => Violation {
            pointer: pointer.to_owned(),
            cause: error.to_string(),
        },
    }
}

/// The pointer of a member.
pub(super) fn child(pointer: &str, name: &str) -> String {
    let name = name.replace('~', "~0").replace('/', "~1");
    format!("{pointer}/{name}")
}

/// Forbids members without a name in the contract, wherever it has names for some and does not speak of others.
fn close(node: &mut Value) {
    match node {
        Value::Array(items) => items.iter_mut().for_each(close),
        Value::Object(members) => {
            members.values_mut().for_each(close);
            let has_names = members.get("properties").is_some_and(Value::is_object);
            if has_names && !members.contains_key("additionalProperties") {
                members.insert("additionalProperties".to_owned(), Value::Bool(false));
            }
        }
        _ => {}
    }
}
