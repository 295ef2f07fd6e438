//! The request of a page.

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
use crate::runtime::response::partial_page::PartialPage;
use crate::runtime::transport::telemetry;

type PageResult<T> = Result<Response<PartialPage<T>>, Error>;

/// A pending request of a page. Dropping it cancels the request.
pub(super) enum Fetch<T> {
    /// Makes progress only while it is polled.
    Polled(Pin<Box<dyn Future<Output = PageResult<T>> + Send>>),
    /// Makes progress in the background.
    Spawned(Task<T>),
}

/// The result of a request of a page.
pub(super) enum Fetched<T> {
    Response(Box<Response<PartialPage<T>>>),
    Failure(Error),
    /// The runtime cancelled the task.
    Cancelled,
}

impl<T: DeserializeOwned + Send + 'static> Fetch<T> {
    /// Requests a page that is needed now.
    pub(super) fn now(request: Request<Page<T>>) -> Self {
        let request = request.decode_as::<PartialPage<T>>();
        Self::Polled(Box::pin(request.send_with_response()))
    }

    /// Requests a page in advance. `None` outside a Tokio runtime.
    pub(super) fn ahead(request: Request<Page<T>>) -> Option<Self> {
        let runtime = Handle::try_current().ok()?;
        let request = request.decode_as::<PartialPage<T>>();
        let fetch = telemetry::in_current_span(request.send_with_response());
        Some(Self::Spawned(Task(runtime.spawn(fetch))))
    }

    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Fetched<T>> {
        let result = match self {
            Self::Polled(request) => Some(ready!(request.as_mut().poll(context))),
            Self::Spawned(Task(task)) => ready!(Pin::new(task).poll(context)).ok(),
        };
        Poll::Ready(match result {
            Some(Ok(response)) => Fetched::Response(Box::new(response)),
            Some(Err(error)) => Fetched::Failure(error),
            None => Fetched::Cancelled,
        })
    }
}

/// A task that is cancelled on drop.
pub(super) struct Task<T>(JoinHandle<PageResult<T>>);

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
