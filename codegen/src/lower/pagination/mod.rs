//! Conventions of responses: the envelope, an object that wraps the actual value (`{"data": …}`), and the pagination.
//!
//! The document declares them with `x-sdk-envelope` and `x-sdk-pagination`, and an operation with its own
//! `x-sdk-pagination`. Without these, the module `detect` derives the pagination from the parameters and the response.
//! `docs/overlay.md` describes the values, and what `detect` derives.
//!
//! The *standard envelope* is `{"data": […], "meta": {…}}`, with the page number and the totals in `meta`.

pub(super) mod declared;
mod detect;
mod list;
pub(super) mod mismatch;

use serde_json::{Map, Value};

use self::declared::{Declared, KEY};
use super::Lowering;
use super::operation_object::OperationObject;
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::Pagination;
use crate::openapi::references;

/// Adds an alternative to the help of the error about an operation that doesn't fit its own `x-sdk-pagination`: to set
/// the key to `false`.
pub(in crate::lower) fn mismatch_of_operation(mismatch: &Diagnostic) -> Diagnostic {
    let help = format!(
        "{}, or set `{KEY}` of the operation to `false`",
        mismatch.help()
    );
    Diagnostic::at(&mismatch.pointer_or_root(), mismatch.message(), help)
}

/// How an operation wraps its result in an envelope, and how it paginates a list.
#[derive(Clone, Debug)]
pub(super) struct Conventions {
    /// Whether responses wrap the actual value in `data`.
    pub(super) is_enveloped: bool,
    /// The query parameter in deepObject style with a property that selects the page: `page` for `page[number]`. Each
    /// of its properties becomes a parameter of the SDK.
    pub(super) page_parameter: Option<String>,
    /// How the list is paginated. Only with standard pagination, an object with `meta` next to `data` is an envelope,
    /// too.
    pub(super) pagination: Option<Pagination>,
}

impl Conventions {
    /// Returns the pagination if it is that of lists in the standard envelope.
    pub(super) fn standard_pagination(&self) -> Option<&Pagination> {
        self.pagination.as_ref().filter(|it| it.items.is_none())
    }
}

/// The properties of the standard envelope.
pub(super) const DATA: &str = "data";
pub(super) const META: &str = "meta";

impl Lowering<'_> {
    /// Returns the conventions that the operation declares, or else the document. If the document declares neither
    /// pagination nor an envelope, returns the detected ones. An operation that doesn't fit the pagination of the
    /// document isn't paginated; one that doesn't fit its own is an error.
    pub(super) fn conventions_of(
        &self,
        object: &OperationObject<'_>,
        own: Option<&Declared>,
    ) -> Result<Conventions> {
        let pagination = match own.or(self.root.pagination.as_ref()) {
            Some(declared) => {
                let applied = self.apply_declared(declared, &object.pointer);
                applied.or_else(|mismatch| match own {
                    Some(_) => Err(mismatch_of_operation(&mismatch)),
                    None => Ok(None),
                })?
            }
            None if self.root.has_envelope => None,
            None => self.detect_pagination(object),
        };
        let page_parameter = |pagination: &Pagination| {
            let parameters = self.query_parameters(&object.pointer);
            let value = self.query_value(pagination.style.parameter()?, &parameters)?;
            value.object.map(str::to_owned)
        };
        let mut conventions = Conventions {
            is_enveloped: self.root.has_envelope,
            page_parameter: pagination.as_ref().and_then(page_parameter),
            pagination,
        };
        conventions.is_enveloped |= conventions.standard_pagination().is_some();
        Ok(conventions)
    }

    /// Returns the value that a node is or refers to.
    pub(super) fn resolve_value<'b>(&'b self, node: &'b Value) -> Option<&'b Value> {
        references::resolve(self.document.root(), node)
    }
}

fn property_pointer(parent: &str, name: &str) -> String {
    let parent = Pointer::from(parent.to_owned());
    parent.child(name).as_str().to_owned()
}

fn properties(schema: &Value) -> Option<&Map<String, Value>> {
    schema.get("properties")?.as_object()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::ir::{Output, Pagination};
    use crate::lower::fixtures::{document, lowered_document};

    /// Returns the output of an operation with these parameters and the standard envelope, in a document that declares
    /// the page parameter `page`, maybe the envelope, and has another operation with that parameter.
    fn output(parameters: Value, declares_envelope: bool) -> Output {
        let list = json!({"type": "array", "items": {"type": "string"}});
        let properties = json!({"data": list, "meta": {"type": "object"}});
        let schema = json!({"type": "object", "properties": properties});
        let content = json!({"application/json": {"schema": schema}});
        let number = json!({"type": "object", "properties": {"number": {"type": "integer"}}});
        let page = json!({"name": "page", "in": "query", "style": "deepObject", "schema": number});
        let get = |parameters: Value| {
            json!({"get": {
                "parameters": parameters,
                "responses": {"200": {"description": "", "content": content}},
            }})
        };
        let mut document = document(
            json!({"/rooms": get(parameters), "/seats": get(json!([page]))}),
            json!({}),
        );
        if declares_envelope {
            document["x-sdk-envelope"] = json!("data");
        }
        document["x-sdk-pagination"] = json!({"parameter": "page", "number": "number"});
        let api = lowered_document(document).unwrap();
        api.resources[0].operations[0].output.clone()
    }

    #[test]
    fn meta_of_operation_without_page_parameter_is_kept() {
        assert!(matches!(output(json!([]), true), Output::Json(_)));
    }

    #[test]
    fn page_parameter_with_name_of_its_property_is_the_page_number() {
        let number = json!({"name": "page[number]", "in": "query", "schema": {"type": "integer"}});
        for declares_envelope in [true, false] {
            let output = output(json!([number]), declares_envelope);
            let Output::Page { pagination, .. } = output else {
                panic!("{output:?}");
            };
            let expected = Pagination::standard("page[number]".to_owned());
            assert_eq!(pagination, expected);
        }
    }
}
