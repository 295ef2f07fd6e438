//! Conventions of responses: the envelope and the pagination.
//!
//! The document declares them for all operations with `x-sdk-envelope` and `x-sdk-pagination`. Without these, a list is
//! paginated if the operation has a page number parameter that counts from 1, and a response of only `data` and the
//! pagination, so that nothing is lost.

use serde_json::{Map, Value};

use super::operation::OperationObject;
use super::{Lowering, contract};
use crate::diagnostics::Pointer;
use crate::openapi::media_type::is_json;
use crate::openapi::references;

/// How lists are paginated.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pagination {
    /// The query parameter that selects a page: an object in deepObject style.
    pub(super) parameter: String,
    /// Its property with the page number.
    pub(super) number: String,
    /// The property of the envelope with the page number and the totals.
    pub(super) meta: String,
}

/// The conventions of an operation's responses.
#[derive(Clone, Debug, Default)]
pub(super) struct Conventions {
    /// The property of the response that contains the actual value.
    pub(super) envelope: Option<String>,
    /// How lists are paginated, if a property of an object parameter selects the page.
    pub(super) pagination: Option<Pagination>,
    /// The query parameter that selects the page, if it is the page number itself.
    pub(super) number_parameter: Option<String>,
}

const DATA: &str = "data";
const META: &str = "meta";
const PAGE: &str = "page";
const NUMBER: &str = "number";

/// The names of query parameters that are page numbers.
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
    /// Returns the property of the response that contains the pagination.
    pub(super) fn meta(&self) -> Option<&str> {
        match &self.pagination {
            Some(pagination) => Some(&pagination.meta),
            None => self.number_parameter.as_ref().map(|_| META),
        }
    }
}

impl Lowering<'_> {
    /// Returns the conventions of an operation: the declared ones, or those that its parameters and response show.
    pub(super) fn conventions_of(&self, object: &OperationObject<'_>) -> Conventions {
        let declared = &self.conventions;
        if declared.envelope.is_some() || declared.pagination.is_some() {
            return declared.clone();
        }
        self.detect_pagination(object).unwrap_or_default()
    }

    fn detect_pagination(&self, object: &OperationObject<'_>) -> Option<Conventions> {
        if object.method != "get" || !self.returns_page(&object.pointer)? {
            return None;
        }
        let document = self.document.node(&Pointer::root())?;
        [&object.pointer, &object.item_pointer]
            .into_iter()
            .flat_map(|owner| contract::parameters(document, owner))
            .filter(|parameter| string(parameter, "in") == Some("query"))
            .find_map(|parameter| self.page_parameter(parameter))
    }

    /// Returns the conventions if the parameter selects a page.
    fn page_parameter(&self, parameter: &Value) -> Option<Conventions> {
        let name = string(parameter, "name")?;
        let schema = self.target(parameter.get("schema")?)?;
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
        let number = self.target(number)?;
        counts_from_one(number).then(|| Conventions {
            pagination: Some(Pagination {
                parameter: PAGE.to_owned(),
                number: NUMBER.to_owned(),
                meta: META.to_owned(),
            }),
            ..conventions
        })
    }

    /// Whether the only success response has nothing but a list and its pagination.
    fn returns_page(&self, operation: &Pointer) -> Option<bool> {
        let responses = self
            .document
            .node(&operation.child("responses"))?
            .as_object()?;
        let mut successes = responses
            .iter()
            .filter(|(status, _)| status.starts_with('2'));
        let (Some((_, success)), None) = (successes.next(), successes.next()) else {
            return None;
        };
        let content = self.target(success)?.get("content")?.as_object()?;
        let (_, body) = content.iter().find(|(name, _)| is_json(name))?;
        let envelope = properties(self.target(body.get("schema")?)?)?;
        let items = self.target(envelope.get(DATA)?)?;
        let is_known_meta = match envelope.get(META) {
            Some(meta) => properties(self.target(meta)?)?
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

    /// Follows references from a node.
    pub(super) fn target<'b>(&'b self, node: &'b Value) -> Option<&'b Value> {
        references::resolve(self.document.node(&Pointer::root())?, node)
    }
}

/// Whether the minimum or the default of an integer is 1.
fn counts_from_one(schema: &Value) -> bool {
    let is_one = |key| schema.get(key).and_then(Value::as_u64) == Some(1);
    string(schema, "type") == Some("integer") && (is_one("minimum") || is_one("default"))
}

fn properties(schema: &Value) -> Option<&Map<String, Value>> {
    schema.get("properties")?.as_object()
}

fn string<'a>(node: &'a Value, key: &str) -> Option<&'a str> {
    node.get(key)?.as_str()
}
