//! Attempts that read the whole body of the response into memory.

use std::mem;

use bytes::Bytes;
use reqwest::Request;

use super::AttemptSender;
use super::call_plan::CallPlan;
use super::read_body::{ReadError, read_body};
use crate::runtime::call::{CallInfo, RawResponse};
use crate::runtime::error::Error;
use crate::runtime::retry::retry_after;

/// Sends an attempt and reads the whole body of the response into memory.
#[derive(Clone, Copy)]
pub(crate) struct SendBuffered;

impl AttemptSender for SendBuffered {
    type Output = RawResponse;

    fn send(
        self,
        plan: &CallPlan<'_>,
        call: &CallInfo,
        mut request: Request,
    ) -> impl Future<Output = Result<RawResponse, Error>> + Send {
        *request.timeout_mut() = Some(plan.timeout);
        let settings = plan.settings;
        let http_client = settings.http_client.current();
        // Not in the block below, whose future would keep the memory of the request until the
        // response is complete.
        let pending = http_client.execute(request);
        async move {
            let mut response = pending.await.map_err(|cause| {
                settings
                    .http_client
                    .replace_on_timeout(&cause, &http_client);
                Error::transport(call.clone(), None, cause)
            })?;
            // A date in `Retry-After` is compared with the time before the body arrives.
            let received_at = settings.timer.now();
            let (body, failure) = match read_body(&mut response, settings.max_body_size).await {
                Ok(body) => (body, None),
                Err(failure) => {
                    if let ReadError::Transport(cause) = &failure {
                        settings.http_client.replace_on_timeout(cause, &http_client);
                    }
                    (Bytes::new(), Some(failure))
                }
            };
            let status = response.status();
            let mut headers = mem::take(response.headers_mut());
            plan.redaction.redact_headers(&mut headers);
            let retry_after = (!status.is_success())
                .then(|| retry_after(&headers, received_at))
                .flatten();
            let response = RawResponse {
                status,
                headers,
                body,
                retry_after,
            };
            classify(plan, call, response, failure)
        }
    }
}

/// Returns the response if it is a success with a complete body.
fn classify(
    plan: &CallPlan<'_>,
    call: &CallInfo,
    response: RawResponse,
    failure: Option<ReadError>,
) -> Result<RawResponse, Error> {
    let is_success = response.status.is_success();
    if is_success && failure.is_none() {
        return Ok(response);
    }
    let call = call.clone();
    Err(match (is_success, failure) {
        (true, Some(ReadError::Transport(cause))) => Error::transport(call, Some(response), cause),
        (true, Some(ReadError::TooLong)) => {
            Error::too_long(call, response, plan.settings.max_body_size)
        }
        // The error reports the status, which matters more than the incomplete body.
        (false, Some(ReadError::Transport(cause))) => {
            Error::from_status_without_body(call, response, cause)
        }
        (_, None | Some(ReadError::TooLong)) => Error::from_status(call, response, plan.redaction),
    })
}
