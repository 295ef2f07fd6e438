use std::sync::Arc;
use std::time::Duration;

use reqwest::{Request, Response};

use super::read_body::read_body;
use crate::runtime::call::{CallInfo, RawResponse, retry_after};
use crate::runtime::client::Settings;
use crate::runtime::error::{Error, ErrorKind, Redaction};

const MAX_ERROR_BODY_SIZE: usize = 64 * 1024;

/// Sends requests without retries, and leaves the bodies of successful responses to the caller, as streams. Limits only
/// the time without data.
pub struct StreamTransport {
    settings: Arc<Settings>,
    http_client: Arc<reqwest::Client>,
    pub(crate) idle_timeout: Duration,
}

impl StreamTransport {
    pub(crate) fn new(settings: &Arc<Settings>, idle_timeout: Duration) -> Self {
        Self {
            settings: Arc::clone(settings),
            http_client: settings.http_client.current(),
            idle_timeout,
        }
    }

    /// Sends a request, and waits for the status and the headers of the response.
    pub(crate) async fn send(
        &self,
        call: &CallInfo,
        request: Request,
        redaction: Redaction<'_>,
    ) -> Result<Response, Error> {
        let pending = self.http_client.execute(request);
        let sent = tokio::time::timeout(self.idle_timeout, pending).await;
        let mut response = sent
            .map_err(|_| self.idle_error(call, None))?
            .map_err(|cause| Error::transport(call.clone(), None, cause))?;
        redaction.redact_request_id(response.headers_mut());
        Ok(response)
    }

    /// Reads the body of a response with a non-success status, and creates its error. Omits the body if it is longer
    /// than 64 KiB, or if reading it fails or takes longer than the idle timeout.
    pub(crate) async fn read_status_error(
        &self,
        call: CallInfo,
        mut response: Response,
        redaction: Redaction<'_>,
    ) -> Error {
        let mut raw = RawResponse::without_body(&response);
        raw.retry_after = retry_after(&raw.headers, self.settings.timer.now());
        let reading = read_body(&mut response, MAX_ERROR_BODY_SIZE);
        match tokio::time::timeout(self.idle_timeout, reading).await {
            Ok(body) => raw.body = body.ok().flatten().unwrap_or_default(),
            Err(_) => self.replace_http_client(),
        }
        Error::from_status(call, raw, redaction)
    }

    /// Creates the error of a response of which nothing has been received during the idle timeout.
    pub(crate) fn idle_error(&self, call: &CallInfo, response: Option<RawResponse>) -> Error {
        self.replace_http_client();
        let reason = format!("nothing was received for {:?}", self.idle_timeout);
        Error::new(ErrorKind::Timeout, call.clone(), response, reason)
    }

    /// Makes later requests use a new connection, because this one may be dead.
    fn replace_http_client(&self) {
        self.settings.http_client.replace(&self.http_client);
    }
}
