//! Errors about operations that can't have a declared pagination.

use super::declared::{Declared, KEY};
use super::{DATA, META, properties};
use crate::diagnostics::{Diagnostic, Pointer, UnmatchedDecision};
use crate::ir::{Operation, Output};
use crate::lower::Lowering;
use crate::lower::resource::ResourceOperation;
use crate::openapi::errors::{listed, quoted};

impl Lowering<'_> {
    /// Returns an unmatched decision if the document declares a pagination that no operation has.
    pub(in crate::lower) fn unmatched_pagination(
        &self,
        operations: &[ResourceOperation<'_>],
    ) -> Option<UnmatchedDecision> {
        let declared = self.root.pagination.as_ref()?;
        let operations = operations.iter().map(|it| &it.operation);
        let mut without_own =
            operations.filter(|it| self.document.node(&it.pointer.child(KEY)).is_none());
        let is_page = |it: &Operation| matches!(it.output, Output::Page { .. });
        if matches!(declared, Declared::Disabled) || without_own.clone().any(is_page) {
            return None;
        }
        let parameter = declared.parameter();
        let example = without_own.find(|it| self.check_parameter(declared, &it.pointer).is_ok());
        let (problem, remedy) = match (example, parameter) {
            (Some(Operation { pointer, .. }), _) => {
                let mismatch = match declared {
                    Declared::Disabled => return None,
                    Declared::Standard { parameter } => self.no_envelope(pointer, parameter),
                    Declared::Style { items, .. } => self.no_list(pointer, items.as_deref()),
                };
                let problem = format!(
                    "`{KEY}` at the root applies to no operation: for example, at {}, {}",
                    mismatch.pointer_or_root(),
                    mismatch.message()
                );
                (problem, mismatch.help().to_owned())
            }
            (None, Some(parameter)) => (
                format!(
                    "no operation has the query parameter `{parameter}` (operations with their own `{KEY}` don't count)"
                ),
                declared.help().to_owned(),
            ),
            (None, None) => (
                format!("`{KEY}` at the root applies to no operation: each has its own"),
                format!("delete `{KEY}` of an operation"),
            ),
        };
        let pointer = Pointer::root().child(KEY);
        let help = format!("{remedy}, or delete `{KEY}` at the root");
        Some(UnmatchedDecision::new(pointer, KEY, problem, help))
    }

    /// Creates the error about an operation with this page number that doesn't return a list in the standard envelope.
    pub(in crate::lower) fn no_envelope(&self, operation: &Pointer, parameter: &str) -> Diagnostic {
        let body = self.only_success(operation).map(|(_, body)| body);
        let found = match body.and_then(properties) {
            Some(properties) => format!(
                "the body of the success response has the properties {}",
                listed(properties.keys().map(|it| quoted(it)))
            ),
            None => {
                let [found, ..] = self.explain_successes(operation, None);
                found
            }
        };
        Diagnostic::at(
            &operation.child("responses"),
            format!(
                "`{KEY}` without `style` expects, in every success response, an object with the list in `{DATA}`, \
                 optionally the page number and the totals in `{META}`, and no other property; {found}"
            ),
            format!(
                "set `{KEY}` to an object with `style`, such as `{{style: page_number, parameter: '{parameter}'}}`"
            ),
        )
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::diagnostics::{Collector, Diagnostic, Mode};
    use crate::lower::lower;
    use crate::openapi::document::Document;

    const EXPECTED: &str = "`x-sdk-pagination` without `style` expects, in every success response, an object with the \
                            list in `data`, optionally the page number and the totals in `meta`, and no other \
                            property";

    const STYLE: &str = "set `x-sdk-pagination` to an object with `style`, such as \
                         `{style: page_number, parameter: 'page[number]'}`";

    fn page_parameter() -> Value {
        json!({"parameter": "page", "number": "number"})
    }

    /// Returns a response with a JSON body.
    fn json_body(schema: Value) -> Value {
        json!({"description": "", "content": {"application/json": {"schema": schema}}})
    }

    /// Returns the schema of an object with these properties.
    fn object(properties: Value) -> Value {
        json!({"type": "object", "properties": properties})
    }

    fn list() -> Value {
        json!({"type": "array", "items": {"type": "string"}})
    }

    /// Returns an operation with the parameter `page[number]`.
    fn operation(responses: Value) -> Value {
        let schema = object(json!({"number": {"type": "integer"}}));
        let page = json!({"name": "page", "in": "query", "style": "deepObject", "schema": schema});
        json!({"parameters": [page], "responses": responses})
    }

    /// Returns the error about a document with one operation.
    fn error(root: Value, operation: Value) -> Diagnostic {
        let mut document = json!({
            "openapi": "3.0.3",
            "info": {"title": "Test API", "version": "1"},
            "paths": {"/a": {"get": operation}},
        });
        for (key, value) in root.as_object().unwrap() {
            document[key] = value.clone();
        }
        let document = Document::parse(document, &mut Collector::default()).unwrap();
        let mut diagnostics = Collector::new(Mode::Strict);
        match lower(&document, &mut diagnostics) {
            Ok(_) => UnmatchedDecision::error(diagnostics.unmatched).unwrap(),
            Err(error) => error,
        }
    }

    #[test]
    fn page_parameter_of_operation_without_envelope_is_an_error() {
        let envelope = object(json!({"data": list(), "meta": {"type": "object"}}));
        let named = object(json!({"rooms": list(), "paging": {"type": "object"}}));
        for (responses, found) in [
            (
                json!({"200": json_body(named)}),
                "the body of the success response has the properties `rooms`, `paging`",
            ),
            (
                json!({"200": json_body(envelope), "204": {"description": ""}}),
                "the operation has the success responses `200`, `204`",
            ),
            (
                json!({"default": json_body(list())}),
                "the operation has no 2XX response",
            ),
            (
                json!({"404": {"description": ""}}),
                "the operation has no 2XX response",
            ),
            (
                json!({"200": json_body(json!({"type": "object"}))}),
                "the body of the success response has no array among its properties",
            ),
        ] {
            let mut operation = operation(responses);
            operation[KEY] = page_parameter();
            let error = error(json!({}), operation);
            assert_eq!(error.message(), format!("{EXPECTED}; {found}"));
            let help = format!("{STYLE}, or set `x-sdk-pagination` of the operation to `false`");
            assert_eq!(error.help(), help);
        }
    }

    #[test]
    fn pagination_of_document_is_an_error_if_each_operation_has_its_own() {
        let mut operation = operation(json!({"200": json_body(list())}));
        operation[KEY] = json!(false);
        let error = error(json!({KEY: {"style": "link"}}), operation);
        let message = "`x-sdk-pagination` at the root applies to no operation: each has its own";
        assert_eq!(error.message(), message);
    }

    #[test]
    fn page_parameter_of_document_is_an_error_if_no_response_is_an_envelope() {
        let root = json!({KEY: page_parameter()});
        let error = error(root, operation(json!({"200": json_body(list())})));
        let message = format!(
            "`x-sdk-pagination` at the root applies to no operation: for example, at #/paths/~1a/get/responses, \
             {EXPECTED}; the body of the success response is an array"
        );
        assert_eq!(error.message(), message);
        let help = format!("{STYLE}, or delete `x-sdk-pagination` at the root");
        assert_eq!(error.help(), help);
    }
}
