//! One page under way.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use serde::de::DeserializeOwned;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use crate::runtime::error::Error;
use crate::runtime::request::Request;
use crate::runtime::response::Response;
use crate::runtime::response::page::Page;
use crate::runtime::transport::telemetry;

type Outcome<T> = Result<Response<Page<T>>, Error>;

/// One page under way. Dropping it cancels the request.
pub(super) enum Fetch<T> {
    /// Goes on only while it is polled.
    Polled(Pin<Box<dyn Future<Output = Outcome<T>> + Send>>),
    /// Goes on by itself.
    Spawned(Task<T>),
}

/// What became of a request for a page.
pub(super) enum Fetched<T> {
    RawResponse(Box<Response<Page<T>>>),
    Failure(Error),
    /// The runtime gave up the task.
    Lost,
}

impl<T: DeserializeOwned + Send + 'static> Fetch<T> {
    /// Asks for a page that is wanted now.
    pub(super) fn now(request: Request<Page<T>>) -> Self {
        Self::Polled(Box::pin(request.send_with_response()))
    }

    /// Asks for a page that will be wanted later; `None` outside of a runtime.
    pub(super) fn ahead(request: Request<Page<T>>) -> Option<Self> {
        let runtime = Handle::try_current().ok()?;
        let fetch = telemetry::here(request.send_with_response());
        Some(Self::Spawned(Task(runtime.spawn(fetch))))
    }

    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Fetched<T>> {
        let outcome = match self {
            Self::Polled(request) => Some(ready!(request.as_mut().poll(context))),
            Self::Spawned(Task(task)) => ready!(Pin::new(task).poll(context)).ok(),
        };
        Poll::Ready(match outcome {
            Some(Ok(response)) => Fetched::RawResponse(Box::new(response)),
            Some(Err(error)) => Fetched::Failure(error),
            None => Fetched::Lost,
        })
    }
}

/// A task that ends when nobody waits for it any more.
pub(super) struct Task<T>(JoinHandle<Outcome<T>>);

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
