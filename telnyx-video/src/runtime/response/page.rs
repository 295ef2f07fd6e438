//! A page of a list.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Deserializer;
use serde_json::value::RawValue;

use crate::runtime::values::decode::Decode;

/// A page of a list.
///
/// Iterating over a page iterates over its items. To read the whole list, use
/// [`Pages`](crate::Pages) or [`Items`](crate::Items).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items, in the server's order.
    pub data: Vec<T>,
    /// The position of the page in the list, if the server returned it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta: Option<PageMeta>,
}

/// The position of a page in its list. Members that the server omits are `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct PageMeta {
    /// The number of this page, starting at 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_number: Option<i64>,
    /// The number of items of a full page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_size: Option<i64>,
    /// The number of pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_pages: Option<i64>,
    /// The number of items on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_results: Option<i64>,
}

impl PageMeta {
    /// Reads the members of an object, and ignores those that aren't non-negative integers.
    pub(super) fn from_json(meta: &RawValue) -> Option<Self> {
        let members: BTreeMap<String, &RawValue> = serde_json::from_str(meta.get()).ok()?;
        let count = |name| {
            let json = members.get(name)?.get();
            let number = i64::decode(&mut Deserializer::from_str(json)).ok()?;
            (number >= 0).then_some(number)
        };
        Some(Self {
            page_number: count("page_number"),
            page_size: count("page_size"),
            total_pages: count("total_pages"),
            total_results: count("total_results"),
        })
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
