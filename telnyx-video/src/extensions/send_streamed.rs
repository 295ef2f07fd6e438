use reqwest::Request;

use crate::runtime::call::CallInfo;
use crate::runtime::download::Download;
use crate::runtime::error::Error;
use crate::runtime::transport::{AttemptSender, CallPlan, StreamTransport};

/// Sends an attempt, reads the status and the headers of the response, and leaves the body to the caller. The timeout
/// of the attempt limits only the time without data, because a body may take any time.
pub(super) struct SendStreamed;

impl AttemptSender for SendStreamed {
    type Output = Download;

    async fn send(
        plan: &CallPlan<'_>,
        call: &CallInfo,
        request: Request,
    ) -> Result<Download, Error> {
        let transport = StreamTransport::new(plan.settings, plan.timeout);
        let response = transport.send(call, request, plan.redaction).await?;
        let call = call.clone();
        if response.status().is_success() {
            return Ok(Download::from_response(call, response, transport));
        }
        let error = transport.read_status_error(call, response, plan.redaction);
        Err(error.await)
    }
}
