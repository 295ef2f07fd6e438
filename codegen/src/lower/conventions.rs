//! What answers have in common: the envelope that is opened, and how lists come in pages.
//!
//! Where nobody has decided that, a list is paged if its own description says all that the runtime goes by: a page number
//! that counts from 1, and an answer that is items and place in the list, and nothing else that would be lost.

use serde_json::{Map, Value};

use super::Lowering;
use super::extensions::Pagination;
use crate::diagnostics::Pointer;
use crate::openapi::media_type::is_json;
use crate::openapi::references;

/// What holds for the answers of operations.
#[derive(Clone, Debug, Default)]
pub(super) struct Conventions {
    /// The property of an answer that holds the value proper.
    pub(super) envelope: Option<String>,
    /// How lists come in pages, where an object selects the page.
    pub(super) pagination: Option<Pagination>,
    /// The query parameter that is the number of the page, where it is no property of an object.
    pub(super) number: Option<String>,
}

const DATA: &str = "data";
const META: &str = "meta";
const PAGE: &str = "page";
const NUMBER: &str = "number";

/// The query parameters that are the number of a page by themselves.
const NUMBERS: [&str; 3] = ["page[number]", "page_number", PAGE];

/// What the runtime reads of the place in a list.
const PLACE: [&str; 4] = ["page_number", "page_size", "total_pages", "total_results"];

impl Conventions {
    /// The property of an answer that says where in the list a page stands.
    pub(super) fn meta(&self) -> Option<&str> {
        let decided = self.pagination.as_ref().map(|it| it.meta.as_str());
        decided.or(self.number.as_ref().map(|_| META))
    }
}

impl Lowering<'_> {
    /// The conventions of one operation.
    pub(super) fn conventions_of(&self, item: &Pointer, operation: &Pointer) -> Conventions {
        let decided = &self.conventions;
        if decided.envelope.is_some() || decided.pagination.is_some() {
            return decided.clone();
        }
        self.paged(item, operation).unwrap_or_default()
    }

    fn paged(&self, item: &Pointer, operation: &Pointer) -> Option<Conventions> {
        let is_get = operation.key().is_some_and(|method| method == "get");
        if !is_get || !self.answers_with_a_page(operation)? {
            return None;
        }
        let parameters = [operation, item].into_iter().flat_map(|owner| {
            let place = owner.child("parameters");
            let parameters = self.document.node(&place).and_then(Value::as_array);
            let parameters = parameters.into_iter().flatten().enumerate();
            parameters.filter_map(move |(index, it)| self.resolved(it, &place.child(index)))
        });
        let conventions = |pagination, number| Conventions {
            envelope: Some(DATA.to_owned()),
            pagination,
            number,
        };
        parameters
            .filter(|parameter| text(parameter, "in") == Some("query"))
            .find_map(|parameter| {
                let name = text(parameter, "name")?;
                let schema = self.resolved(parameter.get("schema")?, &Pointer::root())?;
                if NUMBERS.contains(&name) && counts_from_one(schema) {
                    return Some(conventions(None, Some(name.to_owned())));
                }
                let is_object = name == PAGE && text(parameter, "style") == Some("deepObject");
                let number = properties(schema)?.get(NUMBER).filter(|_| is_object)?;
                let number = self.resolved(number, &Pointer::root())?;
                let pagination = Pagination {
                    parameter: PAGE.to_owned(),
                    number: NUMBER.to_owned(),
                    meta: META.to_owned(),
                };
                counts_from_one(number).then(|| conventions(Some(pagination), None))
            })
    }

    /// Whether the one success is a list and its place, and nothing else.
    fn answers_with_a_page(&self, operation: &Pointer) -> Option<bool> {
        let place = operation.child("responses");
        let responses = self.document.node(&place)?.as_object()?;
        let mut successes = responses
            .iter()
            .filter(|(status, _)| status.starts_with('2'));
        let (Some((_, success)), None) = (successes.next(), successes.next()) else {
            return None;
        };
        let content = self
            .resolved(success, &place)?
            .get("content")?
            .as_object()?;
        let (_, body) = content.iter().find(|(name, _)| is_json(name))?;
        let envelope = properties(self.resolved(body.get("schema")?, &place)?)?;
        let items = self.resolved(envelope.get(DATA)?, &place)?;
        let place_in_list = match envelope.get(META) {
            Some(meta) => properties(self.resolved(meta, &place)?)?.keys().collect(),
            None => Vec::new(),
        };
        let is_lossless = place_in_list
            .iter()
            .all(|key| PLACE.contains(&key.as_str()))
            && envelope.keys().all(|key| key == DATA || key == META);
        Some(is_lossless && text(items, "type") == Some("array"))
    }

    fn resolved<'b>(&'b self, node: &'b Value, place: &Pointer) -> Option<&'b Value> {
        references::resolve(self.document.node(&Pointer::root())?, node, place)
    }
}

/// Whether a schema says that 1 comes first.
fn counts_from_one(schema: &Value) -> bool {
    let is_one = |key| schema.get(key).and_then(Value::as_u64) == Some(1);
    text(schema, "type") == Some("integer") && (is_one("minimum") || is_one("default"))
}

fn properties(schema: &Value) -> Option<&Map<String, Value>> {
    schema.get("properties")?.as_object()
}

fn text<'a>(node: &'a Value, key: &str) -> Option<&'a str> {
    node.get(key)?.as_str()
}
