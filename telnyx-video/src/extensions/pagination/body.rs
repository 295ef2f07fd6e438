//! Decodes pages whose items are at any location in the body.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::marker::PhantomData;

use reqwest::StatusCode;
use serde::de::{DeserializeOwned, Error as _};
use serde_json::Value;
use serde_json::value::RawValue;

use super::{List, Style, pointer};
use crate::runtime::call::without_byte_order_mark;
use crate::runtime::response::{DecodeFailure, Decoded, Page, PageMeta, PartialPage, ResponseBody};

/// A body that contains one page of a list. Every item must be decodable.
pub struct ListPage<L>(PhantomData<L>);

/// A body that contains one page of a list. Undecodable items become failures of the page.
pub(super) struct PartialListPage<L>(PhantomData<L>);

impl<L: List> ResponseBody for ListPage<L> {
    type Value = Page<L::Item>;

    fn decode(_: StatusCode, body: &[u8]) -> Decoded<Self::Value> {
        let PartialPage { page, failures } = decode::<L>(body)?;
        match failures.into_iter().next() {
            Some(item) => Err(DecodeFailure {
                part: Some(item.json),
                ..item.failure
            }),
            None => Ok(page),
        }
    }
}

impl<L: List> ResponseBody for PartialListPage<L> {
    type Value = PartialPage<L::Item>;

    fn decode(_: StatusCode, body: &[u8]) -> Decoded<Self::Value> {
        decode::<L>(body)
    }
}

fn decode<L: List>(body: &[u8]) -> Decoded<PartialPage<L::Item>> {
    let text = String::from_utf8_lossy(without_byte_order_mark(body));
    let has_invalid_utf8 = matches!(text, Cow::Owned(_));
    let root = serde_json::from_str(&text).map_err(|cause| DecodeFailure::new(None, cause))?;
    let mut partial = items(root, L::ITEMS, has_invalid_utf8)?;
    partial.page.extra = extra(root, L::ITEMS);
    partial.page.meta = pointer::find(root, "/meta").and_then(PageMeta::from_json);
    if let Style::PageNumber {
        total_pages: Some(location),
        ..
    } = L::STYLE
    {
        let meta = partial.page.meta.get_or_insert_default();
        meta.total_pages = pointer::find(root, location).and_then(pointer::count);
    }
    Ok(partial)
}

fn items<T: DeserializeOwned>(
    root: &RawValue,
    pointer: &str,
    has_invalid_utf8: bool,
) -> Decoded<PartialPage<T>> {
    let path = pointer.trim_start_matches('/').replace('/', ".");
    let failure = |cause| DecodeFailure::new((!path.is_empty()).then(|| path.clone()), cause);
    let json = pointer::find(root, pointer);
    let Some(json) = json.filter(|json| path.is_empty() || json.get() != "null") else {
        let problem = json.map_or("missing", |_| "null");
        let cause = serde_json::Error::custom(format_args!("`{path}` is {problem}"));
        return Err(DecodeFailure {
            lacks_data: true,
            ..failure(cause)
        });
    };
    let items = serde_json::from_str(json.get()).map_err(|cause| DecodeFailure {
        part: Some(json.get().to_owned()),
        ..failure(cause)
    })?;
    Ok(PartialPage::from_items(&path, items, has_invalid_utf8))
}

/// Returns the members of the body, without the items at a pointer.
fn extra(json: &RawValue, pointer: &str) -> BTreeMap<String, Value> {
    let Some(path) = pointer.strip_prefix('/') else {
        return BTreeMap::new();
    };
    let (key, rest) = path.split_once('/').unwrap_or((path, ""));
    let key = pointer::unescape(key);
    let members: BTreeMap<String, &RawValue> = serde_json::from_str(json.get()).unwrap_or_default();
    let values = members.into_iter().filter_map(|(name, member)| {
        let value = if name != key {
            serde_json::from_str(member.get()).ok()?
        } else if rest.is_empty() {
            return None;
        } else {
            let inner = extra(member, &format!("/{rest}"));
            Value::Object(inner.into_iter().collect())
        };
        Some((name, value))
    });
    values.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Rooms;

    impl List for Rooms {
        type Item = u8;

        const ITEMS: &'static str = "/result/rooms";

        const STYLE: Style = Style::Link { next: None };
    }

    #[test]
    fn failure_has_decoded_part_of_body() {
        for (body, part) in [
            (r#"{"result":{"rooms":[1,{"a":2}]}}"#, r#"{"a":2}"#),
            (r#"{"result":{"rooms":7}}"#, "7"),
        ] {
            let failure = ListPage::<Rooms>::decode(StatusCode::OK, body.as_bytes()).unwrap_err();
            assert_eq!(failure.part.as_deref(), Some(part), "{body}");
        }
    }

    #[test]
    fn body_without_items_lacks_data() {
        for (body, lacks_data) in [
            (r#"{"errors":[{"title":"No"}]}"#, true),
            (r#"{"result":{}}"#, true),
            (r#"{"result":{"rooms":null}}"#, true),
            (r#"{"result":{"rooms":7}}"#, false),
            (r#"{"result":{"rooms":["a"]}}"#, false),
        ] {
            let failure = ListPage::<Rooms>::decode(StatusCode::OK, body.as_bytes()).unwrap_err();
            assert_eq!(failure.lacks_data, lacks_data, "{body}");
        }
    }
}
