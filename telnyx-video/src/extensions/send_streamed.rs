use reqwest::Request;

use crate::runtime::call::CallInfo;
use crate::runtime::download::Download;
use crate::runtime::error::Error;
use crate::runtime::transport::{AttemptSender, CallPlan, read_status_error, send_until_headers};

/// Sends an attempt, reads the status and the headers of the response, and leaves the body to the caller. The timeout
/// of the attempt limits only the time without data, because a body may take any time.
#[derive(Clone, Copy)]
pub(super) struct SendStreamed;

impl AttemptSender for SendStreamed {
    type Output = Download;

    async fn send(
        self,
        plan: &CallPlan<'_>,
        call: &CallInfo,
        request: Request,
    ) -> Result<Download, Error> {
        let (settings, idle_timeout) = (plan.settings, plan.timeout);
        let mut response = send_until_headers(settings, call, request, idle_timeout).await?;
        plan.redaction.redact_request_id(response.headers_mut());
        let call = call.clone();
        if response.status().is_success() {
            Ok(Download::from_response(call, response, idle_timeout))
        } else {
            Err(read_status_error(settings, call, response, idle_timeout, plan.redaction).await)
        }
    }
}
