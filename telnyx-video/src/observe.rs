//! What a `tracing` subscriber sees: a span for each call, and within it one for each attempt.
//!
//! Fields name the operation, the method, the status, the request id, attempts and durations; never
//! a key, a token, a query or a body. Without the feature `tracing`, all of this is nothing.

use std::time::Duration;

use crate::error::Error;
use crate::exchange::{Answer, Call};
use crate::response::Response;

#[cfg(feature = "tracing")]
mod spans {
    use std::time::Instant;

    use tracing::field::Empty;
    use tracing::{Instrument, Span};

    use super::{Answer, Call, Duration, Error, Response};

    /// The span of a call.
    pub(crate) struct CallSpan {
        span: Span,
        start: Instant,
    }

    impl CallSpan {
        pub(crate) fn begin(call: &Call) -> Self {
            let span = tracing::info_span!(
                "telnyx_video.call",
                operation = &*call.operation,
                method = call.method.as_str(),
                attempts = Empty,
                status = Empty,
                request_id = Empty,
                error = Empty,
                duration_ms = Empty,
            );
            Self {
                span,
                start: Instant::now(),
            }
        }

        /// Runs what belongs to the call within its span.
        pub(crate) async fn run<T>(&self, future: impl Future<Output = T>) -> T {
            future.instrument(self.span.clone()).await
        }

        pub(crate) fn end<T>(self, attempts: u32, outcome: &Result<Response<T>, Error>) {
            self.span.record("attempts", attempts);
            record_duration(&self.span, self.start);
            match outcome {
                Ok(response) => {
                    record_answer(
                        &self.span,
                        response.status().as_u16(),
                        response.request_id(),
                    );
                }
                Err(error) => record_error(&self.span, error),
            }
        }
    }

    /// Runs an attempt in its span.
    pub(crate) async fn attempt(
        call: &Call,
        exchange: impl Future<Output = Result<Answer, Error>>,
    ) -> Result<Answer, Error> {
        let span = tracing::debug_span!(
            "telnyx_video.attempt",
            attempt = call.attempts,
            status = Empty,
            request_id = Empty,
            error = Empty,
            duration_ms = Empty,
        );
        let start = Instant::now();
        let outcome = exchange.instrument(span.clone()).await;
        record_duration(&span, start);
        match &outcome {
            Ok(answer) => record_answer(&span, answer.status.as_u16(), answer.request_id()),
            Err(error) => record_error(&span, error),
        }
        outcome
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

    fn record_error(span: &Span, error: &Error) {
        // Its kind alone: the message quotes the server.
        span.record("error", tracing::field::debug(error.kind()));
        if let Some(status) = error.status() {
            record_answer(span, status.as_u16(), error.request_id());
        }
    }

    fn record_answer(span: &Span, status: u16, request_id: Option<&str>) {
        span.record("status", status);
        if let Some(request_id) = request_id {
            span.record("request_id", request_id);
        }
    }

    fn record_duration(span: &Span, start: Instant) {
        span.record("duration_ms", milliseconds(start.elapsed()));
    }

    fn milliseconds(duration: Duration) -> u64 {
        u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
    }
}

#[cfg(not(feature = "tracing"))]
mod spans {
    use super::{Answer, Call, Duration, Error, Response};

    pub(crate) struct CallSpan;

    impl CallSpan {
        pub(crate) fn begin(_: &Call) -> Self {
            Self
        }

        pub(crate) async fn run<T>(&self, future: impl Future<Output = T>) -> T {
            future.await
        }

        pub(crate) fn end<T>(self, _: u32, _: &Result<Response<T>, Error>) {}
    }

    pub(crate) async fn attempt(
        _: &Call,
        exchange: impl Future<Output = Result<Answer, Error>>,
    ) -> Result<Answer, Error> {
        exchange.await
    }

    pub(crate) fn here<T>(future: impl Future<Output = T>) -> impl Future<Output = T> {
        future
    }

    pub(crate) fn waiting(_: Duration) {}
}

pub(crate) use spans::{CallSpan, attempt, here, waiting};
