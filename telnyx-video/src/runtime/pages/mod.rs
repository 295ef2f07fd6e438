//! A list, page by page.

mod fetch;
mod items;
mod progress;

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;

pub use items::Items;

use crate::runtime::error::Error;
use crate::runtime::request::Request;
use crate::runtime::response::Response;
use crate::runtime::response::page::Page;
use fetch::{Fetch, Fetched};
use progress::{Progress, Verdict};

/// A stream of the pages of a list, which asks for the next page when it is polled for one.
///
/// Made by the `pages` method of every list. It starts at the page number set on the request, or
/// at 1, sends one request for each page, and holds one page at a time, or as many more as
/// [`prefetch`](Self::prefetch) allows.
///
/// It ends with the page whose number reaches `total_pages`, or before the first empty page, which
/// is not given out. A server that answers an earlier page again, so that there would be no end, is
/// an error of the kind [`Pagination`](crate::ErrorKind::Pagination); where pages go in a circle, it
/// comes after at most three times as many as there are. After an error the stream ends; it can be
/// [resumed](Self::resume).
#[must_use = "streams do nothing unless polled"]
pub struct Pages<T> {
    request: Request<Page<T>>,
    /// The query parameter that holds the page number.
    number_parameter: &'static str,
    progress: Progress<T>,
    /// The requests under way: of the page to give out next, and of those after it.
    under_way: VecDeque<Fetch<T>>,
    /// How many pages may be asked for before they are wanted.
    prefetch: usize,
    state: State,
}

/// How many pages may be under way beside the one at hand, whatever was asked for: enough to hide
/// the way to the server, too few to look like an attack.
const MOST_AHEAD: usize = 16;

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Going,
    Failed,
    Ended,
}

impl<T> Pages<T> {
    /// Follows a list by counting up the query parameter that holds the page number.
    pub(crate) fn new(request: Request<Page<T>>, number_parameter: &'static str) -> Self
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
            under_way: VecDeque::new(),
            prefetch: 0,
            state: State::Going,
        }
    }

    /// Fetches up to `pages` further pages while the one at hand is read. None by default, and never
    /// more than 16: each is a request of its own, and is kept until it is wanted.
    ///
    /// The pages still come in order. No page after the last is asked for: a list that does not say
    /// how many pages it has is not fetched ahead.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.prefetch = pages.min(MOST_AHEAD);
        self
    }

    /// The number of the page that is given out next; after an error, of the one that failed.
    ///
    /// A list can be taken up again from there, in another process even, with `page_number`. At the
    /// end it is the page after the last with items, so that none is read twice: there is nothing
    /// there until the list has grown by a page.
    pub fn page_number(&self) -> u64
    where
        T: Clone + PartialEq,
    {
        self.progress.number()
    }

    /// Goes on after an error, with the page that failed. Otherwise it changes nothing.
    ///
    /// ```no_run
    /// use futures_util::StreamExt;
    ///
    /// # async fn example<T>(mut pages: telnyx_video::Pages<T>) -> Result<(), telnyx_video::Error>
    /// # where
    /// #     T: serde::de::DeserializeOwned + Clone + PartialEq + Send + 'static,
    /// # {
    /// // `pages` is what the method of that name gives.
    /// let mut failures = 0;
    /// while let Some(page) = pages.next().await {
    ///     match page {
    ///         Ok(page) => println!("{} of them", page.data.len()),
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
            self.state = State::Going;
        }
    }
}

impl<T> Pages<T>
where
    T: DeserializeOwned + Clone + PartialEq + Send + 'static,
{
    fn request(&self, number: u64) -> Request<Page<T>> {
        self.request.clone().query(self.number_parameter, number)
    }

    /// What an answer means for the reader, and for whether there will be another.
    fn receive(&mut self, response: Response<Page<T>>) -> Option<Result<Page<T>, Error>> {
        let number = self.progress.number();
        let (page, call, answer) = response.into_parts();
        match self.progress.judge(&page) {
            Verdict::More => {
                self.look_ahead(page.meta.and_then(|meta| meta.total_pages));
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
                let reason = format!("page {number} is page {earlier} again");
                Some(Err(Error::repeated_page(call, answer, reason)))
            }
        }
    }

    /// Asks for the pages after the one at hand, as far as they are known to exist.
    fn look_ahead(&mut self, total_pages: Option<u64>) {
        let numbers = self.progress.number()..=total_pages.unwrap_or(0);
        for number in numbers.take(self.prefetch).skip(self.under_way.len()) {
            let Some(fetch) = Fetch::ahead(self.request(number)) else {
                break;
            };
            self.under_way.push_back(fetch);
        }
    }

    fn stop(&mut self, state: State) {
        self.state = state;
        self.under_way.clear();
    }
}

/// Nothing in it is pinned in place: the requests under way are in boxes.
impl<T> Unpin for Pages<T> {}

impl<T> Stream for Pages<T>
where
    T: DeserializeOwned + Clone + PartialEq + Send + 'static,
{
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        while this.state == State::Going {
            let Some(fetch) = this.under_way.front_mut() else {
                let request = this.request(this.progress.number());
                this.under_way.push_back(Fetch::now(request));
                continue;
            };
            let fetched = ready!(fetch.poll(context));
            this.under_way.pop_front();
            match fetched {
                Fetched::RawResponse(response) => return Poll::Ready(this.receive(*response)),
                Fetched::Failure(error) => {
                    this.stop(State::Failed);
                    return Poll::Ready(Some(Err(error)));
                }
                // Asked for once more, by itself.
                Fetched::Lost => this.under_way.clear(),
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
            .field("under_way", &self.under_way.len())
            .finish_non_exhaustive()
    }
}
