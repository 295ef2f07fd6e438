//! Sends requests: attempts, retries, deadlines and spans.

pub mod attempts;
pub mod body;
pub(crate) mod buffered_body;
pub mod telemetry;

use reqwest::Request;

use crate::runtime::client::Settings;
use crate::runtime::error::redaction::Redaction;
use crate::runtime::error::{CallInfo, Error, RawResponse};

/// Sends one attempt of a call and reads as much of the response as the call needs.
pub trait SendAttempt: Copy {
    /// The result of a successful attempt.
    type Output: AsRef<RawResponse>;

    /// Sends a request once.
    ///
    /// # Errors
    ///
    /// Fails if there is no response or if its status is not a success.
    fn send(
        self,
        settings: &Settings,
        call: &CallInfo,
        request: Request,
        redaction: &Redaction<'_>,
    ) -> impl Future<Output = Result<Self::Output, Error>> + Send;
}
