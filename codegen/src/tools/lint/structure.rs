//! What is not as the published schema of OpenAPI 3.0 has it.

use std::borrow::Cow;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;

use super::Subject;
use super::closest::{self, Fault};
use crate::diagnostics::Diagnostic;
use crate::openapi::document;
use crate::openapi::operations::WEBHOOKS;

const SCHEMA: &str = include_str!("openapi-3.0.json");

/// The schema, ready for use, or why it is not.
static VALIDATOR: LazyLock<Result<Validator, String>> = LazyLock::new(|| {
    let schema: Value = serde_json::from_str(SCHEMA).map_err(|error| error.to_string())?;
    let options = jsonschema::draft4::options().should_validate_formats(true);
    options.build(&schema).map_err(|error| error.to_string())
});

pub(super) fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let validator = match &*VALIDATOR {
        Ok(validator) => validator,
        Err(cause) => {
            return vec![Diagnostic::general(
                format!("the schema of OpenAPI cannot be used: {cause}"),
                "mend codegen/src/lint/openapi-3.0.json",
            )];
        }
    };
    let document = plain(subject.document);
    let errors = validator.iter_errors(&document);
    let faults = errors.flat_map(|error| closest::faults(&error));
    faults.map(to_error).collect()
}

/// The document without what is read although the schema of 3.0 has no word for it.
fn plain(document: &Value) -> Cow<'_, Value> {
    if document.get(WEBHOOKS).is_none() && document::mutual_tls(document).is_empty() {
        return Cow::Borrowed(document);
    }
    let mut plain = document.clone();
    document::remove_mutual_tls(&mut plain);
    if let Value::Object(members) = &mut plain {
        members.shift_remove(WEBHOOKS);
    }
    Cow::Owned(plain)
}

fn to_error(Fault { place, cause, help }: Fault) -> Diagnostic {
    let help = help.unwrap_or("compare the node with the OpenAPI 3.0.3 specification");
    Diagnostic::at(&place, cause, help)
}
