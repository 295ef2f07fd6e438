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

/// Why an operation can't have the declared pagination, and what to do.
pub(in crate::lower) struct Mismatch {
    /// The location of the object that doesn't fit.
    pointer: Pointer,
    problem: String,
    remedy: String,
}

impl Mismatch {
    /// Creates the error about an operation that declares the pagination itself.
    pub(in crate::lower) fn into_error(self) -> Diagnostic {
        let help = format!(
            "{}, or set `{KEY}` of the operation to `false`",
            self.remedy
        );
        Diagnostic::at(&self.pointer, self.problem, help)
    }
}

/// A query parameter in deepObject style that becomes one parameter per property. One property selects a page.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PageParameter {
    pub(super) parameter: String,
    /// The property of the parameter that selects the page, such as `number` or `after`.
    #[serde(rename = "number")]
    pub(super) property: String,
    /// The property of the envelope with the page number and the totals. Only `meta` is supported.
    #[serde(default = "default_meta")]
    meta: String,
}

/// How an operation wraps its result in an envelope, and how it paginates a list.
#[derive(Clone, Debug, Default)]
pub(super) struct Conventions {
    /// Whether responses wrap the actual value in `data`.
    pub(super) is_enveloped: bool,
    /// The parameter `page` that selects a page with a property: `{number: 2}`.
    pub(super) page_parameter: Option<PageParameter>,
    /// The query parameter that is the page number if the list is in the standard envelope: `page_number`, or
    /// `page[number]` if the number is a property of `page_parameter`.
    pub(super) page_number_name: Option<String>,
    /// How the list is paginated, unless the pages are in the standard envelope.
    pub(super) pagination: Option<Pagination>,
}

/// The properties of the standard envelope.
pub(super) const DATA: &str = "data";
pub(super) const META: &str = "meta";
const PAGE: &str = "page";
const NUMBER: &str = "number";

fn default_meta() -> String {
    META.to_owned()
}

impl PageParameter {
    /// Creates the parameter `page` with a property that selects the page.
    fn page(property: &str) -> Self {
        Self {
            parameter: PAGE.to_owned(),
            property: property.to_owned(),
            meta: default_meta(),
        }
    }

    /// Checks that `meta` has the only supported value. `pointer` is the location of the extension.
    fn check_meta(&self, pointer: &Pointer) -> Result<()> {
        if self.meta == META {
            return Ok(());
        }
        Err(Diagnostic::at(
            &pointer.child("meta"),
            format!("`meta` is `{}`; only `{META}` is supported", self.meta),
            format!("set `{}` to an object with `style`", declared::KEY),
        ))
    }

    /// Returns the name of the property in the query, such as `page[number]` or `page[after]`.
    pub(super) fn query_name(&self) -> String {
        format!("{}[{}]", self.parameter, self.property)
    }
}

impl Conventions {
    /// Whether the envelope contains the page number and the totals in `meta`.
    pub(super) fn has_page_number(&self) -> bool {
        self.page_parameter.is_some() || self.page_number_name.is_some()
    }
}

impl Lowering<'_> {
    /// Returns the conventions that the operation declares, or else the document, or else the detected conventions.
    pub(super) fn conventions_of(
        &self,
        object: &OperationObject<'_>,
        own: Option<&Declared>,
    ) -> Result<Conventions> {
        let unpaginated = Conventions {
            is_enveloped: self.root.has_envelope,
            ..Conventions::default()
        };
        let is_own = own.is_some();
        match own.or(self.root.pagination.as_ref()) {
            Some(Declared::Disabled) => Ok(unpaginated),
            Some(Declared::Parameter(parameter)) => {
                if is_own {
                    self.check_query_parameter(&parameter.parameter, &object.pointer)
                        .map_err(Mismatch::into_error)?;
                }
                Ok(Conventions {
                    is_enveloped: self.root.has_envelope || is_own,
                    page_parameter: Some(parameter.clone()),
                    page_number_name: Some(parameter.query_name()),
                    pagination: None,
                })
            }
            Some(Declared::Style { style, items }) => {
                let paginated = self.apply_style(style, items.as_deref(), object);
                paginated.or_else(|it| {
                    if is_own {
                        Err(it.into_error())
                    } else {
                        Ok(unpaginated)
                    }
                })
            }
            None if self.root.has_envelope => Ok(unpaginated),
            None => Ok(self.detect_pagination(object).unwrap_or_default()),
        }
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
