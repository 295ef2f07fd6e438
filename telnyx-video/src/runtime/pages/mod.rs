//! Pagination: streams of the pages of a list and of their items.
//!
//! `progress` decides without I/O whether a page is the last one, or an error.

mod fetch;
mod items;
mod progress;
mod received;

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;

pub use self::items::Items;

use self::fetch::Fetch;
use self::progress::{Progress, Verdict};
use self::received::ReceivedPage;
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::request::Request;
use crate::runtime::response::Response;
use crate::runtime::response::page::Page;
use crate::runtime::response::partial_page::PartialPage;

/// A stream of the pages of a list, which requests each page when it is polled for it.
///
/// Returned by the method `pages` of every list. It starts at the page number of the request, or at
/// 1. It holds one page at a time, and as many more as [`prefetch`](Self::prefetch) allows.
///
/// It ends after page `total_pages`, or at the first empty page, which it doesn't return.
///
/// If the server returns an earlier page again, the list would be endless; if it returns an empty page
/// before page `total_pages`, the list would be incomplete. Both are errors of the kind
/// [`Pagination`](crate::ErrorKind::Pagination). If N different pages repeat in a cycle, the error
/// occurs after at most 3 N pages, or after 9 N pages if the server reports increasing page numbers.
/// After an error, the stream ends, but can be [resumed](Self::resume).
///
/// An item that can't be decoded affects no other item. The stream returns an error for each such
/// [item](Error::item) of a page, and then the page with its other items, even if there are
/// none. Then it continues.
#[must_use = "streams do nothing unless polled"]
pub struct Pages<T> {
    request: Request<Page<T>>,
    /// The query parameter with the page number, such as `page[number]`.
    number_parameter: &'static str,
    progress: Progress<T>,
    /// The pending requests of the next pages, by ascending page number.
    pending: VecDeque<Fetch<T>>,
    /// The number of pages to request in advance.
    prefetch: usize,
    /// The page to return once the errors of its items are returned.
    received: Option<ReceivedPage<T>>,
    state: State,
}

/// The maximum number of pages to request in advance: enough to hide latency, but too few for a server
/// to mistake the requests for an attack.
const MAX_PREFETCH: usize = 16;

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Active,
    Failed,
    Ended,
}

impl<T> Pages<T> {
    /// Creates a stream that increments a query parameter with the page number.
    #[doc(hidden)]
    pub fn new(request: Request<Page<T>>, number_parameter: &'static str) -> Self
    where
        T: Clone + PartialEq,
    {
        let start = request
            .query_value(number_parameter)
            .and_then(|number| number.parse().ok())
            .unwrap_or(1);
        Self {
            request,
            number_parameter,
            progress: Progress::starting_at(start),
            pending: VecDeque::new(),
            prefetch: 0,
            received: None,
            state: State::Active,
        }
    }

    /// Requests up to `pages` pages in advance while the current one is read. Default: 0; at most
    /// 16.
    ///
    /// The order of pages doesn't change. Only pages up to `total_pages` are requested in advance, so
    /// this has no effect if the server doesn't return `total_pages`.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.prefetch = pages.min(MAX_PREFETCH);
        self
    }

    /// Returns the number of the next page. After an error, returns the number of the page that failed
    /// or contains the failed item.
    ///
    /// To continue later, possibly in another process, pass this number to the list's `page_number`. At
    /// the end, it is the number after the last page with items, so that no item is read twice.
    pub fn page_number(&self) -> i64
    where
        T: Clone + PartialEq,
    {
        match &self.received {
            Some(received) => received.number,
            None => self.progress.number(),
        }
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
    ///         Err(error) if error.item().is_some() => eprintln!("skipped an item: {error}"),
    ///         Err(error) if error.is_retryable() && failures < 3 => {
    ///             failures += 1;
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

impl<T> Pages<T>
where
    T: DeserializeOwned + Clone + PartialEq + Send + 'static,
{
    fn request(&self, number: i64) -> Request<Page<T>> {
        self.request.clone().query(self.number_parameter, number)
    }

    /// Polls for the next page, and requests it if necessary.
    fn poll_received(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<ReceivedPage<T>, Error>>> {
        while self.state == State::Active {
            let Some(fetch) = self.pending.front_mut() else {
                let request = self.request(self.progress.number());
                self.pending.push_back(Fetch::now(request));
                continue;
            };
            let result = ready!(fetch.poll(context));
            self.pending.pop_front();
            match result {
                Some(Ok(response)) => return Poll::Ready(self.receive(response)),
                Some(Err(error)) => {
                    self.stop(State::Failed);
                    return Poll::Ready(Some(Err(error)));
                }
                // The request was cancelled: the next iteration repeats it.
                None => self.pending.clear(),
            }
        }
        Poll::Ready(None)
    }

    /// Returns the page in a response, or `None` at the end of the list.
    fn receive(
        &mut self,
        response: Response<PartialPage<T>>,
    ) -> Option<Result<ReceivedPage<T>, Error>> {
        let number = self.progress.number();
        let (partial, call, raw) = response.into_parts();
        let failure = match self.progress.advance(&partial) {
            Verdict::More => {
                self.request_ahead(partial.page.meta.and_then(|meta| meta.total_pages));
                None
            }
            Verdict::Last => {
                self.stop(State::Ended);
                None
            }
            Verdict::Empty => {
                self.stop(State::Ended);
                return None;
            }
            Verdict::Missing(total) => Some(format!(
                "page {number} is empty, but `total_pages` is {total}"
            )),
            Verdict::Repeated(earlier) => Some(format!("page {number} repeats page {earlier}")),
        };
        if let Some(reason) = failure {
            self.stop(State::Failed);
            let error = Error::new(ErrorKind::Pagination, Some(call), Some(raw), reason);
            return Some(Err(error));
        }
        let PartialPage { page, failures } = partial;
        let errors = self.request.item_errors(&call, &raw, number, failures);
        Some(Ok(ReceivedPage {
            number,
            page,
            errors: errors.into_iter(),
        }))
    }

    /// Requests pages in advance, up to the last page that is known to exist.
    fn request_ahead(&mut self, total_pages: Option<i64>) {
        let numbers = self.progress.number()..=total_pages.unwrap_or(0);
        for number in numbers.take(self.prefetch).skip(self.pending.len()) {
            let Some(fetch) = Fetch::ahead(self.request(number)) else {
                break;
            };
            self.pending.push_back(fetch);
        }
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
            match ready!(self.poll_received(context)) {
                Some(Ok(received)) => self.received = Some(received),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
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
