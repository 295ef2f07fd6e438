//! The stream of items, on top of the stream of pages.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;

use super::Pages;
use super::received::PageItems;
use crate::runtime::error::Error;

/// A stream of the items of a list, which requests one page after the other.
///
/// Returned by the method `stream` of every list. It ends and fails like [`Pages`], except that it
/// returns the error of an item in place of the item.
#[must_use = "streams do nothing unless polled"]
pub struct Items<T> {
    pages: Pages<T>,
    /// The remaining items of the current page.
    page: PageItems<T>,
}

impl<T> Pages<T> {
    /// Converts into a stream of the items.
    pub fn items(mut self) -> Items<T> {
        let received = self.received.take();
        Items {
            pages: self,
            page: received.map_or_else(PageItems::empty, PageItems::from),
        }
    }
}

impl<T> Items<T> {
    /// Requests up to `pages` pages in advance; see [`Pages::prefetch`]. Default: 0.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.pages = self.pages.prefetch(pages);
        self
    }

    /// Returns the number of the page after the current one. After an error, returns the number of the
    /// page that failed or contains the failed item; see [`Pages::page_number`].
    pub fn page_number(&self) -> i64 {
        self.page
            .failed_page_number()
            .unwrap_or_else(|| self.pages.page_number())
    }

    /// Returns the position of the page after the current one. After an error, returns the position of the
    /// page that failed or contains the failed item; see [`Pages::position`].
    pub fn position(&self) -> Option<String> {
        match self.page.failed_position() {
            Some(position) => position.map(str::to_owned),
            None => self.pages.position(),
        }
    }

    /// Starts at a position that [`position`](Self::position) returned; see [`Pages::resume_from`].
    pub fn resume_from(mut self, position: impl AsRef<str>) -> Self {
        self.pages = self.pages.resume_from(position);
        self.page = PageItems::empty();
        self
    }

    /// Returns the headers of the response that contained the current page; see [`Pages::headers`].
    pub fn headers(&self) -> &HeaderMap {
        self.pages.headers()
    }

    /// Continues after an error with the page that failed; see [`Pages::resume`].
    pub fn resume(&mut self) {
        self.pages.resume();
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
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(item));
            }
            match ready!(self.pages.poll_received(context)) {
                Some(Ok(received)) => self.page = received.into(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.page.remaining(), None)
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("remaining", &self.page.remaining())
            .finish()
    }
}
