//! Finds the header parameter that is the idempotency key of an operation.

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Pointer, Result, UnmatchedDecision};
use crate::ir::{
    Bound, BoundValue, Location, Measure, Operation, Output, Parameter, Role, Structure, Type,
};
use crate::lower::Lowering;
use crate::lower::extensions::Extensions;
use crate::lower::resource::ResourceOperation;
use crate::openapi::errors::wrong_type;

const KEY: &str = "x-sdk-idempotency-key";

/// The name of the header if the document declares none.
const DEFAULT_NAME: &str = "Idempotency-Key";

/// The number of characters of a UUID, which is the value that the SDK generates.
const UUID_LENGTH: i128 = 36;

/// The value of `x-sdk-idempotency-key`.
#[derive(Clone)]
pub(in crate::lower) enum KeyHeader {
    Named(String),
    /// `false`: no header parameter is an idempotency key.
    Disabled,
}

impl KeyHeader {
    pub(in crate::lower) fn read(extensions: &Extensions<'_>) -> Result<Option<Self>> {
        match extensions.get(KEY)? {
            None => Ok(None),
            Some(Value::String(name)) => Ok(Some(Self::Named(name))),
            Some(Value::Bool(false)) => Ok(Some(Self::Disabled)),
            Some(value) => {
                let expected =
                    "the name of a header parameter, such as `Idempotency-Key`, or `false`";
                Err(wrong_type(&extensions.pointer_of(KEY), &value, expected))
            }
        }
    }
}

impl Lowering<'_> {
    /// Returns an unmatched decision if the document names a header that is the idempotency key of no operation.
    pub(in crate::lower) fn unmatched_idempotency_key(
        &self,
        operations: &[ResourceOperation<'_>],
    ) -> Option<UnmatchedDecision> {
        let Some(KeyHeader::Named(name)) = &self.root.idempotency_key else {
            return None;
        };
        let mut operations = operations.iter().map(|it| &it.operation);
        let is_key = |it: &Operation| it.idempotency_key().is_some_and(|it| has_name(it, name));
        if operations.clone().any(is_key) {
            return None;
        }
        let has_header = |it: &&Operation| it.parameters.iter().any(|it| has_name(it, name));
        let (problem, help) = match operations.find(has_header) {
            None => (
                format!("`{KEY}` names the header parameter `{name}`, which no operation has"),
                format!("correct the name, or delete `{KEY}`"),
            ),
            Some(example) => (
                format!(
                    "`{KEY}` has no effect: each operation with the header parameter `{name}`, such as {}, is paginated \
                     or sets its own `{KEY}`",
                    example.pointer
                ),
                format!("delete `{KEY}` at the root"),
            ),
        };
        let pointer = Pointer::root().child(KEY);
        Some(UnmatchedDecision::new(pointer, name, problem, help))
    }

    /// Marks the parameter that is the idempotency key. A paginated operation has none, since each page is a separate
    /// call.
    pub(in crate::lower) fn mark_idempotency_key(
        &self,
        extensions: &Extensions<'_>,
        output: &Output,
        parameters: &mut [Parameter],
    ) -> Result<()> {
        let own = KeyHeader::read(extensions)?;
        if let Output::Page { pagination, .. } = output {
            let Some(KeyHeader::Named(name)) = own else {
                return Ok(());
            };
            let by = match pagination.style.parameter() {
                Some(parameter) => format!(" (by the query parameter `{parameter}`)"),
                None => String::new(),
            };
            return Err(Diagnostic::at(
                &extensions.pointer_of(KEY),
                format!(
                    "`{KEY}` is `{name}`, but the operation is paginated{by}, and a paginated operation can't have an \
                     idempotency key"
                ),
                format!("delete `{KEY}`, or set `x-sdk-pagination` of the operation to `false`"),
            ));
        }
        let declared = own.as_ref().or(self.root.idempotency_key.as_ref());
        let name = match declared {
            Some(KeyHeader::Disabled) => return Ok(()),
            Some(KeyHeader::Named(name)) => name,
            None => DEFAULT_NAME,
        };
        let mut headers = parameters.iter_mut();
        match headers.find(|parameter| has_name(parameter, name)) {
            Some(parameter) if can_be_uuid(parameter, declared.is_some()) => {
                parameter.role = Role::IdempotencyKey;
                Ok(())
            }
            Some(parameter) if declared.is_some() => {
                let (problem, change) = match has_string_type(parameter) {
                    true => (
                        "whose `maxLength` is too small",
                        format!("set `maxLength` of `{name}` to {UUID_LENGTH} or more"),
                    ),
                    false => (
                        "which isn't a plain string",
                        format!("set the schema of `{name}` to `{{type: string}}`"),
                    ),
                };
                Err(Diagnostic::at(
                    &parameter.pointer,
                    format!(
                        "`{KEY}` names the header parameter `{name}`, {problem}; expected a string that can hold a UUID \
                         ({UUID_LENGTH} characters)"
                    ),
                    format!(
                        "{change}; if `{name}` isn't an idempotency key, delete `{KEY}`, or set it to `false` for this \
                         operation if others use it"
                    ),
                ))
            }
            None if own.is_some() => Err(Diagnostic::at(
                &extensions.pointer_of(KEY),
                format!(
                    "`{KEY}` names the header parameter `{name}`, which the operation doesn't have"
                ),
                format!("add a header parameter `{name}`, or delete `{KEY}`"),
            )),
            _ => Ok(()),
        }
    }
}

fn has_name(parameter: &Parameter, name: &str) -> bool {
    parameter.location == Location::Header && parameter.name.eq_ignore_ascii_case(name)
}

/// Whether a parameter can have a UUID as its value. UUIDs might not match a `pattern`, so a parameter with a `pattern`
/// must be declared.
fn can_be_uuid(parameter: &Parameter, is_declared: bool) -> bool {
    let excludes = |bound: &Bound| match bound {
        Bound::Range {
            of: Measure::Characters,
            maximum: Some(end),
            ..
        } => matches!(end.value, BoundValue::Integer(maximum) if maximum < UUID_LENGTH),
        Bound::Pattern(_) => !is_declared,
        _ => false,
    };
    has_string_type(parameter) && !parameter.annotations.bounds.iter().any(excludes)
}

fn has_string_type(parameter: &Parameter) -> bool {
    parameter.structure == Structure::Primitive && matches!(parameter.ty, Type::String | Type::Uuid)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::diagnostics::{Collector, Mode};
    use crate::lower::lower;
    use crate::openapi::document::Document;

    #[test]
    fn key_of_document_that_no_operation_has_is_an_error_with_the_reason() {
        let own = json!({
            "x-sdk-idempotency-key": "Other",
            "parameters": [
                {"name": "X-Key", "in": "header", "schema": {"type": "string"}},
                {"name": "Other", "in": "header", "schema": {"type": "string"}},
            ],
            "responses": {"204": {"description": ""}},
        });
        let list = json!({"type": "array", "items": {"type": "string"}});
        let page = json!({
            "x-sdk-pagination": {"style": "offset", "parameter": "skip"},
            "parameters": [
                {"name": "X-Key", "in": "header", "schema": {"type": "string"}},
                {"name": "skip", "in": "query", "schema": {"type": "integer"}},
            ],
            "responses": {"200": {"description": "", "content": {"application/json": {"schema": list}}}},
        });
        for (item, method) in [
            (json!({"get": page}), "get"),
            (json!({"get": page, "put": own}), "get"),
            (json!({"put": own, "post": own}), "put"),
        ] {
            let document = json!({
                "openapi": "3.0.3",
                "info": {"title": "Test API", "version": "1"},
                "x-sdk-idempotency-key": "X-Key",
                "paths": {"/a": item},
            });
            let document = Document::parse(document, &mut Collector::default()).unwrap();
            let mut diagnostics = Collector::new(Mode::Strict);
            lower(&document, &mut diagnostics).unwrap();
            let error = UnmatchedDecision::error(diagnostics.unmatched).unwrap();
            let message = format!(
                "`x-sdk-idempotency-key` has no effect: each operation with the header parameter `X-Key`, such as \
                 #/paths/~1a/{method}, is paginated or sets its own `x-sdk-idempotency-key`"
            );
            assert_eq!(error.message(), message);
        }
    }
}
