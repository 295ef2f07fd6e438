//! What a `tracing` subscriber sees: a span for each call, and within it one for each attempt.
//!
//! Fields name the operation, the method, the status, the request id, attempts and durations; never
//! a key, a token, a query or a body. Without the feature `tracing`, all of this is nothing.

use std::time::Duration;

use crate::runtime::error::Error;
use crate::runtime::error::{CallInfo, RawResponse};

#[cfg(feature = "tracing")]
mod spans {
    use std::time::Instant;

    use tracing::field::Empty;
    use tracing::{Instrument, Span};

    use super::{CallInfo, Duration, Error, RawResponse};

    /// The span of a call.
    pub(crate) struct CallSpan(Timed);

    impl CallSpan {
        pub(crate) fn begin(call: &CallInfo) -> Self {
            Self(Timed::begin(tracing::info_span!(
                "telnyx_video.call",
                operation = &*call.operation,
                method = call.method.as_str(),
                attempts = Empty,
                status = Empty,
                request_id = Empty,
                error = Empty,
                duration_ms = Empty,
            )))
        }

        /// Runs what belongs to the call within its span.
        pub(crate) async fn run<T>(&self, future: impl Future<Output = T>) -> T {
            future.instrument(self.0.span.clone()).await
        }

        /// Does what belongs to the call within its span.
        pub(crate) fn within<T>(&self, work: impl FnOnce() -> T) -> T {
            self.0.span.in_scope(work)
        }

        pub(crate) fn end(self, attempts: u32, outcome: Result<&RawResponse, &Error>) {
            self.0.span.record("attempts", attempts);
            self.0.end(outcome);
        }
    }

    /// Runs an attempt in its span.
    pub(crate) async fn attempt<T: AsRef<RawResponse>>(
        call: &CallInfo,
        exchange: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let timed = Timed::begin(tracing::debug_span!(
            "telnyx_video.attempt",
            attempt = call.attempts,
            status = Empty,
            request_id = Empty,
            error = Empty,
            duration_ms = Empty,
        ));
        let outcome = exchange.instrument(timed.span.clone()).await;
        timed.end(outcome.as_ref().map(AsRef::as_ref));
        outcome
    }

    /// A span, and when it began; `None` for one that nobody sees, which is not worth a clock.
    struct Timed {
        span: Span,
        start: Option<Instant>,
    }

    impl Timed {
        fn begin(span: Span) -> Self {
            let start = (!span.is_none()).then(Instant::now);
            Self { span, start }
        }

        fn end(self, outcome: Result<&RawResponse, &Error>) {
            let Self { span, start } = self;
            let Some(start) = start else {
                return;
            };
            span.record("duration_ms", milliseconds(start.elapsed()));
            let (status, request_id) = match outcome {
                Ok(answer) => (Some(answer.status), answer.request_id()),
                Err(error) => (error.status(), error.request_id()),
            };
            if let Err(error) = outcome {
                // Its kind alone: the message quotes the server.
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

    /// Lets a future that is spawned belong to the span it is spawned in.
    pub(crate) fn here<T>(future: impl Future<Output = T>) -> impl Future<Output = T> {
        future.in_current_span()
    }

    /// Tells of the wait before another attempt.
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

    pub(crate) struct CallSpan;

    impl CallSpan {
        pub(crate) fn begin(_: &CallInfo) -> Self {
            Self
        }

        pub(crate) async fn run<T>(&self, future: impl Future<Output = T>) -> T {
            future.await
        }

        pub(crate) fn within<T>(&self, work: impl FnOnce() -> T) -> T {
            work()
        }

        pub(crate) fn end(self, _: u32, _: Result<&RawResponse, &Error>) {}
    }

    pub(crate) async fn attempt<T: AsRef<RawResponse>>(
        _: &CallInfo,
        exchange: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        exchange.await
    }

    pub(crate) fn here<T>(future: impl Future<Output = T>) -> impl Future<Output = T> {
        future
    }

    pub(crate) fn waiting(_: Duration) {}
}

pub(crate) use spans::{CallSpan, attempt, here, waiting};
