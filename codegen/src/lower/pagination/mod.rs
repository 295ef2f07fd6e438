//! Conventions of responses: the envelope, an object that wraps the actual value (`{"data": …}`), and the pagination.
//!
//! The document declares them for all operations with `x-sdk-envelope` and `x-sdk-pagination`. Without these, a list is
//! paginated if the operation has a query parameter with a page number that counts from 1, and the response has no
//! properties except `data` and `meta`, so that unwrapping it loses nothing.

use serde_json::{Map, Value};

use super::operation::OperationObject;
use super::{Lowering, contract};
use crate::diagnostics::Pointer;
use crate::openapi::media_type::is_json;
use crate::openapi::references;
use crate::openapi::walk::{members, string};

/// How lists are paginated: the value of `x-sdk-pagination`.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pagination {
    /// The query parameter that selects a page: an object in deepObject style.
    pub(super) parameter: String,
    /// The property of the parameter that is the page number.
    pub(super) number: String,
    /// The property of the envelope with the page number and the totals.
    pub(super) meta: String,
}

/// The conventions of an operation's responses.
#[derive(Clone, Debug, Default)]
pub(super) struct Conventions {
    /// The property of the envelope that contains the actual value.
    pub(super) envelope: Option<String>,
    /// How lists are paginated, if the page number is a property of a parameter: `page: {number: 2}`.
    pub(super) pagination: Option<Pagination>,
    /// The query parameter that is the page number, if there is one: `page_number`.
    pub(super) number_parameter: Option<String>,
}

const DATA: &str = "data";
const META: &str = "meta";
const PAGE: &str = "page";
const NUMBER: &str = "number";

/// The names of query parameters that may be page numbers.
const NUMBER_PARAMETERS: [&str; 3] = ["page[number]", "page_number", PAGE];

/// The properties of the pagination that the runtime decodes.
const META_PROPERTIES: [&str; 4] = ["page_number", "page_size", "total_pages", "total_results"];

impl Pagination {
    /// Returns the name of the page number in the query: `page[number]`.
    pub(super) fn number_parameter(&self) -> String {
        format!("{}[{}]", self.parameter, self.number)
    }
}

impl Conventions {
    /// Returns the property of the envelope that contains the page number and the totals.
    pub(super) fn meta(&self) -> Option<&str> {
        match &self.pagination {
            Some(pagination) => Some(&pagination.meta),
            None => self.number_parameter.as_ref().map(|_| META),
        }
    }
}

impl Lowering<'_> {
    /// Returns the conventions of an operation: the declared ones, or else those of its parameters and response.
    pub(super) fn conventions_of(&self, object: &OperationObject<'_>) -> Conventions {
        let declared = &self.conventions;
        if declared.envelope.is_some() || declared.pagination.is_some() {
            return declared.clone();
        }
        self.detect_pagination(object).unwrap_or_default()
    }

    fn detect_pagination(&self, object: &OperationObject<'_>) -> Option<Conventions> {
        if object.http_method != "get" || self.returns_page(&object.pointer) != Some(true) {
            return None;
        }
        [&object.pointer, &object.item_pointer]
            .into_iter()
            .flat_map(|owner| contract::parameters(self.document.root(), owner))
            .filter(|parameter| string(parameter, "in") == Some("query"))
            .find_map(|parameter| self.conventions_by_parameter(parameter))
    }

    /// Returns the conventions of a list whose page this parameter selects, if it is a page number or contains one.
    fn conventions_by_parameter(&self, parameter: &Value) -> Option<Conventions> {
        let name = string(parameter, "name")?;
        let schema = self.resolve_value(parameter.get("schema")?)?;
        let conventions = Conventions {
            envelope: Some(DATA.to_owned()),
            ..Conventions::default()
        };
        if NUMBER_PARAMETERS.contains(&name) && counts_from_one(schema) {
            return Some(Conventions {
                number_parameter: Some(name.to_owned()),
                ..conventions
            });
        }
        let is_object = name == PAGE && string(parameter, "style") == Some("deepObject");
        let number = properties(schema)?.get(NUMBER).filter(|_| is_object)?;
        let number = self.resolve_value(number)?;
        counts_from_one(number).then(|| Conventions {
            pagination: Some(Pagination {
                parameter: PAGE.to_owned(),
                number: NUMBER.to_owned(),
                meta: META.to_owned(),
            }),
            ..conventions
        })
    }

    /// Whether the only success response of the operation has no properties except a list and its pagination. Returns
    /// `None` if there is no such response, or it isn't a JSON object with `data`.
    fn returns_page(&self, operation: &Pointer) -> Option<bool> {
        let responses = operation.child("responses");
        let mut successes = members(self.document.root(), responses.as_str())
            .filter(|(status, _)| status.starts_with('2'));
        let (Some((_, success)), None) = (successes.next(), successes.next()) else {
            return None;
        };
        let mut content = members(self.resolve_value(success)?, "/content");
        let (_, body) = content.find(|(name, _)| is_json(name))?;
        let envelope = properties(self.resolve_value(body.get("schema")?)?)?;
        let items = self.resolve_value(envelope.get(DATA)?)?;
        let is_known_meta = match envelope.get(META) {
            Some(meta) => properties(self.resolve_value(meta)?)?
                .keys()
                .all(|key| META_PROPERTIES.contains(&key.as_str())),
            None => true,
        };
        Some(
            is_known_meta
                && envelope.keys().all(|key| key == DATA || key == META)
                && string(items, "type") == Some("array"),
        )
    }

    /// Returns the value that a node is or refers to.
    pub(super) fn resolve_value<'b>(&'b self, node: &'b Value) -> Option<&'b Value> {
        references::resolve(self.document.root(), node)
    }
}

/// Whether a schema is an integer whose minimum or default is 1.
fn counts_from_one(schema: &Value) -> bool {
    let is_one = |key| schema.get(key).and_then(Value::as_u64) == Some(1);
    string(schema, "type") == Some("integer") && (is_one("minimum") || is_one("default"))
}

fn properties(schema: &Value) -> Option<&Map<String, Value>> {
    schema.get("properties")?.as_object()
}
