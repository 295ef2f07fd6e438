use std::mem;

use bytes::Bytes;
use reqwest::Request;

use super::read_body::read_body;
use super::{AttemptSender, CallPlan};
use crate::runtime::call::{CallInfo, RawResponse, retry_after};
use crate::runtime::error::{Error, ErrorKind};

/// Sends an attempt and reads the whole body of the response into memory.
pub(crate) struct SendBuffered;

impl AttemptSender for SendBuffered {
    type Output = RawResponse;

    fn send(
        plan: &CallPlan<'_>,
        call: &CallInfo,
        mut request: Request,
    ) -> impl Future<Output = Result<RawResponse, Error>> + Send {
        *request.timeout_mut() = Some(plan.timeout);
        let settings = plan.settings;
        // `execute` is called outside the async block. Otherwise, the future of the block would reserve
        // memory for the request until the response is complete.
        let pending = settings.http_client.current().execute(request);
        async move {
            let call = || call.clone();
            let mut response = pending
                .await
                .map_err(|cause| Error::transport(call(), None, cause))?;
            // Without `Date` in the response, a date in `Retry-After` is compared with this time. Reading the body may
            // take long.
            let received_at = settings.timer.now();
            let body = read_body(&mut response, settings.max_body_size).await;
            let status = response.status();
            let is_success =
                status.is_success() || (plan.accepts_redirects && status.is_redirection());
            let mut headers = mem::take(response.headers_mut());
            plan.redaction.redact_request_id(&mut headers);
            let response = RawResponse {
                status,
                retry_after: retry_after(&headers, received_at).filter(|_| !is_success),
                headers,
                body: Bytes::new(),
            };
            match body {
                Ok(Some(body)) if is_success => Ok(RawResponse { body, ..response }),
                Ok(None) if is_success => {
                    let reason =
                        format!("the body is longer than {} bytes", settings.max_body_size);
                    Err(Error::new(ErrorKind::TooLong, call(), response, reason))
                }
                Err(cause) if is_success => Err(Error::transport(call(), response, cause)),
                Ok(body) => {
                    let body = body.unwrap_or_default();
                    let response = RawResponse { body, ..response };
                    Err(Error::from_status(call(), response, plan.redaction))
                }
                // The error reports the status, which matters more than the incomplete body.
                Err(cause) => Err(Error::from_status_with_incomplete_body(
                    call(),
                    response,
                    cause,
                )),
            }
        }
    }
}
