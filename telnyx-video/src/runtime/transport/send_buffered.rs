//! Attempts that read the whole response.

use std::mem;

use bytes::Bytes;
use reqwest::Request;

use super::AttemptSender;
use super::call::Call;
use super::read_body::{ReadError, read_body};
use crate::runtime::call::{CallInfo, RawResponse};
use crate::runtime::error::Error;
use crate::runtime::retry::retry_after;

/// Reads the whole response.
#[derive(Clone, Copy)]
pub(crate) struct SendBuffered;

impl AttemptSender for SendBuffered {
    type Output = RawResponse;

    fn send(
        self,
        call: &Call<'_>,
        info: &CallInfo,
        mut request: Request,
    ) -> impl Future<Output = Result<RawResponse, Error>> + Send {
        *request.timeout_mut() = Some(call.timeout);
        let settings = call.settings;
        let http_client = settings.http_client.current();
        // Outside the future, which would otherwise keep the memory of the request until its end.
        let pending = http_client.execute(request);
        async move {
            let mut response = pending.await.map_err(|cause| {
                settings.http_client.retire_after(&cause, &http_client);
                Error::transport(info.clone(), None, cause)
            })?;
            // A date in `Retry-After` is compared with this time, however long the body takes.
            let received = settings.timer.now();
            let (body, failure) = match read_body(&mut response, settings.max_body_size).await {
                Ok(body) => (body, None),
                Err(failure) => {
                    if let ReadError::Transport(cause) = &failure {
                        settings.http_client.retire_after(cause, &http_client);
                    }
                    (Bytes::new(), Some(failure))
                }
            };
            let status = response.status();
            let mut headers = mem::take(response.headers_mut());
            call.redaction.redact_headers(&mut headers);
            let retry_after = if status.is_success() {
                None
            } else {
                retry_after(&headers, received)
            };
            let response = RawResponse {
                status,
                headers,
                body,
                retry_after,
            };
            classify(call, info, response, failure)
        }
    }
}

/// Returns the response if it is a success with a complete body.
fn classify(
    call: &Call<'_>,
    info: &CallInfo,
    response: RawResponse,
    failure: Option<ReadError>,
) -> Result<RawResponse, Error> {
    let is_success = response.status.is_success();
    if is_success && failure.is_none() {
        return Ok(response);
    }
    let info = info.clone();
    Err(match (is_success, failure) {
        (true, Some(ReadError::Transport(cause))) => Error::transport(info, Some(response), cause),
        (true, Some(ReadError::TooLong)) => {
            Error::too_long(info, response, call.settings.max_body_size)
        }
        // The status matters more than the body.
        (false, Some(ReadError::Transport(cause))) => {
            Error::from_status_without_body(info, response, cause)
        }
        (_, None | Some(ReadError::TooLong)) => Error::from_status(info, response, call.redaction),
    })
}
