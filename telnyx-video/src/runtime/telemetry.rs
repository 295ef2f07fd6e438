//! Spans for `tracing`: one for each call, and within it one for each attempt. A `Client::download` has no span of an
//! attempt. Fields never contain a key, a token, a query or a body. Without the feature `tracing`, nothing is recorded.

use std::time::Duration;

use crate::runtime::call::CallInfo;
use crate::runtime::error::Error;

#[cfg(feature = "tracing")]
mod spans {
    use std::time::Instant;

    use tracing::field::Empty;
    use tracing::{Instrument, Span};

    use super::{CallInfo, Duration, Error};
    use crate::runtime::call::RawResponse;

    /// A span that records the duration and the result of a call or an attempt.
    pub(crate) struct TimedSpan(Span);

    pub(crate) fn call_span(call: &CallInfo) -> TimedSpan {
        TimedSpan(tracing::info_span!(
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
        ))
    }

    pub(crate) fn attempt_span(call: &CallInfo) -> TimedSpan {
        TimedSpan(tracing::debug_span!(
            concat!(env!("CARGO_CRATE_NAME"), ".attempt"),
            attempt = call.attempts,
            status = Empty,
            request_id = Empty,
            error = Empty,
            duration_ms = Empty,
        ))
    }

    impl TimedSpan {
        /// Runs a future within the span, and records the number of attempts and the result. The span of an attempt
        /// ignores the number, because it has no field `attempts`.
        pub(crate) async fn record<T: AsRef<RawResponse>>(
            self,
            future: impl Future<Output = (u32, Result<T, Error>)>,
        ) -> Result<T, Error> {
            let Self(span) = self;
            let start = Instant::now();
            let (attempts, result) = future.instrument(span.clone()).await;
            span.record("attempts", attempts);
            span.record("duration_ms", milliseconds(start.elapsed()));
            let (status, request_id) = match &result {
                Ok(response) => {
                    let response = response.as_ref();
                    (Some(response.status), response.request_id())
                }
                Err(error) => {
                    // Only the kind, because the message quotes the server.
                    match error.kind() {
                        // The status has a field of its own.
                        crate::ErrorKind::Status(_) => span.record("error", "Status"),
                        kind => span.record("error", tracing::field::debug(kind)),
                    };
                    (error.status(), error.request_id())
                }
            };
            span.record("status", status.map(|status| status.as_u16()));
            span.record("request_id", request_id);
            result
        }
    }

    /// Runs a future in the span that is current now, even in another task.
    pub(crate) fn in_current_span<T>(future: impl Future<Output = T>) -> impl Future<Output = T> {
        Instrument::in_current_span(future)
    }

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
    use super::{CallInfo, Duration, Error};

    pub(crate) struct TimedSpan;

    pub(crate) fn call_span(_: &CallInfo) -> TimedSpan {
        TimedSpan
    }

    pub(crate) fn attempt_span(_: &CallInfo) -> TimedSpan {
        TimedSpan
    }

    impl TimedSpan {
        pub(crate) async fn record<T>(
            self,
            future: impl Future<Output = (u32, Result<T, Error>)>,
        ) -> Result<T, Error> {
            future.await.1
        }
    }

    pub(crate) fn in_current_span<T>(future: impl Future<Output = T>) -> impl Future<Output = T> {
        future
    }

    pub(crate) fn waiting(_: Duration) {}
}

pub(crate) use spans::{attempt_span, call_span, in_current_span, waiting};
