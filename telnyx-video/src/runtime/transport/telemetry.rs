//! Spans for `tracing`: one for each call, and within it one for each attempt.
//!
//! Their fields never contain a key, a token, a query or a body. Without the feature `tracing`,
//! nothing is recorded.

use std::time::Duration;

use crate::runtime::call::{CallInfo, RawResponse};
use crate::runtime::error::Error;

#[cfg(feature = "tracing")]
mod spans {
    use std::time::Instant;

    use tracing::field::Empty;
    use tracing::{Instrument, Span};

    use super::{CallInfo, Duration, Error, RawResponse};

    /// The span of a call.
    pub struct CallSpan(Timed);

    impl CallSpan {
        /// Creates the span of a call.
        pub fn begin(call: &CallInfo) -> Self {
            Self(Timed::begin(tracing::info_span!(
                concat!(env!("CARGO_CRATE_NAME"), ".call"),
                operation = call.operation,
                operation_id = call.operation_id,
                method = call.method.as_str(),
                path_template = call.path_template.as_deref(),
                attempts = Empty,
                status = Empty,
                request_id = Empty,
                error = Empty,
                duration_ms = Empty,
            )))
        }

        /// Runs a future within the span.
        pub async fn run<T>(&self, future: impl Future<Output = T>) -> T {
            future.instrument(self.0.span.clone()).await
        }

        /// Calls a function within the span.
        pub(crate) fn within<T>(&self, work: impl FnOnce() -> T) -> T {
            self.0.span.in_scope(work)
        }

        /// Records the result and closes the span.
        pub fn end(self, attempts: u32, result: Result<&RawResponse, &Error>) {
            self.0.span.record("attempts", attempts);
            self.0.end(result);
        }
    }

    /// Runs an attempt within a span.
    pub(crate) async fn in_attempt_span<T: AsRef<RawResponse>>(
        call: &CallInfo,
        sent: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let timed = Timed::begin(tracing::debug_span!(
            concat!(env!("CARGO_CRATE_NAME"), ".attempt"),
            attempt = call.attempts,
            status = Empty,
            request_id = Empty,
            error = Empty,
            duration_ms = Empty,
        ));
        let result = sent.instrument(timed.span.clone()).await;
        timed.end(result.as_ref().map(AsRef::as_ref));
        result
    }

    /// A span and the time of its start, which is `None` if no subscriber records the span.
    struct Timed {
        span: Span,
        start: Option<Instant>,
    }

    impl Timed {
        fn begin(span: Span) -> Self {
            let start = (!span.is_none()).then(Instant::now);
            Self { span, start }
        }

        fn end(self, result: Result<&RawResponse, &Error>) {
            let Self { span, start } = self;
            let Some(start) = start else {
                return;
            };
            span.record("duration_ms", milliseconds(start.elapsed()));
            let (status, request_id) = match result {
                Ok(response) => (Some(response.status), response.request_id()),
                Err(error) => (error.status(), error.request_id()),
            };
            if let Err(error) = result {
                // Only the kind, because the message quotes the server.
                span.record("error", tracing::field::debug(error.kind()));
            }
            if let Some(status) = status {
                span.record("status", status.as_u16());
            }
            if let Some(request_id) = request_id {
                span.record("request_id", request_id);
            }
        }
    }

    /// Runs a future in the span that is current now, even in another task.
    pub(crate) fn in_current_span<T>(future: impl Future<Output = T>) -> impl Future<Output = T> {
        Instrument::in_current_span(future)
    }

    /// Records the wait before another attempt.
    pub(crate) fn waiting(wait: Duration) {
        tracing::debug!(
            wait_ms = milliseconds(wait),
            "waiting before another attempt"
        );
    }

    fn milliseconds(duration: Duration) -> u64 {
        u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
    }
}

#[cfg(not(feature = "tracing"))]
mod spans {
    use super::{CallInfo, Duration, Error, RawResponse};

    pub struct CallSpan;

    impl CallSpan {
        pub fn begin(_: &CallInfo) -> Self {
            Self
        }

        pub async fn run<T>(&self, future: impl Future<Output = T>) -> T {
            future.await
        }

        pub(crate) fn within<T>(&self, work: impl FnOnce() -> T) -> T {
            work()
        }

        pub fn end(self, _: u32, _: Result<&RawResponse, &Error>) {}
    }

    pub(crate) async fn in_attempt_span<T: AsRef<RawResponse>>(
        _: &CallInfo,
        sent: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        sent.await
    }

    pub(crate) fn in_current_span<T>(future: impl Future<Output = T>) -> impl Future<Output = T> {
        future
    }

    pub(crate) fn waiting(_: Duration) {}
}

pub use spans::CallSpan;
pub(crate) use spans::{in_attempt_span, in_current_span, waiting};
