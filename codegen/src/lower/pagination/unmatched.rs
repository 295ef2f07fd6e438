//! Errors about a declared pagination that doesn't fit the operations.

use super::declared::{Declared, KEY};
use super::list::location;
use super::{DATA, PageParameter};
use crate::diagnostics::{Diagnostic, Pointer, UnmatchedDecision};
use crate::ir::{Operation, Output, PageStyle, Pagination};
use crate::lower::Lowering;
use crate::lower::resource::ResourceOperation;

impl Declared {
    /// Whether an operation has the declared pagination.
    fn is_used_by(&self, operation: &Operation) -> bool {
        let Output::Page { pagination, .. } = &operation.output else {
            return false;
        };
        match self {
            Self::Disabled => false,
            Self::Parameter(parameter) => {
                *pagination == Pagination::standard(parameter.number_parameter())
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

    /// Returns the name of the query parameter that selects a page.
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
        operations: &[ResourceOperation],
    ) -> Option<UnmatchedDecision> {
        let declared = self.pagination.as_ref()?;
        let is_used = operations
            .iter()
            .any(|it| declared.is_used_by(&it.operation));
        if is_used || matches!(declared, Declared::Disabled) {
            return None;
        }
        let pointers = operations.iter().map(|it| &it.operation.pointer);
        let (with_own, mut with_parameter): (Vec<&Pointer>, Vec<_>) =
            pointers.partition(|it| self.document.node(&it.child(KEY)).is_some());
        let exception = match with_own.as_slice() {
            [] => String::new(),
            _ => format!(" (operations with their own `{KEY}` don't count)"),
        };
        with_parameter.retain(|it| self.has_parameter_of(declared, it));
        let (problem, remedy) = match (declared, declared.query_parameter()) {
            (_, Some(name)) if with_parameter.is_empty() => (
                format!(
                    "no operation has the query parameter `{name}`, which `{KEY}` names{exception}"
                ),
                format!(
                    "set `parameter` to the query parameter that selects the page, such as `{}`",
                    declared.usual_parameter()
                ),
            ),
            (Declared::Parameter(parameter), _) if self.envelope.is_none() => (
                format!(
                    "`{KEY}` has no `style`, and there is no `x-sdk-envelope` at the root of the document; one of them is \
                     required"
                ),
                format!(
                    "if responses have the list in `{DATA}`, add `x-sdk-envelope: {DATA}`; otherwise, {}",
                    self.set_style(parameter, &with_parameter)
                ),
            ),
            (_, parameter) => {
                let with = parameter.map(|it| format!(" with the query parameter `{it}`"));
                let with = with.unwrap_or_default();
                let (list, found, remedy) = self.expected_list(declared, &with_parameter);
                let found = found.map(|it| format!("; {it}")).unwrap_or_default();
                let problem = format!(
                    "`{KEY}` expects {list}, but no operation{with} has it{exception}{found}"
                );
                (problem, remedy)
            }
        };
        let help = format!("{remedy}, or delete `{KEY}`");
        let pointer = Pointer::root().child(KEY);
        Some(UnmatchedDecision::new(pointer, KEY, problem, help))
    }

    /// Whether an operation has the query parameter that a declared pagination names, if any.
    fn has_parameter_of(&self, declared: &Declared, operation: &Pointer) -> bool {
        match declared {
            Declared::Disabled => true,
            Declared::Parameter(it) => self.check_query_parameter(&it.parameter, operation).is_ok(),
            Declared::Style { style, .. } => style
                .parameter()
                .is_none_or(|name| self.check_parameter_or_property(name, operation).is_ok()),
        }
    }

    /// Returns the help to replace a page parameter of the document by a style, which one of the `operations` can have.
    fn set_style(&self, parameter: &PageParameter, operations: &[&Pointer]) -> String {
        let number = parameter.number_parameter();
        let is_deep_object = |it: &&Pointer| self.check_parameter_or_property(&number, it).is_ok();
        let selector = match operations.iter().any(is_deep_object) {
            true => &number,
            false => &parameter.parameter,
        };
        let style = page_number_style(selector);
        format!("set `{KEY}` to an object with `style`, such as {style}")
    }

    /// Describes the list that a declared pagination expects, and the response of an operation that lacks the list.
    /// Returns the remedy, too.
    fn expected_list(
        &self,
        declared: &Declared,
        operations: &[&Pointer],
    ) -> (String, Option<String>, String) {
        let items = match declared {
            Declared::Parameter(parameter) => return self.expected_envelope(parameter, operations),
            Declared::Style { items, .. } => items.as_deref(),
            Declared::Disabled => None,
        };
        let array = match items {
            Some(items) => format!("an array at {}", location(items)),
            None => "a list".to_owned(),
        };
        let found = operations
            .iter()
            .filter(|operation| self.find_list(operation, items).is_none())
            .find_map(|operation| self.other_arrays(operation, items));
        let (found, remedy) = found.unzip();
        let remedy = remedy.unwrap_or_else(|| {
            "set `items` to the JSON pointer of the array in the body".to_owned()
        });
        (
            format!("{array} in the only success response"),
            found,
            remedy,
        )
    }

    /// Describes the envelope that a page parameter expects, and the response that the first of the `operations` has
    /// instead. Returns the remedy, too.
    fn expected_envelope(
        &self,
        parameter: &PageParameter,
        operations: &[&Pointer],
    ) -> (String, Option<String>, String) {
        let data = self.envelope.as_deref().unwrap_or(DATA);
        let meta = &parameter.meta;
        let found = operations.first().map(|operation| {
            let found = self.describe_other_response(operation, data, meta);
            (
                format!("at {operation}, {}", found.description),
                found.is_object,
            )
        });
        let (found, is_object) = found.unzip();
        let remedy = match is_object {
            Some(true) => "correct `x-sdk-envelope` and `meta`".to_owned(),
            _ => self.set_style(parameter, operations),
        };
        (
            format!("a success response `{{{data}: […], {meta}: {{…}}}}`"),
            found,
            remedy,
        )
    }

    /// Creates the error about an operation that declares a page parameter, but doesn't return a list in the envelope.
    pub(in crate::lower) fn envelope_error(
        &self,
        operation: &Pointer,
        parameter: &PageParameter,
    ) -> Diagnostic {
        let data = self.envelope.as_deref().unwrap_or(DATA);
        let meta = &parameter.meta;
        let found = self.describe_other_response(operation, data, meta);
        let number = parameter.number_parameter();
        let value = match self.check_parameter_or_property(&number, operation) {
            Ok(_) => format!(
                "to an object with `style`, such as {}, or to `false`",
                page_number_style(&number)
            ),
            Err(_) => "to `false`".to_owned(),
        };
        let other_names = match found.is_object {
            true => format!(
                "if the list and the page data are in other properties, set `x-sdk-envelope` at the root to the first \
                 and `meta` of `{KEY}` to the second; otherwise, "
            ),
            false => String::new(),
        };
        Diagnostic::at(
            &operation.child("responses"),
            format!(
                "{}; `{KEY}` without `style` expects an object with the list in `{data}`, the page data in `{meta}`, \
                 and no other property, in every success response",
                found.description
            ),
            format!("{other_names}set `{KEY}` of the operation {value}"),
        )
    }
}

/// Quotes a pagination by page number.
fn page_number_style(parameter: &str) -> String {
    format!("`{{style: page_number, parameter: '{parameter}'}}`")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::diagnostics::{Collector, Mode};
    use crate::lower::lower;
    use crate::openapi::document::Document;

    const EXPECTED: &str = "`x-sdk-pagination` without `style` expects an object with the list in `data`, the page data \
                            in `meta`, and no other property, in every success response";

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

    /// Returns an operation with the parameter `page` in a style.
    fn operation(style: &str, responses: Value) -> Value {
        let schema = object(json!({"number": {"type": "integer"}}));
        let page = json!({"name": "page", "in": "query", "style": style, "schema": schema});
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
        let (document, _) = Document::parse(document).unwrap();
        let mut diagnostics = Collector::new(Mode::Strict);
        match lower(&document, &mut diagnostics) {
            Ok(_) => UnmatchedDecision::error(diagnostics.into_report().1).unwrap(),
            Err(error) => error,
        }
    }

    #[test]
    fn page_parameter_of_operation_without_envelope_is_an_error_about_the_response() {
        let other_names = "if the list and the page data are in other properties, set `x-sdk-envelope` at the root to the \
                           first and `meta` of `x-sdk-pagination` to the second; otherwise, ";
        let style = "to an object with `style`, such as `{style: page_number, parameter: 'page[number]'}`, or ";
        let envelope = object(json!({"data": list(), "meta": {"type": "object"}}));
        let named = object(json!({"rooms": list(), "paging": {"type": "object"}}));
        for (parameter_style, responses, found, help) in [
            (
                "deepObject",
                json!({"200": json_body(named)}),
                "the body of response `200` is an object with the properties `rooms`, `paging`",
                format!("{other_names}set `x-sdk-pagination` of the operation {style}to `false`"),
            ),
            (
                "deepObject",
                json!({"200": json_body(envelope.clone()), "204": {"description": ""}}),
                "response `204` has no JSON body",
                format!("set `x-sdk-pagination` of the operation {style}to `false`"),
            ),
            (
                "form",
                json!({"default": json_body(list())}),
                "the body of response `default` is an array",
                "set `x-sdk-pagination` of the operation to `false`".to_owned(),
            ),
            (
                "deepObject",
                json!({"404": {"description": ""}}),
                "the operation has no success response",
                format!("set `x-sdk-pagination` of the operation {style}to `false`"),
            ),
            (
                "deepObject",
                json!({"200": json_body(json!({"type": "object"}))}),
                "the body of response `200` is not an object with `properties`",
                format!("set `x-sdk-pagination` of the operation {style}to `false`"),
            ),
        ] {
            let mut operation = operation(parameter_style, responses);
            operation[KEY] = json!({"parameter": "page", "number": "number", "meta": "meta"});
            let error = error(json!({}), operation);
            assert_eq!(error.message(), format!("{found}; {EXPECTED}"));
            assert_eq!(error.help(), help);
        }
    }

    #[test]
    fn pagination_of_document_without_list_is_an_error_about_the_response() {
        let page = json!({"parameter": "page", "number": "number", "meta": "meta"});
        let items = json!({"style": "offset", "parameter": "page", "items": "/rooms"});
        let two = object(json!({"a": list(), "b": list()}));
        let one = object(json!({"a": list(), "b": {"type": "string"}}));
        for (pagination, schema, found, help) in [
            (
                &page,
                list(),
                "at #/paths/~1a/get, the body of response `200` is an array",
                "set `x-sdk-pagination` to an object with `style`, such as \
                 `{style: page_number, parameter: 'page[number]'}`",
            ),
            (
                &page,
                two.clone(),
                "at #/paths/~1a/get, the body of response `200` is an object with the properties `a`, `b`",
                "correct `x-sdk-envelope` and `meta`",
            ),
            (
                &items,
                one,
                "the response body of #/paths/~1a/get has an array at `/a`",
                "set `items` to `/a`",
            ),
            (
                &items,
                two,
                "the response body of #/paths/~1a/get has arrays at `/a` and `/b`",
                "set `items` to the one of these locations that has the list",
            ),
        ] {
            let root = json!({KEY: pagination, "x-sdk-envelope": "data"});
            let error = error(
                root,
                operation("deepObject", json!({"200": json_body(schema)})),
            );
            let (_, end) = error.message().split_once("; ").unwrap();
            assert_eq!(end, found);
            assert_eq!(
                error.help(),
                format!("{help}, or delete `x-sdk-pagination`")
            );
        }
    }
}
