//! Attempts that return the body of the response as a stream.

use reqwest::Request;

use crate::runtime::call::CallInfo;
use crate::runtime::download::Download;
use crate::runtime::error::Error;
use crate::runtime::transport::AttemptSender;
use crate::runtime::transport::call::Call;
use crate::runtime::transport::send_until_headers::{read_status_error, send_until_headers};

/// Reads the status and the headers of the response, and leaves the body to the caller.
///
/// The timeout of an attempt limits the time without data, not the duration of the body.
#[derive(Clone, Copy)]
pub(super) struct SendStreamed;

impl AttemptSender for SendStreamed {
    type Output = Download;

    async fn send(
        self,
        call: &Call<'_>,
        info: &CallInfo,
        request: Request,
    ) -> Result<Download, Error> {
        let (settings, idle_timeout) = (call.settings, call.timeout);
        let mut response = send_until_headers(settings, info, request, idle_timeout).await?;
        call.redaction.redact_headers(response.headers_mut());
        let info = info.clone();
        if response.status().is_success() {
            Ok(Download::from_response(info, response, idle_timeout))
        } else {
            Err(read_status_error(settings, info, response, idle_timeout, call.redaction).await)
        }
    }
}
