use std::mem;

use reqwest::Request;

use super::read_body::{ReadError, read_body};
use super::{AttemptSender, CallPlan};
use crate::runtime::call::{CallInfo, RawResponse, retry_after};
use crate::runtime::error::{Error, ErrorKind};

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
        // `execute` is called outside the async block. Otherwise, the future of the block would reserve
        // memory for the request until the response is complete.
        let pending = http_client.execute(request);
        async move {
            let mut response = pending.await.map_err(|cause| {
                settings
                    .http_client
                    .replace_on_timeout(&cause, &http_client);
                Error::transport(call.clone(), None, cause)
            })?;
            // Without `Date` in the response, a date in `Retry-After` is compared with this time. Reading the body may
            // take long.
            let received_at = settings.timer.now();
            let read = read_body(&mut response, settings.max_body_size).await;
            if let Err(ReadError::Transport(cause)) = &read {
                settings.http_client.replace_on_timeout(cause, &http_client);
            }
            let status = response.status();
            let is_success =
                status.is_success() || (plan.accepts_redirects && status.is_redirection());
            let mut headers = mem::take(response.headers_mut());
            plan.redaction.redact_request_id(&mut headers);
            let response = RawResponse {
                status,
                retry_after: retry_after(&headers, received_at).filter(|_| !is_success),
                headers,
                body: read.as_ref().cloned().unwrap_or_default(),
            };
            let call = || call.clone();
            Err(match (is_success, read) {
                (true, Ok(_)) => return Ok(response),
                (true, Err(ReadError::Transport(cause))) => {
                    Error::transport(call(), response, cause)
                }
                (true, Err(ReadError::TooLong)) => {
                    let reason =
                        format!("the body is longer than {} bytes", settings.max_body_size);
                    Error::new(ErrorKind::TooLong, call(), response, reason)
                }
                // The error reports the status, which matters more than the incomplete body.
                (false, Err(ReadError::Transport(cause))) => {
                    Error::from_status_without_body(call(), response, cause)
                }
                (false, Ok(_) | Err(ReadError::TooLong)) => {
                    Error::from_status(call(), response, plan.redaction)
                }
            })
        }
    }
}
