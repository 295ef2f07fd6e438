//! Attempts that return the body of the response as a stream.

use std::time::Duration;

use crate::runtime::client::Settings;
use crate::runtime::download::{self, DEFAULT_IDLE_TIMEOUT, Download};
use crate::runtime::error::redaction::Redaction;
use crate::runtime::error::{CallInfo, Error};
use crate::runtime::transport::SendAttempt;

/// Reads the status and the headers of the response, and leaves the body to the caller.
#[derive(Clone, Copy)]
pub(super) struct StreamedBody;

impl SendAttempt for StreamedBody {
    type Output = Download;

    async fn send(
        self,
        settings: &Settings,
        call: &CallInfo,
        mut request: reqwest::Request,
        redaction: &Redaction<'_>,
    ) -> Result<Download, Error> {
        // The timeout would limit the duration of the body as well.
        let timeout: Option<Duration> = request.timeout_mut().take();
        let idle_timeout = timeout.unwrap_or(DEFAULT_IDLE_TIMEOUT);
        let response = download::begin(settings, call, request, idle_timeout).await?;
        let call = call.clone();
        if response.status().is_success() {
            Ok(Download::of_whole(call, response, idle_timeout))
        } else {
            let error = download::status_error(settings, call, response, idle_timeout, *redaction);
            Err(error.await)
        }
    }
}
