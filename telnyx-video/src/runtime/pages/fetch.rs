use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::runtime::Handle;
use tokio::task::JoinSet;

use super::PageResponse;
use crate::runtime::error::Error;
use crate::runtime::request::Request;
use crate::runtime::response::{Page, PartialPage, ResponseBody};
use crate::runtime::telemetry;

pub(super) type PageResult<T> = Result<PageResponse<T>, Error>;

/// A future that requests a page.
pub type PageFuture<T> = Pin<Box<dyn Future<Output = PageResult<T>> + Send>>;

/// Requests a page, and decodes it as `R`.
pub fn send_as<T, R>(request: Request<Page<T>>) -> PageFuture<T>
where
    T: Send + 'static,
    R: ResponseBody<Value = PartialPage<T>> + 'static,
{
    Box::pin(request.decode_as::<R>().send_with_response())
}

/// A pending request of a page. Dropping it cancels the request.
pub(super) enum Fetch<T> {
    /// Makes progress only while the caller polls it.
    Polled(PageFuture<T>),
    /// Makes progress in the background: the only task of the set, which cancels it on drop.
    Spawned(JoinSet<PageResult<T>>),
}

impl<T: Send + 'static> Fetch<T> {
    /// Requests a page in advance. Outside a Tokio runtime, nothing could run the task, so the request makes progress
    /// only once it is polled.
    pub(super) fn ahead(request: PageFuture<T>) -> Self {
        let Ok(runtime) = Handle::try_current() else {
            return Self::Polled(request);
        };
        let mut task = JoinSet::new();
        task.spawn_on(telemetry::in_current_span(request), &runtime);
        Self::Spawned(task)
    }

    /// Returns the response, or `None` if the background task was cancelled or panicked.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<PageResult<T>>> {
        match self {
            Self::Polled(request) => request.as_mut().poll(context).map(Some),
            Self::Spawned(task) => task.poll_join_next(context).map(|result| result?.ok()),
        }
    }
}
