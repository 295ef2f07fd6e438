//! Filters lists and splits them into pages.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{ParsedRequest, Resource, State};

const DEFAULT_PAGE_SIZE: usize = 20;

pub(super) fn page<'a, T: Resource + 'a>(
    state: &State,
    resources: impl Iterator<Item = &'a T>,
    request: &ParsedRequest,
) -> Value {
    let items = resources.map(|resource| resource.to_response(state, request));
    let items: Vec<Value> = items.filter(|item| matches_filter(item, request)).collect();
    let page = Page::requested(&request.parameters);
    let meta = page.meta(items.len());
    json!({"data": page.select(items), "meta": meta})
}

/// A page of a list, counted from 1.
pub(super) struct Page {
    number: usize,
    size: usize,
}

impl Page {
    pub(super) fn requested(parameters: &Map<String, Value>) -> Self {
        let page = parameters.get("page");
        let parameter = |name| usize::deserialize(page?.get(name)?).ok();
        Self {
            number: parameter("number").unwrap_or(1).max(1),
            size: parameter("size").unwrap_or(DEFAULT_PAGE_SIZE).max(1),
        }
    }

    /// Returns the number of items on the pages before this one.
    pub(super) fn skipped(&self) -> usize {
        (self.number - 1).saturating_mul(self.size)
    }

    pub(super) fn select<T>(&self, items: Vec<T>) -> Vec<T> {
        let items = items.into_iter().skip(self.skipped());
        items.take(self.size).collect()
    }

    /// Returns the `meta` of this page of a list with `total` items.
    pub(super) fn meta(&self, total: usize) -> Value {
        json!({
            "page_number": self.number,
            "page_size": self.size,
            "total_pages": total.div_ceil(self.size),
            "total_results": total,
        })
    }
}

pub(super) fn matches_filter(item: &Value, request: &ParsedRequest) -> bool {
    let filter = request.parameters.get("filter").and_then(Value::as_object);
    filter
        .into_iter()
        .flatten()
        .all(|(name, value)| match (name.as_str(), value) {
            (_, Value::Object(bounds)) => matches_date_filter(item, name, bounds),
            // A minimum. A missing duration is less than any.
            ("duration_secs", minimum) => {
                item.get(name).and_then(Value::as_i64) >= minimum.as_i64()
            }
            _ => item.get(name) == Some(value),
        })
}

/// Returns whether a date of an item is within the bounds of a filter such as `filter[date_created_at][gte]`, which
/// applies to the field `created_at`.
fn matches_date_filter(item: &Value, name: &str, bounds: &Map<String, Value>) -> bool {
    let field = name.strip_prefix("date_").unwrap_or(name);
    // Times are in UTC and start with the date, so dates compare as strings.
    let time = item.get(field).and_then(Value::as_str);
    let Some(date) = time.and_then(|time| time.get(..10)) else {
        return false;
    };
    bounds.iter().all(|(comparison, bound)| {
        let bound = bound.as_str().unwrap_or_default();
        match comparison.as_str() {
            "gte" => date >= bound,
            "lte" => date <= bound,
            // `eq`, the only other comparison in the contract.
            _ => date == bound,
        }
    })
}
