use std::borrow::Cow;
use std::collections::BTreeMap;

use reqwest::StatusCode;
use serde::de::{DeserializeOwned, Error as _};
use serde_json::Value;
use serde_json::value::RawValue;

use super::decode;
use super::envelope::Envelope;
use super::{DecodeFailure, Decoded, Page, ResponseBody};
use crate::runtime::call::without_byte_order_mark;
use crate::runtime::error::Error;

/// A page, and the failures of the items that can't be decoded.
pub struct PartialPage<T> {
    /// The page with only the items that could be decoded.
    pub page: Page<T>,
    /// The failures of the other items, by ascending index.
    pub failures: Vec<ItemFailure>,
}

/// An item of a page that could not be decoded.
pub struct ItemFailure {
    /// The index of the item in the page.
    pub index: usize,
    /// The item as JSON.
    pub json: String,
    /// Why it could not be decoded. The path is the location in the body, such as `data[3].id`.
    pub failure: DecodeFailure,
}

impl<T> From<Page<T>> for PartialPage<T> {
    fn from(page: Page<T>) -> Self {
        Self {
            page,
            failures: Vec::new(),
        }
    }
}

impl<T> PartialPage<T> {
    /// Returns the first item, or its JSON if it can't be decoded. Returns `None` if the page is empty.
    pub fn first_item(&self) -> Option<Result<&T, &str>> {
        match self.failures.first() {
            Some(failure) if failure.index == 0 => Some(Err(&failure.json)),
            _ => self.page.data.first().map(Ok),
        }
    }
}

impl<T: DeserializeOwned> ResponseBody for PartialPage<T> {
    type Value = Self;

    fn decode(_: StatusCode, body: &[u8]) -> Decoded<Self> {
        decode_page(body)
            .map(Self::from)
            .or_else(|failure| Self::recover(body).ok_or(failure))
    }
}

/// Decodes a page. Fails if any item can't be decoded.
pub(super) fn decode_page<T: DeserializeOwned>(body: &[u8]) -> Decoded<Page<T>> {
    let envelope = decode::from_slice::<Envelope<Vec<T>, Box<RawValue>>>(body)?;
    Ok(Page {
        data: envelope.data.ok_or_else(DecodeFailure::missing_data)?,
        meta: envelope.meta,
        extra: parse_members(envelope.others),
    })
}

/// Parses the members of an envelope that are neither items nor `meta`.
fn parse_members(members: Vec<(String, Box<RawValue>)>) -> BTreeMap<String, Value> {
    let members = members.into_iter();
    let values = members.filter_map(|(name, json)| {
        let value = serde_json::from_str(json.get()).ok()?;
        Some((name, value))
    });
    values.collect()
}

impl<T: DeserializeOwned> PartialPage<T> {
    /// Decodes the items one by one. Returns `None` if the body can't be split into items.
    pub(super) fn recover(body: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(without_byte_order_mark(body));
        // In valid UTF-8, U+FFFD is part of the text. Otherwise, it may replace invalid bytes.
        let has_invalid_utf8 = matches!(text, Cow::Owned(_));
        let envelope: Envelope<Vec<&RawValue>, Box<RawValue>> = serde_json::from_str(&text).ok()?;
        let mut partial = Self::from_items("data", envelope.data?, has_invalid_utf8);
        partial.page.meta = envelope.meta;
        partial.page.extra = parse_members(envelope.others);
        Some(partial)
    }

    /// Decodes items one by one. `list_path` is their location in the body, such as `result.rooms`. If the body isn't
    /// valid UTF-8, an item with U+FFFD is a failure.
    pub fn from_items(list_path: &str, items: Vec<&RawValue>, has_invalid_utf8: bool) -> Self {
        let mut partial = Self::from(Page::new(Vec::new()));
        for (index, item) in items.into_iter().enumerate() {
            let json = item.get();
            let decoded = if has_invalid_utf8 && json.contains(char::REPLACEMENT_CHARACTER) {
                let cause = serde_json::Error::custom("the text is not UTF-8");
                Err(DecodeFailure::new(None, cause))
            } else {
                decode::from_slice(json.as_bytes())
            };
            match decoded {
                Ok(item) => partial.page.data.push(item),
                Err(mut failure) => {
                    failure.path = Some(path_in_body(list_path, index, failure.path.as_deref()));
                    partial.failures.push(ItemFailure {
                        index,
                        json: json.to_owned(),
                        failure,
                    });
                }
            }
        }
        partial
    }
}

/// Converts a path in an item, such as `id`, to a path in the body, such as `data[3].id`.
fn path_in_body(list: &str, index: usize, path: Option<&str>) -> String {
    match path {
        None => format!("{list}[{index}]"),
        Some(path) if path.starts_with('[') => format!("{list}[{index}]{path}"),
        Some(path) => format!("{list}[{index}].{path}"),
    }
}

impl Error {
    /// Decodes the items of a list one by one, and returns the items that can be decoded as `T`.
    ///
    /// One undecodable item makes the method `send` of a list fail; this method returns the other items. With
    /// [`serde_json::Value`] as `T`, it returns all items. If the error isn't a [decode error](Self::is_decode) of a
    /// list with its items in `data`, the result is empty.
    ///
    /// ```no_run
    /// # fn example<T>(result: telnyx_video::Result<telnyx_video::Page<T>>) -> telnyx_video::Result<Vec<T>>
    /// # where
    /// #     T: serde::de::DeserializeOwned,
    /// # {
    /// // `result` is the result of the method `send` of a list.
    /// match result {
    ///     Ok(page) => Ok(page.data),
    ///     Err(error) if error.is_decode() => Ok(error.decoded_items()),
    ///     Err(error) => Err(error),
    /// }
    /// # }
    /// ```
    pub fn decoded_items<T: DeserializeOwned>(&self) -> Vec<T> {
        let body = self.body().filter(|_| self.is_decode());
        body.and_then(PartialPage::recover)
            .map_or_else(Vec::new, |partial| partial.page.data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recover(body: &[u8]) -> (Vec<u8>, Vec<(usize, String, String)>) {
        let partial = PartialPage::<u8>::recover(body).unwrap();
        let failures = partial.failures.into_iter();
        let failures = failures.map(|it| (it.index, it.json, it.failure.path.unwrap()));
        (partial.page.data, failures.collect())
    }

    fn failure(index: usize, json: &str, path: &str) -> (usize, String, String) {
        (index, json.to_owned(), path.to_owned())
    }

    #[test]
    fn recover_decodes_items_one_by_one() {
        assert_eq!(
            recover(br#"{"data":[1, {"a":[ 2]} ,3,1e400]}"#),
            (
                vec![1, 3],
                vec![
                    failure(1, r#"{"a":[ 2]}"#, "data[1]"),
                    failure(3, "1e400", "data[3]")
                ]
            )
        );
    }

    #[test]
    fn recover_invalid_utf8_fails_only_its_item() {
        assert_eq!(
            recover(b"{\"x\":\"\xff\",\"data\":[1,\"\xff\",3]}"),
            (vec![1, 3], vec![failure(1, "\"\u{fffd}\"", "data[1]")])
        );
        let valid = "{\"data\":[\"\u{fffd}\",7]}".as_bytes();
        let partial = PartialPage::<String>::recover(valid).unwrap();
        assert_eq!(partial.page.data, ["\u{fffd}"]);
    }

    #[test]
    fn recover_body_without_items_is_none() {
        for body in ["", "{}", r#"{"data":{}}"#, r#"{"data":[1,"#, "[1]"] {
            assert!(
                PartialPage::<u8>::recover(body.as_bytes()).is_none(),
                "{body}"
            );
        }
    }

    #[test]
    fn path_in_body_joins_locations() {
        assert_eq!(path_in_body("data", 3, None), "data[3]");
        assert_eq!(path_in_body("data", 3, Some("id")), "data[3].id");
        assert_eq!(path_in_body("data", 3, Some("[0].id")), "data[3][0].id");
    }
}
