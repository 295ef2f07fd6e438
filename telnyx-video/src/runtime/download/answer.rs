//! The answers of operations, piece by piece.

use std::time::Duration;

use super::range::ByteRange;
use super::{DEFAULT_IDLE_TIMEOUT, Download, begin, failure, head};
use crate::runtime::client::Settings;
use crate::runtime::error::CallInfo;
use crate::runtime::error::Error;
use crate::runtime::error::redaction::Redaction;
use crate::runtime::request::Request;
use crate::runtime::transport::SendAttempt;
use crate::runtime::transport::telemetry::CallSpan;

impl<R> Request<R> {
    /// Sends the request, and gives the answer as soon as it has begun.
    ///
    /// Until then it is repeated as any other. From then on there is no bound on the length, nor on the time as long as
    /// pieces come; the timeout of an attempt bounds the time without any.
    #[allow(
        dead_code,
        reason = "emitted for operations that answer with files; not every API has one"
    )]
    pub(crate) async fn download(self) -> Result<Download, Error> {
        let parts = self.into_parts();
        let (mut call, mut next_request) = parts.prepare()?;
        let span = CallSpan::begin(&call);
        let exchange = parts
            .plan()
            .carry_out(StreamedBody, &mut call, &mut next_request);
        // In a box, since it is large and handed on from future to future.
        let outcome = span.run(Box::pin(exchange)).await;
        span.end(call.attempts, outcome.as_ref().map(AsRef::as_ref));
        outcome
    }
}

/// Waits for the head of the answer, and leaves the body to the caller.
#[derive(Clone, Copy)]
struct StreamedBody;

impl SendAttempt for StreamedBody {
    type Outcome = Download;

    async fn carry_out(
        self,
        settings: &Settings,
        call: &CallInfo,
        mut request: reqwest::Request,
        redaction: &Redaction<'_>,
    ) -> Result<Download, Error> {
        // It would end the body as well, however fast that comes.
        let timeout: Option<Duration> = request.timeout_mut().take();
        let idle_timeout = timeout.unwrap_or(DEFAULT_IDLE_TIMEOUT);
        let response = begin(settings, call, request, idle_timeout).await?;
        if !response.status().is_success() {
            let failure = failure(settings, call.clone(), response, idle_timeout, *redaction);
            return Err(failure.await);
        }
        let answer = head(&response);
        let range = ByteRange::of_whole(response.content_length());
        Ok(Download::new(
            call.clone(),
            answer,
            response,
            range,
            idle_timeout,
        ))
    }
}
