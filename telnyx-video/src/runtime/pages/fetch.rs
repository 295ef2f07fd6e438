//! Requests a page, either when it is needed or in advance.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use serde::de::DeserializeOwned;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use crate::runtime::error::Error;
use crate::runtime::request::Request;
use crate::runtime::response::Response;
use crate::runtime::response::page::Page;
use crate::runtime::response::partial_page::PartialPage;
use crate::runtime::transport::telemetry;

pub(super) type PageResult<T> = Result<Response<PartialPage<T>>, Error>;

/// A pending request of a page. Dropping it cancels the request.
pub(super) enum Fetch<T> {
    /// Makes progress only while the caller polls it.
    Polled(Pin<Box<dyn Future<Output = PageResult<T>> + Send>>),
    /// Makes progress in the background, in a task.
    Spawned(Task<T>),
}

impl<T: DeserializeOwned + Send + 'static> Fetch<T> {
    /// Requests a page that is needed now.
    pub(super) fn now(request: Request<Page<T>>) -> Self {
        let request = request.decode_as::<PartialPage<T>>();
        Self::Polled(Box::pin(request.send_with_response()))
    }

    /// Requests a page in advance. Returns `None` outside a Tokio runtime, because nothing
    /// could run the task.
    pub(super) fn ahead(request: Request<Page<T>>) -> Option<Self> {
        let runtime = Handle::try_current().ok()?;
        let request = request.decode_as::<PartialPage<T>>();
        let fetch = telemetry::in_current_span(request.send_with_response());
        Some(Self::Spawned(Task(runtime.spawn(fetch))))
    }

    /// Returns the response. `None` if the runtime cancelled the background task.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<PageResult<T>>> {
        match self {
            Self::Polled(request) => request.as_mut().poll(context).map(Some),
            Self::Spawned(Task(task)) => Pin::new(task).poll(context).map(Result::ok),
        }
    }
}

/// A task that is cancelled on drop.
pub(super) struct Task<T>(JoinHandle<PageResult<T>>);

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
