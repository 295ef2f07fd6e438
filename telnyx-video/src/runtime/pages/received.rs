//! A received page, with the errors of the items that could not be decoded.

use std::vec;

use crate::runtime::error::Error;
use crate::runtime::response::page::Page;

/// A page, and the errors of its items that could not be decoded.
pub(super) struct ReceivedPage<T> {
    pub(super) number: i64,
    /// The position of the page, as text.
    pub(super) position: Option<String>,
    /// The page with the items that could be decoded.
    pub(super) page: Page<T>,
    /// The errors of the other items, by ascending index.
    pub(super) errors: vec::IntoIter<Error>,
}

/// Iterates over the items of a page, with errors in place of those that could not be decoded.
pub(super) struct PageItems<T> {
    page_number: i64,
    position: Option<String>,
    items: vec::IntoIter<T>,
    errors: vec::IntoIter<Error>,
    /// The index of the next item or error.
    index: usize,
    /// Whether the last call of `next` returned an error.
    is_after_error: bool,
}

impl<T> PageItems<T> {
    pub(super) fn empty() -> Self {
        Self {
            page_number: 0,
            position: None,
            items: Vec::new().into_iter(),
            errors: Vec::new().into_iter(),
            index: 0,
            is_after_error: false,
        }
    }

    /// Returns the number of the page if the last call of `next` returned an error.
    pub(super) fn failed_page_number(&self) -> Option<i64> {
        self.is_after_error.then_some(self.page_number)
    }

    /// Returns the position of the page if the last call of `next` returned an error.
    pub(super) fn failed_position(&self) -> Option<Option<&str>> {
        self.is_after_error.then_some(self.position.as_deref())
    }

    /// Returns the number of remaining items and errors.
    pub(super) fn remaining(&self) -> usize {
        self.items.len() + self.errors.len()
    }
}

impl<T> From<ReceivedPage<T>> for PageItems<T> {
    fn from(received: ReceivedPage<T>) -> Self {
        Self {
            page_number: received.number,
            position: received.position,
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
        self.is_after_error = next_error.is_some_and(|error| {
            let is_next = error.item().is_some_and(|item| item.index == self.index);
            // An error whose index is never reached is returned after the last item. That happens if the caller
            // converted `Pages` to `Items` in the middle of this page: `self.index` doesn't count errors that `Pages`
            // has returned.
            is_next || self.items.as_slice().is_empty()
        });
        self.index += 1;
        if self.is_after_error {
            self.errors.next().map(Err)
        } else {
            self.items.next().map(Ok)
        }
    }
}
