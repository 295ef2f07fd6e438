//! A page of a list.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;
use serde_json::{Deserializer, Value};

use crate::runtime::values::Decode;
use crate::runtime::values::model::impl_serialize;

/// A page of a list, returned by the method `send` of every list.
///
/// Iterating over a page iterates over its items. To read the whole list, use
/// [`Pages`](crate::Pages) or [`Items`](crate::Items).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items, in the server's order.
    pub data: Vec<T>,
    /// The position of the page in the list, if the server returned it.
    pub meta: Option<PageMeta>,
    /// The other members of the response as JSON, such as a total or a cursor. A member that
    /// can't be parsed as a [`Value`], for example because it is nested too deeply, is omitted.
    pub extra: BTreeMap<String, Value>,
}

impl<T> Page<T> {
    /// Creates a page that has only items.
    #[doc(hidden)]
    pub fn new(data: Vec<T>) -> Self {
        Self {
            data,
            meta: None,
            extra: BTreeMap::new(),
        }
    }
}

/// The position of a page in its list. Members that the server omits are `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct PageMeta {
    /// The number of this page, starting at 1.
    pub page_number: Option<i64>,
    /// The number of items of a full page.
    pub page_size: Option<i64>,
    /// The number of pages.
    pub total_pages: Option<i64>,
    /// The number of items on all pages.
    pub total_results: Option<i64>,
}

impl_serialize!(PageMeta; page_number, page_size, total_pages, total_results);

impl PageMeta {
    /// Reads the members of an object, and ignores members that aren't non-negative integers.
    #[doc(hidden)]
    pub fn from_json(meta: &RawValue) -> Option<Self> {
        let members: BTreeMap<String, &RawValue> = serde_json::from_str(meta.get()).ok()?;
        let member = |name| count(members.get(name)?);
        Some(Self {
            page_number: member("page_number"),
            page_size: member("page_size"),
            total_pages: member("total_pages"),
            total_results: member("total_results"),
        })
    }
}

/// Reads a number of pages or items. Returns `None` if the value isn't a non-negative integer.
pub fn count(json: &RawValue) -> Option<i64> {
    let number = i64::decode(&mut Deserializer::from_str(json.get())).ok()?;
    (number >= 0).then_some(number)
}

/// Serializes the items as `data`, whatever their name in the response. Omits a member `data` of `extra`.
impl<T: Serialize> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("data", &self.data)?;
        if let Some(meta) = &self.meta
            && !self.extra.contains_key("meta")
        {
            map.serialize_entry("meta", meta)?;
        }
        for (name, value) in self.extra.iter().filter(|(name, _)| *name != "data") {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.data.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Page<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.data.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn count_is_a_non_negative_integer() {
        for (json, expected) in [
            ("0", Some(0)),
            ("10.0", Some(10)),
            ("\"7\"", None),
            ("-1", None),
            ("1.5", None),
            ("\"\"", None),
            ("null", None),
        ] {
            assert_eq!(
                count(serde_json::from_str(json).unwrap()),
                expected,
                "{json}"
            );
        }
    }

    #[test]
    fn serialize_writes_each_member_once() {
        let others = [("data", 1), ("meta", 2), ("total", 3)];
        let page = Page {
            meta: Some(PageMeta::default()),
            extra: others
                .map(|(name, value)| (name.to_owned(), value.into()))
                .into(),
            ..Page::new(vec!["a"])
        };
        assert_eq!(
            serde_json::to_string(&page).unwrap(),
            r#"{"data":["a"],"meta":2,"total":3}"#
        );
    }
}
