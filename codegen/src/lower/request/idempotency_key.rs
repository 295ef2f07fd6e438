//! Finds the header parameter that is the idempotency key of an operation.

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Pointer, Result, UnmatchedDecision};
use crate::ir::{
    Bound, BoundValue, Location, Measure, Operation, Output, Parameter, Role, Structure, Type,
};
use crate::lower::Lowering;
use crate::lower::extensions::Extensions;
use crate::lower::resource::ResourceOperation;
use crate::openapi::errors::{quoted, wrong_type};

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
        let mut with_header = Vec::new();
        for ResourceOperation { operation, .. } in operations {
            let mut parameters = operation.parameters.iter();
            match parameters.find(|it| has_name(it, name)) {
                Some(parameter) if parameter.role == Role::IdempotencyKey => return None,
                Some(_) => with_header.push(operation),
                None => {}
            }
        }
        let (problem, help) = self.why_unmatched(name, &with_header);
        let pointer = Pointer::root().child(KEY);
        Some(UnmatchedDecision::new(pointer, name, problem, help))
    }

    /// Returns why the header is the idempotency key of no operation, and the help. `operations` are those with the
    /// header.
    fn why_unmatched(&self, name: &str, operations: &[&Operation]) -> (String, String) {
        let is_page = |it: &&Operation| matches!(it.output, Output::Page { .. });
        let (pages, others): (Vec<&Operation>, Vec<_>) =
            operations.iter().partition(|it| is_page(it));
        let own = others.iter().find_map(|it| {
            let own = self.document.node(&it.pointer)?.get(KEY)?;
            Some((own, &it.pointer))
        });
        let delete = format!("delete `{KEY}` at the root");
        let header = format!("the header parameter `{name}`");
        let no_effect = format!("`{KEY}` has no effect: each operation with {header}");
        match (own, pages.first()) {
            (None, None) => (
                format!("`{KEY}` names {header}, which no operation has"),
                format!("correct the name, or delete `{KEY}`"),
            ),
            (None, Some(page)) => (
                format!(
                    "{no_effect} is paginated, such as {}, and a paginated operation can't have an idempotency key",
                    page.pointer
                ),
                delete,
            ),
            (Some((own, at)), page) => {
                let such_as = if others.len() > 1 { "such as " } else { "" };
                let or_paginated = page.map_or("", |_| " or is paginated");
                let own = quoted(&own.as_str().map_or_else(|| own.to_string(), str::to_owned));
                (
                    format!(
                        "{no_effect} sets its own `{KEY}` ({such_as}{own} at {at}){or_paginated}"
                    ),
                    format!("{delete}, or the one at {at}"),
                )
            }
        }
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
            Some(parameter) if declared.is_some() => Err(Diagnostic::at(
                &parameter.pointer,
                format!(
                    "`{KEY}` names the header parameter `{name}`, {}; expected a string that can hold a UUID \
                     ({UUID_LENGTH} characters)",
                    describe(parameter)
                ),
                format!(
                    "{}; if `{name}` isn't an idempotency key, {}",
                    match has_string_type(parameter) {
                        true => format!("set `maxLength` of `{name}` to {UUID_LENGTH} or more"),
                        false => format!("set the schema of `{name}` to `{{type: string}}`"),
                    },
                    match own {
                        Some(_) => format!("set `{KEY}` of the operation to `false`"),
                        None => format!(
                            "set `{KEY}` of the operation to `false`; if it isn't one in other operations either, \
                             delete `{KEY}` at the root"
                        ),
                    }
                ),
            )),
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

/// Describes a parameter that can't be an idempotency key.
fn describe(parameter: &Parameter) -> &'static str {
    match (parameter.structure, &parameter.ty) {
        _ if has_string_type(parameter) => "whose `maxLength` is too small",
        (Structure::Primitive, Type::Integer(_)) => "which is an integer",
        (Structure::Primitive, Type::Number) => "which is a number",
        (Structure::Primitive, Type::Boolean) => "which is a boolean",
        (Structure::Primitive, Type::Date | Type::DateTime) => "which is a date",
        (Structure::Primitive, Type::Named(_)) => "which has only certain values",
        (Structure::Array, _) => "which is an array",
        (Structure::Object, _) => "which is an object",
        _ => "which isn't a plain string",
    }
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
        for (item, reason, help) in [
            (
                json!({"get": page}),
                "is paginated, such as #/paths/~1a/get, and a paginated operation can't have an idempotency key",
                "delete `x-sdk-idempotency-key` at the root",
            ),
            (
                json!({"get": page, "put": own}),
                "sets its own `x-sdk-idempotency-key` (`Other` at #/paths/~1a/put) or is paginated",
                "delete `x-sdk-idempotency-key` at the root, or the one at #/paths/~1a/put",
            ),
            (
                json!({"put": own, "post": own}),
                "sets its own `x-sdk-idempotency-key` (such as `Other` at #/paths/~1a/put)",
                "delete `x-sdk-idempotency-key` at the root, or the one at #/paths/~1a/put",
            ),
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
                "`x-sdk-idempotency-key` has no effect: each operation with the header parameter `X-Key` {reason}"
            );
            assert_eq!(error.message(), message);
            assert_eq!(error.help(), help);
        }
    }
}
