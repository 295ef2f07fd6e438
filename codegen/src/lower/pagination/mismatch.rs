//! Finds out why operations can't have a declared pagination.

use super::declared::{Declared, KEY};
use super::{DATA, META, PageParameter};
use crate::diagnostics::{Diagnostic, Pointer, UnmatchedDecision};
use crate::ir::{Operation, Output, PageStyle, Pagination};
use crate::lower::Lowering;
use crate::lower::resource::ResourceOperation;

impl Declared {
    fn is_used_by(&self, operation: &Operation) -> bool {
        let Output::Page { pagination, .. } = &operation.output else {
            return false;
        };
        match self {
            Self::Disabled => false,
            Self::Parameter(parameter) => {
                *pagination == Pagination::standard(parameter.query_name())
            }
            Self::Style { style, items } => {
                pagination.style == *style && (items.is_none() || pagination.items == *items)
            }
        }
    }

    /// Returns an example of a query parameter that selects a page.
    fn usual_parameter(&self) -> &'static str {
        match self {
            Self::Style { style, .. } => match style {
                PageStyle::Offset { .. } => "offset",
                PageStyle::Cursor { .. } => "cursor",
                PageStyle::LastId { .. } => "starting_after",
                PageStyle::PageNumber { .. } | PageStyle::Link { .. } => "page",
            },
            Self::Disabled | Self::Parameter(_) => "page",
        }
    }

    /// Returns the name of the query parameter that selects a page, if the declaration has one.
    fn query_parameter(&self) -> Option<&str> {
        match self {
            Self::Disabled => None,
            Self::Parameter(parameter) => Some(&parameter.parameter),
            Self::Style { style, .. } => style.parameter(),
        }
    }
}

impl Lowering<'_> {
    /// Returns an unmatched decision if the document declares a pagination that no operation has.
    pub(in crate::lower) fn unmatched_pagination(
        &self,
        operations: &[ResourceOperation<'_>],
    ) -> Option<UnmatchedDecision> {
        let declared = self.root.pagination.as_ref()?;
        let mut all = operations.iter().map(|it| &it.operation);
        if matches!(declared, Declared::Disabled) || all.any(|it| declared.is_used_by(it)) {
            return None;
        }
        let parameter = declared.query_parameter();
        let has_parameter = |operation: &&Pointer| match declared {
            Declared::Parameter(it) => self.check_page_parameter(it, operation).is_ok(),
            _ => parameter.is_none_or(|name| self.check_query_value(name, operation).is_ok()),
        };
        let pointers = operations.iter().map(|it| &it.operation.pointer);
        let mut others = pointers.filter(|it| self.document.node(&it.child(KEY)).is_none());
        let operation = others.find(has_parameter);
        let (problem, remedy) = match (declared, operation) {
            (Declared::Parameter(parameter), Some(_)) if !self.root.has_envelope => (
                format!(
                    "`{KEY}` has no `style`, and the root has no `x-sdk-envelope`; one of the two is required"
                ),
                format!(
                    "if responses have the list in `{DATA}`, add `x-sdk-envelope: {DATA}`; otherwise, set `{KEY}` to an \
                     object with `style`, such as {}",
                    page_number_style(&parameter.query_name())
                ),
            ),
            (_, Some(operation)) => {
                let mismatch = self.mismatch(declared, operation)?;
                let problem = format!(
                    "`{KEY}` at the root applies to no operation: for example, at {}, {}",
                    mismatch.pointer_or_root(),
                    mismatch.message()
                );
                (problem, mismatch.help().to_owned())
            }
            (_, None) => match parameter {
                Some(parameter) => (
                    format!(
                        "no operation has the query parameter `{parameter}` (operations with their own `{KEY}` don't \
                         count)"
                    ),
                    format!(
                        "set `parameter` to the query parameter that selects the page, such as `{}`",
                        declared.usual_parameter()
                    ),
                ),
                None => (
                    format!("`{KEY}` at the root applies to no operation: each has its own"),
                    format!("delete `{KEY}` of an operation"),
                ),
            },
        };
        let pointer = Pointer::root().child(KEY);
        let help = format!("{remedy}, or delete `{KEY}` at the root");
        Some(UnmatchedDecision::new(pointer, KEY, problem, help))
    }

    /// Creates the error about an operation with the right query parameter that can't have the declared pagination.
    fn mismatch(&self, declared: &Declared, operation: &Pointer) -> Option<Diagnostic> {
        match declared {
            Declared::Disabled => None,
            Declared::Parameter(parameter) => Some(self.no_envelope(operation, parameter)),
            Declared::Style { items, .. } => Some(self.no_list(operation, items.as_deref())),
        }
    }

    /// Creates the error about an operation with this page parameter that doesn't return a page.
    pub(in crate::lower) fn no_envelope(
        &self,
        operation: &Pointer,
        parameter: &PageParameter,
    ) -> Diagnostic {
        let number = parameter.query_name();
        let selector = match self.check_query_value(&number, operation) {
            Ok(_) => &number,
            Err(_) => &parameter.parameter,
        };
        Diagnostic::at(
            &operation.child("responses"),
            format!(
                "{}; `{KEY}` without `style` expects, in every success response, an object with the list in `{DATA}`, \
                 optionally the page number and the totals in `{META}`, and no other property",
                self.describe_response_without_envelope(operation)
            ),
            format!(
                "set `{KEY}` to an object with `style`, such as {}",
                page_number_style(selector)
            ),
        )
    }
}

/// Returns an example value of `x-sdk-pagination` with the style `page_number`, in backticks.
fn page_number_style(parameter: &str) -> String {
    format!("`{{style: page_number, parameter: '{parameter}'}}`")
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
    fn page_parameter_of_operation_without_envelope_is_an_error_about_the_response() {
        let envelope = object(json!({"data": list(), "meta": {"type": "object"}}));
        let named = object(json!({"rooms": list(), "paging": {"type": "object"}}));
        for (responses, found) in [
            (
                json!({"200": json_body(named)}),
                "the body of response `200` is an object with the properties `rooms`, `paging`",
            ),
            (
                json!({"200": json_body(envelope), "204": {"description": ""}}),
                "response `204` has no JSON body with a schema",
            ),
            (
                json!({"default": json_body(list())}),
                "the body of response `default` is an array",
            ),
            (
                json!({"404": {"description": ""}}),
                "the operation has no success response",
            ),
            (
                json!({"200": json_body(json!({"type": "object"}))}),
                "the body of response `200` is not an object with `properties`",
            ),
        ] {
            let mut operation = operation(responses);
            operation[KEY] = page_parameter();
            let error = error(json!({}), operation);
            assert_eq!(error.message(), format!("{found}; {EXPECTED}"));
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
    fn page_parameter_of_document_without_envelope_is_an_error_about_a_response() {
        let root = json!({KEY: page_parameter(), "x-sdk-envelope": "data"});
        let error = error(root, operation(json!({"200": json_body(list())})));
        let message = format!(
            "`x-sdk-pagination` at the root applies to no operation: for example, at #/paths/~1a/get/responses, the body \
             of response `200` is an array; {EXPECTED}"
        );
        assert_eq!(error.message(), message);
        let help = format!("{STYLE}, or delete `x-sdk-pagination` at the root");
        assert_eq!(error.help(), help);
    }
}
