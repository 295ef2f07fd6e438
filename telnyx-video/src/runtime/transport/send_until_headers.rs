use std::time::Duration;

use reqwest::{Request, Response};

use super::read_body::read_body;
use crate::runtime::call::{CallInfo, RawResponse, retry_after};
use crate::runtime::client::Settings;
use crate::runtime::error::{Error, Redaction};

const MAX_ERROR_BODY_SIZE: usize = 64 * 1024;

/// Sends a request, without retries, and waits up to `idle_timeout` for the status and the headers.
pub async fn send_until_headers(
    settings: &Settings,
    call: &CallInfo,
    request: Request,
    idle_timeout: Duration,
) -> Result<Response, Error> {
    let http_client = settings.http_client.current();
    match tokio::time::timeout(idle_timeout, http_client.execute(request)).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(cause)) => Err(Error::transport(call.clone(), None, cause)),
        Err(_) => {
            settings.http_client.replace(&http_client);
            Err(Error::idle(call.clone(), None, idle_timeout))
        }
    }
}

/// Reads the body of a response with a non-success status, and creates its error. Omits the body if it is longer than
/// 64 KiB, or if reading it fails or takes longer than `idle_timeout`.
pub async fn read_status_error(
    settings: &Settings,
    call: CallInfo,
    mut response: Response,
    idle_timeout: Duration,
    redaction: Redaction<'_>,
) -> Error {
    let mut raw = RawResponse::without_body(&response);
    redaction.redact_request_id(&mut raw.headers);
    raw.retry_after = retry_after(&raw.headers, settings.timer.now());
    let reading = read_body(&mut response, MAX_ERROR_BODY_SIZE);
    if let Ok(Ok(body)) = tokio::time::timeout(idle_timeout, reading).await {
        raw.body = body;
    }
    Error::from_status(call, raw, redaction)
}
