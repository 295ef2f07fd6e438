//! A page that was received.

use std::vec;

use crate::runtime::error::Error;
use crate::runtime::response::page::Page;

/// The decoded items of a page, and the errors of the items that can't be decoded.
pub(super) struct ReceivedPage<T> {
    pub(super) number: i64,
    /// The page with the items that could be decoded.
    pub(super) page: Page<T>,
    /// The errors of the other items, by ascending index.
    pub(super) errors: vec::IntoIter<Error>,
}

/// The items of a page and the errors of its other items, in the server's order.
pub(super) struct PageItems<T> {
    page_number: i64,
    items: vec::IntoIter<T>,
    errors: vec::IntoIter<Error>,
    /// The index of the next item or error.
    index: usize,
    /// Whether the last call of `next` returned an error.
    has_failed: bool,
}

impl<T> PageItems<T> {
    pub(super) fn empty() -> Self {
        Self {
            page_number: 0,
            items: Vec::new().into_iter(),
            errors: Vec::new().into_iter(),
            index: 0,
            has_failed: false,
        }
    }

    /// Returns the number of the page if the last call of `next` returned an error.
    pub(super) fn failed_page_number(&self) -> Option<i64> {
        self.has_failed.then_some(self.page_number)
    }

    /// Returns the number of items and errors that are left.
    pub(super) fn remaining(&self) -> usize {
        self.items.len() + self.errors.len()
    }
}

impl<T> From<ReceivedPage<T>> for PageItems<T> {
    fn from(received: ReceivedPage<T>) -> Self {
        Self {
            page_number: received.number,
            items: received.page.into_iter(),
            errors: received.errors,
            ..Self::empty()
        }
    }
}

impl<T> Iterator for PageItems<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let next_error = self.errors.as_slice().first();
        // `self.index` doesn't count errors that `Pages` returned before `items` converted it, so it
        // may never reach the index of the next error, which then follows the last item.
        self.has_failed = next_error.is_some_and(|error| {
            let is_next = error.item().is_some_and(|item| item.index == self.index);
            is_next || self.items.as_slice().is_empty()
        });
        self.index += 1;
        if self.has_failed {
            self.errors.next().map(Err)
        } else {
            self.items.next().map(Ok)
        }
    }
}
