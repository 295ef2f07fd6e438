use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::{fmt, vec};

use futures_core::Stream;
use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;

use super::Pages;
use crate::runtime::error::Error;

/// A stream of the items of a list, which requests one page after the other.
///
/// Returned by the method `stream` of every list. The stream ends and fails like [`Pages`], except that it returns the
/// error of an item in place of the item.
#[must_use = "streams do nothing unless polled"]
pub struct Items<T> {
    /// The stream of pages. Its received page is the current page, without the items.
    pages: Pages<T>,
    /// The remaining items of the current page.
    items: vec::IntoIter<T>,
    /// The number of items and errors of items that were returned from the current page: the index of the next one.
    index: usize,
    /// Whether the stream has just returned the error of an item.
    is_after_item_error: bool,
}

impl<T> Pages<T> {
    /// Converts into a stream of the items.
    pub fn items(mut self) -> Items<T> {
        Items {
            items: self.take_items(),
            pages: self,
            index: 0,
            is_after_item_error: false,
        }
    }

    fn take_items(&mut self) -> vec::IntoIter<T> {
        let items = self.received.as_mut().map(|it| &mut it.page.data);
        items.map(std::mem::take).unwrap_or_default().into_iter()
    }
}

impl<T> Items<T> {
    /// Requests up to `pages` pages in advance; see [`Pages::prefetch`]. Default: 0.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.pages = self.pages.prefetch(pages);
        self
    }

    /// Returns the number of the page after the current one. After an error, returns the number of the
    /// page that failed or contains the failed item; see [`Pages::next_page_number`].
    ///
    /// If you stop in the middle of a page and continue at this number, you skip the remaining items of the page. To be
    /// able to stop anywhere, read [`Pages`] instead, and store [`Pages::next_page_number`] before each page.
    pub fn next_page_number(&self) -> i64 {
        match self.is_after_item_error {
            true => self.pages.next_page_number(),
            false => self.pages.paginator.next_page_number(),
        }
    }

    /// Returns the position of the page after the current one. After an error, returns the position of the
    /// page that failed or contains the failed item; see [`Pages::next_position`].
    ///
    /// If you stop in the middle of a page and continue at this position, you skip the remaining items of the page; see
    /// [`next_page_number`](Self::next_page_number).
    pub fn next_position(&self) -> Option<String> {
        match self.is_after_item_error {
            true => self.pages.next_position(),
            false => self.pages.paginator.next_position(),
        }
    }

    /// Starts at a position that [`next_position`](Self::next_position) returned; see [`Pages::resume_from`].
    pub fn resume_from(self, position: impl AsRef<str>) -> Self {
        self.pages.resume_from(position).items()
    }

    /// Returns the headers of the response that contained the current page; see [`Pages::headers`].
    pub fn headers(&self) -> &HeaderMap {
        self.pages.headers()
    }

    /// Continues after an error with the page that failed; see [`Pages::resume`].
    pub fn resume(&mut self) {
        self.pages.resume();
    }

    /// Returns the next item of the current page, or the error of an item that could not be decoded.
    fn next_item(&mut self) -> Option<Result<T, Error>> {
        let (index, is_end) = (self.index, self.items.len() == 0);
        self.index += 1;
        let errors = self.pages.received.as_mut().map(|it| &mut it.errors);
        // If the caller converted `Pages` to `Items` in the middle of this page, `self.index` doesn't count the errors
        // that `Pages` has returned, and may not reach the index of an error. The error then follows the last item.
        let is_next = |error: &Error| is_end || error.item().is_some_and(|it| it.index == index);
        let error = errors.and_then(|errors| errors.next_if(is_next));
        self.is_after_item_error = error.is_some();
        error.map(Err).or_else(|| self.items.next().map(Ok))
    }
}

/// No field is ever pinned.
impl<T> Unpin for Items<T> {}

impl<T> Stream for Items<T>
where
    T: DeserializeOwned + Clone + PartialEq + Send + 'static,
{
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.next_item() {
                return Poll::Ready(Some(item));
            }
            if !ready!(self.pages.poll_received(context)?) {
                return Poll::Ready(None);
            }
            self.items = self.pages.take_items();
            self.index = 0;
        }
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("remaining", &self.items.len())
            .finish()
    }
}
