//! Lists: filtered, then cut into pages.

use reqwest::StatusCode;
use serde_json::{Map, Value, json};

use super::answer::Answer;
use super::call::Call;

/// How many items a page has, unless the request says it.
const PAGE_SIZE: u64 = 20;

/// The page of the matching items that the request asks for.
pub(super) fn answer(items: impl Iterator<Item = Value>, call: &Call) -> Answer {
    let items: Vec<Value> = items.filter(|item| matches(item, call)).collect();
    let page = Page::of(call);
    let total = items.len() as u64;
    let data: Vec<Value> = page.cut(items);
    let meta = json!({
        "page_number": page.number,
        "page_size": page.size,
        "total_pages": total.div_ceil(page.size),
        "total_results": total,
    });
    Answer::json(StatusCode::OK, json!({"data": data, "meta": meta}))
}

/// Which page of a list is meant.
pub(super) struct Page {
    number: u64,
    size: u64,
}

impl Page {
    pub(super) fn of(call: &Call) -> Self {
        let page = call.query.get("page");
        let member = |name| page.and_then(|page| page.get(name)).and_then(Value::as_u64);
        Self {
            number: member("number").unwrap_or(1).max(1),
            size: member("size").unwrap_or(PAGE_SIZE).max(1),
        }
    }

    pub(super) fn cut<T>(&self, items: Vec<T>) -> Vec<T> {
        let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let before = count(self.number - 1).saturating_mul(count(self.size));
        let items = items.into_iter().skip(before);
        items.take(count(self.size)).collect()
    }
}

/// Whether an item is one of those that the filter of the request lets through.
pub(super) fn matches(item: &Value, call: &Call) -> bool {
    let filter = call.query.get("filter").and_then(Value::as_object);
    let mut criteria = filter.into_iter().flatten();
    criteria.all(|(name, criterion)| match criterion {
        Value::Object(range) => on_day(item, name, range),
        value => item.get(name) == Some(value),
    })
}

/// Whether a time, which `date_created_at` says of `created_at`, is on one of some days.
fn on_day(item: &Value, name: &str, range: &Map<String, Value>) -> bool {
    let field = name.strip_prefix("date_").unwrap_or(name);
    // Times are in UTC, and begin with the day.
    let time = item.get(field).and_then(Value::as_str);
    let Some(day) = time.and_then(|time| time.get(..10)) else {
        return false;
    };
    range.iter().all(|(bound, other)| {
        let other = other.as_str().unwrap_or_default();
        match bound.as_str() {
            "gte" => day >= other,
            "lte" => day <= other,
            _ => day == other,
        }
    })
}
