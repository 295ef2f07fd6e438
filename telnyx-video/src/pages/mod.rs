//! A list, page by page.

mod items;
mod progress;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;

pub use items::Items;

use crate::error::Error;
use crate::page::Page;
use crate::request::Request;
use crate::response::Response;
use progress::{Progress, Verdict};

/// A stream of the pages of a list, which asks for the next page when it is polled for one.
///
/// Made by the `pages` method of every list. It starts at the page number set on the request, or
/// at 1, sends one request for each page, and holds one page at a time.
///
/// It ends with the page whose number reaches `total_pages`, or before the first empty page, which
/// is not given out. A server that answers the previous page again is an error of the kind
/// [`Pagination`](crate::ErrorKind::Pagination). After an error the stream ends.
#[must_use = "streams do nothing unless polled"]
pub struct Pages<T> {
    request: Request<Page<T>>,
    /// The query parameter that holds the page number.
    number_parameter: &'static str,
    progress: Progress<T>,
    state: State<T>,
}

enum State<T> {
    Idle,
    Fetching(Fetch<T>),
    Ended,
}

type Fetch<T> = Pin<Box<dyn Future<Output = Result<Response<Page<T>>, Error>> + Send>>;

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
            state: State::Idle,
        }
    }
}

impl<T> Pages<T>
where
    T: DeserializeOwned + Clone + PartialEq + Send + 'static,
{
    fn fetch(&self) -> Fetch<T> {
        let request = self
            .request
            .clone()
            .query(self.number_parameter, self.progress.number());
        Box::pin(request.send_with_response())
    }

    /// What an answer means for the reader, and for whether there will be another.
    fn receive(&mut self, response: Response<Page<T>>) -> Option<Result<Page<T>, Error>> {
        let number = self.progress.number();
        let (page, call, answer) = response.into_parts();
        match self.progress.judge(&page) {
            Verdict::More => {
                self.state = State::Idle;
                Some(Ok(page))
            }
            Verdict::Last => Some(Ok(page)),
            Verdict::Empty => None,
            Verdict::Repeated => {
                let reason = format!("page {number} is the page before it again");
                Some(Err(Error::repeated_page(call, answer, reason)))
            }
        }
    }
}

/// Nothing in it is pinned in place: the request in flight is in a box.
impl<T> Unpin for Pages<T> {}

impl<T> Stream for Pages<T>
where
    T: DeserializeOwned + Clone + PartialEq + Send + 'static,
{
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if matches!(this.state, State::Idle) {
            this.state = State::Fetching(this.fetch());
        }
        let State::Fetching(fetch) = &mut this.state else {
            return Poll::Ready(None);
        };
        let outcome = ready!(fetch.as_mut().poll(context));
        // The end, unless the answer says that there is more.
        this.state = State::Ended;
        Poll::Ready(match outcome {
            Ok(response) => this.receive(response),
            Err(error) => Some(Err(error)),
        })
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            State::Idle => "idle",
            State::Fetching(_) => "fetching",
            State::Ended => "ended",
        };
        f.debug_struct("Pages")
            .field("request", &self.request)
            .field("state", &state)
            .finish_non_exhaustive()
    }
}
