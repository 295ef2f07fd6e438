//! Sends the attempts of a call, with retries, timeouts and spans.

mod call_plan;
mod read_body;
mod request_body;
mod send_buffered;
mod stream_transport;

use reqwest::Request;

pub use self::call_plan::CallPlan;
pub(crate) use self::request_body::cannot_set_field;
pub use self::request_body::{EncodedBody, RequestBody};
pub(crate) use self::send_buffered::SendBuffered;
pub use self::stream_transport::StreamTransport;

use crate::runtime::call::{CallInfo, RawResponse};
use crate::runtime::error::Error;

/// How to send one attempt and read the response. `SendBuffered` reads the whole body; `SendStreamed` in the module
/// `extensions` reads only the headers. `Client::download` uses `StreamTransport` directly, because it doesn't retry.
pub trait AttemptSender {
    /// The result of a successful attempt.
    type Output: AsRef<RawResponse>;

    /// Sends one attempt, within the timeout of an attempt.
    ///
    /// # Errors
    ///
    /// Fails if there is no complete response, if its body is too long, or if its status is neither a success nor an
    /// accepted redirect.
    fn send(
        plan: &CallPlan<'_>,
        call: &CallInfo,
        request: Request,
    ) -> impl Future<Output = Result<Self::Output, Error>> + Send;
}
