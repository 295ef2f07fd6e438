//! Rule `structure`: objects that the JSON Schema of OpenAPI 3.0 rejects.

use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;

use super::Context;
use super::validation::Converter;
use crate::diagnostics::Diagnostic;
use crate::openapi::document::remove_mutual_tls;
use crate::openapi::operations::WEBHOOKS;

/// The JSON Schema of OpenAPI 3.0 and its validator, or the reason why it can't be compiled.
static VALIDATOR: LazyLock<Result<(Value, Validator), String>> = LazyLock::new(|| {
    let schema = serde_json::from_str(include_str!("openapi-3.0.json"))
        .map_err(|error| error.to_string())?;
    let validator = jsonschema::draft4::options()
        .should_validate_formats(true)
        .build(&schema)
        .map_err(|error| error.to_string())?;
    Ok((schema, validator))
});

pub(super) fn find(context: &Context<'_>) -> Vec<Diagnostic> {
    let (schema, validator) = match &*VALIDATOR {
        Ok(validator) => validator,
        Err(cause) => {
            return vec![Diagnostic::general(
                format!("the JSON Schema of OpenAPI 3.0 can't be compiled: {cause}"),
                "restore codegen/src/tools/lint/openapi-3.0.json",
            )];
        }
    };
    let converter = Converter {
        schema,
        is_document: true,
    };
    validator
        .iter_errors(&without_newer_fields(context.document))
        .flat_map(|error| converter.diagnostics(&error))
        .collect()
}

/// Returns the document without the fields of OpenAPI 3.1 that the generator supports.
fn without_newer_fields(document: &Value) -> Value {
    let mut document = document.clone();
    remove_mutual_tls(&mut document);
    if let Value::Object(members) = &mut document {
        members.shift_remove(WEBHOOKS);
    }
    document
}
