//! A list, item by item.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::Pages;
use crate::runtime::error::Error;

/// A stream of the items of a list, which asks for page after page as it is read.
///
/// Made by the `stream` method of every list; it ends and fails as [`Pages`] does.
#[must_use = "streams do nothing unless polled"]
pub struct Items<T> {
    pages: Pages<T>,
    /// What is left of the page at hand.
    page: std::vec::IntoIter<T>,
}

impl<T> Pages<T> {
    /// The same list, item by item.
    pub fn items(self) -> Items<T> {
        Items {
            pages: self,
            page: Vec::new().into_iter(),
        }
    }
}

impl<T> Items<T> {
    /// Fetches up to `pages` further pages while the items of the one at hand are read; see
    /// [`Pages::prefetch`].
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.pages = self.pages.prefetch(pages);
        self
    }

    /// The number of the page that is fetched when the items at hand are read; after an error, of
    /// the one that failed. A list can be taken up again from there; see [`Pages::page_number`].
    pub fn page_number(&self) -> u64
    where
        T: Clone + PartialEq,
    {
        self.pages.page_number()
    }

    /// Goes on after an error, with the page that failed; see [`Pages::resume`].
    pub fn resume(&mut self) {
        self.pages.resume();
    }
}

/// The items are never pinned, so it doesn't matter whether they may move.
impl<T> Unpin for Items<T> {}

impl<T> Stream for Items<T>
where
    T: DeserializeOwned + Clone + PartialEq + Send + 'static,
{
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.page = page.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.page.len(), None)
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("at_hand", &self.page.len())
            .finish()
    }
}
