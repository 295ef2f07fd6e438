//! What is not as the published schema of OpenAPI 3.0 has it.

use std::borrow::Cow;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;

use super::Subject;
use super::closest::{self, Fault};
use crate::error::Error;
use crate::operations::WEBHOOKS;

const SCHEMA: &str = include_str!("openapi-3.0.json");

/// The schema, ready for use, or why it is not.
static VALIDATOR: LazyLock<Result<Validator, String>> = LazyLock::new(|| {
    let schema: Value = serde_json::from_str(SCHEMA).map_err(|error| error.to_string())?;
    let options = jsonschema::draft4::options().should_validate_formats(true);
    options.build(&schema).map_err(|error| error.to_string())
});

pub(super) fn find(subject: &Subject<'_>) -> Vec<Error> {
    let validator = match &*VALIDATOR {
        Ok(validator) => validator,
        Err(cause) => {
            return vec![Error::general(
                format!("the schema of OpenAPI cannot be used: {cause}"),
                "mend codegen/src/lint/openapi-3.0.json",
            )];
        }
    };
    // The schema of 3.0 has no word for them.
    let mut document = Cow::Borrowed(subject.document);
    if subject.document.get(WEBHOOKS).is_some()
        && let Value::Object(members) = document.to_mut()
    {
        members.shift_remove(WEBHOOKS);
    }
    let errors = validator.iter_errors(&document);
    let faults = errors.flat_map(|error| closest::faults(&error));
    faults.map(to_error).collect()
}

fn to_error(Fault { place, cause, help }: Fault) -> Error {
    let help = help.unwrap_or("compare the node with the OpenAPI 3.0.3 specification");
    Error::at(&place, cause, help)
}
