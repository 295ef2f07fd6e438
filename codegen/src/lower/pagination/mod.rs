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
mod mismatch;

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

/// A query parameter in deepObject style, such as `page`, with a property that selects the page, such as `number`: in
/// the query, `page[number]`. Each property becomes a parameter of the SDK.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PageParameter {
    pub(super) parameter: String,
    /// The property of the parameter that selects the page, such as `number` or `after`.
    #[serde(rename = "number")]
    pub(super) property: String,
    /// The property of the envelope with the page number and the totals. Only `meta`, the default, is supported.
    meta: Option<String>,
}

/// How an operation wraps its result in an envelope, and how it paginates a list.
#[derive(Clone, Debug, Default)]
pub(super) struct Conventions {
    /// Whether responses wrap the actual value in `data`.
    pub(super) is_enveloped: bool,
    /// The query parameter with a property that selects the page (`page` in `page[number]`), if there is one.
    pub(super) page_parameter: Option<PageParameter>,
    /// How the list is paginated. Only with standard pagination, an object with `meta` next to `data` is an envelope,
    /// too.
    pub(super) pagination: Option<Pagination>,
}

impl Conventions {
    /// Returns how lists in the standard envelope are paginated.
    pub(super) fn standard_pagination(&self) -> Option<&Pagination> {
        self.pagination.as_ref().filter(|it| it.items.is_none())
    }
}

/// The properties of the standard envelope.
pub(super) const DATA: &str = "data";
pub(super) const META: &str = "meta";

impl PageParameter {
    fn new(parameter: &str, property: &str) -> Self {
        Self {
            parameter: parameter.to_owned(),
            property: property.to_owned(),
            meta: None,
        }
    }

    /// Checks that `meta` has the only supported value. `pointer` is the location of the extension.
    fn check_meta(&self, pointer: &Pointer) -> Result<()> {
        match &self.meta {
            Some(meta) if meta != META => Err(Diagnostic::at(
                &pointer.child("meta"),
                format!("`meta` is `{meta}`; only `{META}` is supported"),
                format!("set `{KEY}` to an object with `style`"),
            )),
            _ => Ok(()),
        }
    }

    /// Returns the name of the property in the query, such as `page[number]` or `page[after]`.
    pub(super) fn query_name(&self) -> String {
        format!("{}[{}]", self.parameter, self.property)
    }
}

impl Lowering<'_> {
    /// Returns the conventions that the operation declares, or else the document. If the document declares neither
    /// pagination nor an envelope, returns the detected ones. An operation that doesn't fit the pagination of the
    /// document isn't paginated; one that doesn't fit its own is an error.
    pub(super) fn conventions_of(
        &self,
        object: &OperationObject<'_>,
        own: Option<&Declared>,
    ) -> Result<Conventions> {
        let unpaginated = Conventions {
            is_enveloped: self.root.has_envelope,
            ..Conventions::default()
        };
        let applied = match own.or(self.root.pagination.as_ref()) {
            Some(Declared::Disabled) => return Ok(unpaginated),
            Some(Declared::Parameter(parameter)) => self
                .check_page_parameter(parameter, &object.pointer)
                .map(|()| Conventions {
                    is_enveloped: self.root.has_envelope || own.is_some(),
                    page_parameter: Some(parameter.clone()),
                    pagination: Some(Pagination::standard(parameter.query_name())),
                }),
            Some(Declared::Style { style, items }) => {
                self.apply_style(style, items.as_deref(), object)
            }
            None if self.root.has_envelope => return Ok(unpaginated),
            None => return Ok(self.detect_pagination(object).unwrap_or_default()),
        };
        applied.or_else(|mismatch| match own {
            Some(_) => Err(mismatch_of_operation(&mismatch)),
            None => Ok(unpaginated),
        })
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
    /// the page parameter `page`, and has another operation with that parameter.
    fn output(parameters: Value) -> Output {
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
        document["x-sdk-envelope"] = json!("data");
        document["x-sdk-pagination"] = json!({"parameter": "page", "number": "number"});
        let api = lowered_document(document).unwrap();
        api.resources[0].operations[0].output.clone()
    }

    #[test]
    fn meta_of_operation_without_page_parameter_is_kept() {
        assert!(matches!(output(json!([])), Output::Json(_)));
    }

    #[test]
    fn page_parameter_with_name_of_its_property_is_the_page_number() {
        let number = json!({"name": "page[number]", "in": "query", "schema": {"type": "integer"}});
        let Output::Page { pagination, .. } = output(json!([number])) else {
            panic!("no page");
        };
        let expected = Pagination::standard("page[number]".to_owned());
        assert_eq!(pagination, expected);
    }
}
