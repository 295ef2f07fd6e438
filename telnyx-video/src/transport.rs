//! The one place that talks to the network.

use bytes::Bytes;

use crate::error::Error;
use crate::exchange::{Answer, Call};

/// Sends a request and reads the whole answer.
///
/// # Errors
///
/// Everything but an answer of success whose body came to its end.
pub(crate) async fn exchange(
    http: &reqwest::Client,
    call: &Call,
    request: reqwest::Request,
) -> Result<Answer, Error> {
    let response = http
        .execute(request)
        .await
        .map_err(|cause| Error::broken_exchange(call.clone(), None, cause))?;
    let mut answer = Answer {
        status: response.status(),
        headers: response.headers().clone(),
        body: Bytes::new(),
    };
    match (answer.status.is_success(), response.bytes().await) {
        (true, Ok(body)) => {
            answer.body = body;
            Ok(answer)
        }
        (true, Err(cause)) => Err(Error::broken_exchange(call.clone(), Some(answer), cause)),
        (false, Ok(body)) => {
            answer.body = body;
            Err(Error::unsuccessful(call.clone(), answer))
        }
        (false, Err(cause)) => Err(Error::unsuccessful_without_body(
            call.clone(),
            answer,
            cause,
        )),
    }
}
