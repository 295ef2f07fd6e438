//! Sends requests: attempts, retries, timeouts and spans.

pub mod call;
mod read_body;
pub mod request_body;
pub(crate) mod send_buffered;
pub mod send_until_headers;
pub mod telemetry;

use reqwest::Request;

use self::call::Call;
use crate::runtime::call::{CallInfo, RawResponse};
use crate::runtime::error::Error;

/// Sends one attempt of a call and reads as much of the response as the call needs.
pub trait AttemptSender: Copy {
    /// The result of a successful attempt.
    type Output: AsRef<RawResponse>;

    /// Sends a request once, within the timeout of an attempt.
    ///
    /// # Errors
    ///
    /// Fails if there is no response or if its status is not a success.
    fn send(
        self,
        call: &Call<'_>,
        info: &CallInfo,
        request: Request,
    ) -> impl Future<Output = Result<Self::Output, Error>> + Send;
}
