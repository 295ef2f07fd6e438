//! Streams of pages and items.

mod fetch;
mod items;
mod progress;

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;

pub use self::items::Items;

use self::fetch::{Fetch, Fetched};
use self::progress::{Progress, Verdict};
use crate::runtime::error::Error;
use crate::runtime::request::Request;
use crate::runtime::response::Response;
use crate::runtime::response::page::Page;

/// A stream of the pages of a list, which requests each page when it is polled for it.
///
/// The method `pages` of every list returns it. It starts at the page number of the request, or at
/// 1. It holds one page at a time, and as many more as [`prefetch`](Self::prefetch) allows.
///
/// It ends after the page whose number reaches `total_pages`, or at the first empty page, which it
/// doesn't return. If the server returns an earlier page again, the list would never end: this is
/// an error of the kind [`Pagination`](crate::ErrorKind::Pagination). If several pages repeat in a
/// cycle, the error occurs after at most three times their number. After an error the stream ends,
/// but can be [resumed](Self::resume).
#[must_use = "streams do nothing unless polled"]
pub struct Pages<T> {
    request: Request<Page<T>>,
    /// The query parameter with the page number.
    number_parameter: &'static str,
    progress: Progress<T>,
    /// The pending requests of the next page and of the pages after it.
    pending: VecDeque<Fetch<T>>,
    /// The number of pages to request in advance.
    prefetch: usize,
    state: State,
}

/// The maximum number of pages to request in advance: enough to hide latency, too few to look like
/// an attack.
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
            state: State::Active,
        }
    }

    /// Requests up to `pages` pages in advance while the current one is read. Default: 0; at most
    /// 16.
    ///
    /// The order of pages doesn't change. Only pages up to `total_pages` are requested in advance,
    /// so this has no effect on lists without that member.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.prefetch = pages.min(MAX_PREFETCH);
        self
    }

    /// Returns the number of the next page, or after an error, of the page that failed.
    ///
    /// To continue later, possibly in another process, set it as `page_number` of the list. At the
    /// end it is the number after the last page with items, so that no item is read twice.
    pub fn page_number(&self) -> i64
    where
        T: Clone + PartialEq,
    {
        self.progress.number()
    }

    /// Continues after an error with the page that failed. Has no effect without an error.
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

    /// Returns the item of the stream for a response.
    fn receive(&mut self, response: Response<Page<T>>) -> Option<Result<Page<T>, Error>> {
        let number = self.progress.number();
        let (page, call, raw) = response.into_parts();
        match self.progress.advance(&page) {
            Verdict::More => {
                self.request_ahead(page.meta.and_then(|meta| meta.total_pages));
                Some(Ok(page))
            }
            Verdict::Last => {
                self.stop(State::Ended);
                Some(Ok(page))
            }
            Verdict::Empty => {
                self.stop(State::Ended);
                None
            }
            Verdict::Repeated(earlier) => {
                self.stop(State::Failed);
                let reason = format!("page {number} repeats page {earlier}");
                Some(Err(Error::pagination(call, raw, reason)))
            }
        }
    }

    /// Requests pages in advance, as far as they are known to exist.
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

/// The pending requests are boxed.
impl<T> Unpin for Pages<T> {}

impl<T> Stream for Pages<T>
where
    T: DeserializeOwned + Clone + PartialEq + Send + 'static,
{
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        while this.state == State::Active {
            let Some(fetch) = this.pending.front_mut() else {
                let request = this.request(this.progress.number());
                this.pending.push_back(Fetch::now(request));
                continue;
            };
            let fetched = ready!(fetch.poll(context));
            this.pending.pop_front();
            match fetched {
                Fetched::Response(response) => return Poll::Ready(this.receive(*response)),
                Fetched::Failure(error) => {
                    this.stop(State::Failed);
                    return Poll::Ready(Some(Err(error)));
                }
                // The page is requested again.
                Fetched::Cancelled => this.pending.clear(),
            }
        }
        Poll::Ready(None)
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
