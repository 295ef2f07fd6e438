//! One page of a list.

use serde_json::Value;

/// One page of a list.
///
/// Iterating over it iterates over its items. To read a list whole, take
/// [`Pages`](crate::Pages) or [`Items`](crate::Items) instead.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items of this page, in the server's order.
    pub data: Vec<T>,
    /// Where the page stands in the list, if the server says so.
    pub meta: Option<PageMeta>,
}

/// Where a page stands in its list, as far as the server says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct PageMeta {
    /// The number of this page; the first page is 1.
    pub page_number: Option<i64>,
    /// How many items a full page has.
    pub page_size: Option<i64>,
    /// How many pages there are.
    pub total_pages: Option<i64>,
    /// How many items there are on all pages.
    pub total_results: Option<i64>,
}

impl PageMeta {
    /// Reads the counts that are valid. A malformed count is no reason to lose the items of a page.
    pub(crate) fn from_json(meta: &Value) -> Self {
        let count = |name| meta.get(name)?.as_i64().filter(|count| *count >= 0);
        Self {
            page_number: count("page_number"),
            page_size: count("page_size"),
            total_pages: count("total_pages"),
            total_results: count("total_results"),
        }
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
