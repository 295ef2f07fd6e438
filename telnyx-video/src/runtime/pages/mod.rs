//! Pagination: streams of the pages of a list and of their items.
//!
//! The *index* of a page is its number or the offset of its first item. Pages of lists with cursors, last IDs or links
//! have no index. A paginator finds the next page, and detects repeated pages.

mod fetch;
mod index;
mod items;
mod number;
mod paginator;

use std::collections::VecDeque;
use std::iter::Peekable;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::{fmt, vec};

use futures_core::Stream;
use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;

pub use self::fetch::{PageFuture, send_as};
pub use self::index::{IndexKind, IndexPaginator, PageFacts};
pub use self::items::Items;
pub use self::number::PageNumber;
pub use self::paginator::{Indexes, Outcome, PageResponse, Paginator};

use self::fetch::Fetch;
use crate::runtime::error::{ArgumentResult, Error, ErrorKind};
use crate::runtime::request::Request;
use crate::runtime::response::{Page, PartialPage, Response};

/// A stream of the pages of a list, which requests a page when the caller polls for it.
///
/// Returned by the method `pages` of every list. The stream starts at the page that the request selects; by default, at
/// the first. It holds one page at a time, and as many more as [`prefetch`](Self::prefetch) allows. It ends after page
/// `total_pages`, or at the first empty page, which it doesn't return. In lists with cursors or URLs, it ends when the
/// server returns no further cursor or URL, and returns empty pages before that.
///
/// If the server returns an earlier page again, the list would be endless; if it returns an empty page
/// before page `total_pages`, the list would be incomplete. Both are errors of the kind
/// [`Pagination`](crate::ErrorKind::Pagination). If a cycle of N different pages repeats, the error
/// occurs after at most 3 N pages, or 9 N if the server gives the repeated pages new page numbers.
/// After an error, the stream ends, but can be [resumed](Self::resume).
///
/// An item that can't be decoded affects no other item. The stream returns an error for each such [item](Error::item)
/// of a page, and then the page with its other items, even if there are none. Then it continues.
#[must_use = "streams do nothing unless polled"]
pub struct Pages<T> {
    request: Request<Page<T>>,
    /// Sends a request and decodes the page.
    send: fn(Request<Page<T>>) -> PageFuture<T>,
    paginator: Box<dyn Paginator<T>>,
    /// The pending requests of the next pages in order, each with the index of its page.
    pending: VecDeque<(i64, Fetch<T>)>,
    /// The number of pages to request in advance.
    prefetch: usize,
    /// The page to return once the errors of its items are returned.
    received: Option<ReceivedPage<T>>,
    /// The headers of the most recent response.
    headers: HeaderMap,
    /// The error of the position that `resume_from` received, if it is invalid. The next request returns it.
    resume_from_result: ArgumentResult<()>,
    state: State,
}

/// A page, and the errors of its items that could not be decoded.
struct ReceivedPage<T> {
    number: i64,
    /// The position of the page, as text.
    position: Option<String>,
    /// The page with the items that could be decoded.
    page: Page<T>,
    /// The errors of the other items, in the order of the items.
    errors: Peekable<vec::IntoIter<Error>>,
}

/// Enough to hide latency, but too few for a server to mistake the requests for an attack.
const MAX_PREFETCH: usize = 16;

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Active,
    Failed,
    Ended,
}

impl<T> Pages<T> {
    /// Creates a stream for a list with page numbers. `number_parameter` is the query parameter with the number.
    #[doc(hidden)]
    pub fn new(request: Request<Page<T>>, number_parameter: &'static str) -> Self
    where
        T: DeserializeOwned + Clone + PartialEq + Send + 'static,
    {
        let paginator = IndexPaginator::new(&request, number_parameter, PageNumber);
        Self::with_paginator(request, send_as::<T, PartialPage<T>>, Box::new(paginator))
    }

    /// Creates a stream in any style of pagination. `send` sends a request and decodes the page.
    #[doc(hidden)]
    pub fn with_paginator(
        request: Request<Page<T>>,
        send: fn(Request<Page<T>>) -> PageFuture<T>,
        paginator: Box<dyn Paginator<T>>,
    ) -> Self {
        Self {
            request,
            send,
            paginator,
            pending: VecDeque::new(),
            prefetch: 0,
            received: None,
            headers: HeaderMap::new(),
            resume_from_result: Ok(()),
            state: State::Active,
        }
    }

    /// Requests up to `pages` pages in advance while the current one is read. Default: 0; at most 16.
    ///
    /// The order of pages doesn't change. Only pages that are known to exist are requested in advance, so this has no
    /// effect if the server doesn't return `total_pages`, or if each response contains the position of the next page.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.prefetch = pages.min(MAX_PREFETCH);
        self
    }

    /// Returns the number of the next page. After an error, returns the number of the page that failed
    /// or contains the failed item.
    ///
    /// To continue later, possibly in another process, pass this number to the list's `page_number`. At the end, the
    /// number is one more than that of the last page with items, so that no item is read twice.
    ///
    /// In lists without page numbers, pages are counted from 1, starting where the stream starts or where
    /// [`resume_from`](Self::resume_from) continues. To continue such a list, use
    /// [`next_position`](Self::next_position).
    pub fn next_page_number(&self) -> i64 {
        match &self.received {
            Some(received) => received.number,
            None => self.paginator.next_page_number(),
        }
    }

    /// Returns the position of the next page as text, to continue later with
    /// [`resume_from`](Self::resume_from), possibly in another process. After an error, returns the
    /// position of the page that failed or contains the failed item.
    ///
    /// The text is a page number, an offset, a cursor, the ID of an item or a URL, depending on the list. In lists with
    /// cursors or URLs, the result is `None` before the first page and after the last page; in lists that continue
    /// after the ID of the last item, only before the first page.
    pub fn next_position(&self) -> Option<String> {
        match &self.received {
            Some(received) => received.position.clone(),
            None => self.paginator.next_position(),
        }
    }

    /// Starts at a position that [`next_position`](Self::next_position) returned.
    ///
    /// If the text isn't a valid position, the stream returns an error of the kind
    /// [`InvalidRequest`](ErrorKind::InvalidRequest).
    pub fn resume_from(mut self, position: impl AsRef<str>) -> Self {
        self.resume_from_result = self.paginator.resume_from(position.as_ref());
        self.pending.clear();
        self.received = None;
        self.state = State::Active;
        self
    }

    /// Returns the headers of the response that contained the most recent page. Empty before the first page.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Makes the stream continue after an error, with the page that failed. Has no effect without an
    /// error or after the error of an [item](Error::item), which doesn't end the stream.
    ///
    /// ```no_run
    /// use futures_util::StreamExt;
    ///
    /// # async fn example<T>(mut pages: telnyx_video::Pages<T>) -> Result<(), telnyx_video::Error>
    /// # where
    /// #     T: serde::de::DeserializeOwned + Clone + PartialEq + Send + 'static,
    /// # {
    /// // `pages` is the result of the method `pages`.
    /// let mut failures = 0;
    /// while let Some(page) = pages.next().await {
    ///     match page {
    ///         Ok(page) => println!("{} items", page.data.len()),
    ///         Err(error) if error.item().is_some() => {
    ///             eprintln!("skipped an item: {error}")
    ///         }
    ///         Err(error) if error.is_retryable() && failures < 3 => {
    ///             failures += 1;
    ///             if let Some(wait) = error.retry_after() {
    ///                 tokio::time::sleep(wait).await;
    ///             }
    ///             pages.resume();
    ///         }
    ///         Err(error) => return Err(error),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn resume(&mut self) {
        if self.state == State::Failed {
            self.state = State::Active;
        }
    }
}

impl<T: Send + 'static> Pages<T> {
    /// Polls for the next page, requesting it if necessary, and stores it in `received`. Returns `false` at the end.
    fn poll_received(&mut self, context: &mut Context<'_>) -> Poll<Result<bool, Error>> {
        while self.state == State::Active {
            let Some((_, fetch)) = self.pending.front_mut() else {
                let index = self.paginator.indexes().next;
                let fetch = Fetch::Polled(self.request_page(index));
                self.pending.push_back((index, fetch));
                continue;
            };
            let result = ready!(fetch.poll(context));
            self.pending.pop_front();
            match result {
                Some(Ok(response)) => return Poll::Ready(self.receive(response)),
                Some(Err(error)) => {
                    self.stop(State::Failed);
                    return Poll::Ready(Err(error));
                }
                // The background task was cancelled or panicked: the next iteration sends the request again.
                None => self.pending.clear(),
            }
        }
        Poll::Ready(Ok(false))
    }

    /// Stores the page of a response in `received`. Returns `false` at the end of the list.
    fn receive(&mut self, response: PageResponse<T>) -> Result<bool, Error> {
        let number = self.paginator.next_page_number();
        let position = self.paginator.next_position();
        let outcome = self.paginator.advance(&response);
        let Response { value, call, raw } = response;
        self.headers.clone_from(&raw.headers);
        match outcome {
            Outcome::More => self.request_ahead(),
            Outcome::Last => self.stop(State::Ended),
            Outcome::Empty => {
                self.stop(State::Ended);
                return Ok(false);
            }
            Outcome::Invalid(reason) => {
                self.stop(State::Failed);
                return Err(Error::new(ErrorKind::Pagination, call, raw, reason));
            }
        }
        let PartialPage { page, failures } = value;
        let errors = self.request.item_errors(&call, &raw, number, failures);
        self.received = Some(ReceivedPage {
            number,
            position,
            page,
            errors: errors.into_iter().peekable(),
        });
        Ok(true)
    }

    /// Requests pages in advance, up to the last page that is known to exist.
    fn request_ahead(&mut self) {
        let indexes = self.paginator.indexes();
        // If this page has more or fewer items than the page before it, a list with offsets continues at another index
        // than the pending requests.
        let expected = self.pending.front();
        if expected.is_some_and(|(index, _)| *index != indexes.next) {
            self.pending.clear();
        }
        let indexes = indexes.iter().take(self.prefetch);
        for index in indexes.skip(self.pending.len()) {
            let fetch = Fetch::ahead(self.request_page(index));
            self.pending.push_back((index, fetch));
        }
    }

    fn request_page(&self, index: i64) -> PageFuture<T> {
        // Changes nothing, but makes the request return the error of an invalid position.
        let list = self
            .request
            .clone()
            .change(|_| self.resume_from_result.clone());
        (self.send)(self.paginator.request(list, index))
    }

    fn stop(&mut self, state: State) {
        self.state = state;
        self.pending.clear();
    }
}

/// The only pinned values, the pending requests, are boxed.
impl<T> Unpin for Pages<T> {}

impl<T> Stream for Pages<T>
where
    T: DeserializeOwned + Clone + PartialEq + Send + 'static,
{
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(received) = &mut self.received
                && let Some(error) = received.errors.next()
            {
                return Poll::Ready(Some(Err(error)));
            }
            if let Some(received) = self.received.take() {
                return Poll::Ready(Some(Ok(received.page)));
            }
            if !ready!(self.poll_received(context)?) {
                return Poll::Ready(None);
            }
        }
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("request", &self.request)
            .field("state", &self.state)
            .field("pending", &self.pending.len())
            .finish_non_exhaustive()
    }
}
