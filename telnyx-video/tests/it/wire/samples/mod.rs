//! Answers as the API gives them, and the values in them.

pub(crate) mod composition;
pub(crate) mod participant;
pub(crate) mod recording;
pub(crate) mod room;
pub(crate) mod session;

use serde::Serialize;
use serde_json::{Value, json};
use telnyx_video::Page;
use telnyx_video::chrono::{DateTime, NaiveDate, Utc};
use telnyx_video::models::DateFilter;
use telnyx_video::uuid::Uuid;

use crate::support::Answer;

pub(crate) const ROOM: &str = "3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4";
pub(crate) const SESSION: &str = "c47d20a9-61be-4f38-a1d5-7e9b3084f26c";
pub(crate) const PARTICIPANT: &str = "8a15e3f7-2c60-4d9b-b748-d36f1e0952ac";
pub(crate) const OTHER_PARTICIPANT: &str = "f02b94d8-75a3-4e16-9c8f-41d7a6e3b05d";
pub(crate) const RECORDING: &str = "5d9e7a32-0b4f-4c81-a6d2-98c3f71e640b";
pub(crate) const OTHER_RECORDING: &str = "b6310fc5-e8d7-4297-8f4a-2a5c9d07e318";
pub(crate) const COMPOSITION: &str = "e19c4b70-3f86-4d25-9a7b-c502d8f6e143";
pub(crate) const USER: &str = "27f8d5b3-a40e-4b69-b1c7-60e92f3d8a74";

pub(crate) fn uuid(text: &str) -> Uuid {
    text.parse().unwrap()
}

pub(crate) fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A filter of dates in which everything is set.
pub(crate) fn days(eq: &str, gte: &str, lte: &str) -> DateFilter {
    DateFilter::new().eq_(day(eq)).gte(day(gte)).lte(day(lte))
}

/// A body with one value.
pub(crate) fn data(value: Value) -> Value {
    json!({"data": value})
}

/// A body with one resource of which no more is said than which it is.
pub(crate) fn sparse(id: &str) -> Value {
    data(json!({"id": id}))
}

/// A body with one page that has one item, without `meta`.
pub(crate) fn sparse_page(id: &str) -> Value {
    data(json!([{"id": id}]))
}

/// A body with one page that has one item, and all of `meta`.
pub(crate) fn full_page(item: Value) -> Value {
    json!({
        "data": [item],
        "meta": {"page_number": 2, "page_size": 50, "total_pages": 4, "total_results": 173},
    })
}

/// The answer that any operation on one thing can read.
pub(crate) fn sparse_answer() -> Answer {
    Answer::json(200, sparse(ROOM).to_string())
}

pub(crate) fn empty_page_answer() -> Answer {
    Answer::json(200, r#"{"data":[]}"#)
}

/// The only item of a [`full_page`].
pub(crate) fn only_item_of_full_page<T>(page: Page<T>) -> T {
    let meta = page.meta.unwrap();
    assert_eq!(meta.page_number, Some(2));
    assert_eq!(meta.page_size, Some(50));
    assert_eq!(meta.total_pages, Some(4));
    assert_eq!(meta.total_results, Some(173));
    only(page.data)
}

/// The only item of a [`sparse_page`].
pub(crate) fn only_item_of_sparse_page<T>(page: Page<T>) -> T {
    assert_eq!(page.meta, None);
    only(page.data)
}

fn only<T>(items: Vec<T>) -> T {
    assert_eq!(items.len(), 1);
    items.into_iter().next().unwrap()
}

/// Nothing but the id is known. A model leaves out what it doesn't know when it is written, so
/// that every other field is `None` shows in what is written.
pub(crate) fn assert_sparse(model: &impl Serialize, id: &str) {
    assert_eq!(serde_json::to_value(model).unwrap(), json!({"id": id}));
}
