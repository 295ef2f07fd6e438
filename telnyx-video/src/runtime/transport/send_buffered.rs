//! Attempts that read the whole response.

use std::mem;

use bytes::{Bytes, BytesMut};
use reqwest::{Request, Response};

use super::SendAttempt;
use crate::runtime::client::Settings;
use crate::runtime::error::redaction::Redaction;
use crate::runtime::error::{CallInfo, Error, RawResponse};
use crate::runtime::retry::requested_wait;

/// Reads the whole response.
#[derive(Clone, Copy)]
pub(crate) struct BufferedBody;

impl SendAttempt for BufferedBody {
    type Output = RawResponse;

    fn send(
        self,
        settings: &Settings,
        call: &CallInfo,
        request: Request,
        redaction: &Redaction<'_>,
    ) -> impl Future<Output = Result<RawResponse, Error>> + Send {
        // Outside the future, which would otherwise keep the memory of the request until its end.
        let pending = settings.http.execute(request);
        async move {
            let mut response = pending
                .await
                .map_err(|cause| Error::transport(call.clone(), None, cause))?;
            // A date in `Retry-After` is compared with this time, however long the body takes.
            let received = settings.timer.now();
            let (body, failure) = match read(&mut response, settings.longest_body).await {
                Ok(body) => (body, None),
                Err(failure) => (Bytes::new(), Some(failure)),
            };
            let status = response.status();
            let headers = mem::take(response.headers_mut());
            let requested_wait = if status.is_success() {
                None
            } else {
                requested_wait(&headers, received)
            };
            let response = RawResponse {
                status,
                headers,
                body,
                requested_wait,
            };
            classify(settings, call, response, failure, redaction)
        }
    }
}

/// Returns the response if it is a success with a complete body.
fn classify(
    settings: &Settings,
    call: &CallInfo,
    response: RawResponse,
    failure: Option<ReadError>,
    redaction: &Redaction<'_>,
) -> Result<RawResponse, Error> {
    let is_success = response.status.is_success();
    if is_success && failure.is_none() {
        return Ok(response);
    }
    let call = call.clone();
    Err(match (is_success, failure) {
        (true, Some(ReadError::Transport(cause))) => Error::transport(call, Some(response), cause),
        (true, Some(ReadError::TooLong)) => Error::too_long(call, response, settings.longest_body),
        // The status matters more than the body.
        (false, Some(ReadError::Transport(cause))) => {
            Error::unsuccessful_without_body(call, response, cause)
        }
        (_, None | Some(ReadError::TooLong)) => Error::unsuccessful(call, response, *redaction),
    })
}

/// Why a body could not be read.
pub(crate) enum ReadError {
    Transport(reqwest::Error),
    TooLong,
}

/// Reads the body of a response, up to `limit` bytes.
pub(crate) async fn read(response: &mut Response, limit: usize) -> Result<Bytes, ReadError> {
    let is_too_long = |length: u64| usize::try_from(length).map_or(true, |length| length > limit);
    if response.content_length().is_some_and(is_too_long) {
        return Err(ReadError::TooLong);
    }
    let mut chunks: Vec<Bytes> = Vec::new();
    let mut length = 0_usize;
    while let Some(chunk) = response.chunk().await.map_err(ReadError::Transport)? {
        length = length.saturating_add(chunk.len());
        if length > limit {
            return Err(ReadError::TooLong);
        }
        chunks.push(chunk);
    }
    // Most bodies arrive in one chunk, which is not copied.
    if chunks.len() > 1 {
        let mut body = BytesMut::with_capacity(length);
        chunks
            .drain(..)
            .for_each(|chunk| body.extend_from_slice(&chunk));
        return Ok(body.freeze());
    }
    Ok(chunks.pop().unwrap_or_default())
}
