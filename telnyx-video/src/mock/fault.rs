use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

/// A fault that replaces or delays the handling of requests, for
/// [`MockServer::fail_next`](super::MockServer::fail_next).
///
/// ```
/// use std::time::Duration;
/// use telnyx_video::mock::Fault;
/// use telnyx_video::reqwest::StatusCode;
/// use telnyx_video::reqwest::header::{HeaderValue, RETRY_AFTER};
///
/// // Breaks the connection of the next request.
/// let disconnect = Fault::disconnect();
/// // Fails the next two requests that create a room.
/// let busy = Fault::status(StatusCode::SERVICE_UNAVAILABLE)
///     .header(RETRY_AFTER, HeaderValue::from_static("1"))
///     .on("rooms.create")
///     .times(2);
/// // Delays the response to the next request.
/// let slow = Fault::delay(Duration::from_millis(20));
/// ```
#[derive(Clone, Debug)]
#[must_use = "pass the fault to `MockServer::fail_next`"]
pub struct Fault {
    pub(super) operation: Option<String>,
    pub(super) times: u32,
    pub(super) effect: Effect,
}

#[derive(Clone, Debug)]
pub(super) enum Effect {
    Respond {
        status: StatusCode,
        headers: HeaderMap,
        body: Option<Value>,
    },
    Disconnect,
    Hang,
    Delay(Duration),
}

impl Fault {
    fn new(effect: Effect) -> Self {
        Self {
            operation: None,
            times: 1,
            effect,
        }
    }

    /// Responds with this status, and an error body in the form that the contract requires. For a success status, set
    /// the [`body`](Self::body).
    pub fn status(status: StatusCode) -> Self {
        Self::new(Effect::Respond {
            status,
            headers: HeaderMap::new(),
            body: None,
        })
    }

    /// Closes the connection without a response.
    pub fn disconnect() -> Self {
        Self::new(Effect::Disconnect)
    }

    /// Never responds, so that the client times out.
    pub fn hang() -> Self {
        Self::new(Effect::Hang)
    }

    /// Handles the request after a wait. Uses Tokio's clock, which tests can pause. If the client closes the connection
    /// during the wait, the request isn't handled.
    pub fn delay(wait: Duration) -> Self {
        Self::new(Effect::Delay(wait))
    }

    /// Limits the fault to an operation such as `rooms.create`.
    pub fn on(mut self, operation: impl Into<String>) -> Self {
        self.operation = Some(operation.into());
        self
    }

    /// Sets the number of requests that the fault applies to. Default: 1.
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// Adds a header to a [`status`](Self::status) response, and omits the server's own header of this name. Has no
    /// effect on other faults.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        if let Effect::Respond { headers, .. } = &mut self.effect {
            headers.append(name, value);
        }
        self
    }

    /// Sets the body of a [`status`](Self::status) response. Has no effect on other faults.
    pub fn body(mut self, json: Value) -> Self {
        if let Effect::Respond { body, .. } = &mut self.effect {
            *body = Some(json);
        }
        self
    }

    /// Returns the effect of the first fault that applies to an operation, and decrements its `times`.
    pub(super) fn take(faults: &mut Vec<Self>, operation: Option<&str>) -> Option<Effect> {
        faults.retain(|fault| fault.times > 0);
        let fault = faults
            .iter_mut()
            .find(|fault| fault.operation.is_none() || fault.operation.as_deref() == operation)?;
        fault.times -= 1;
        Some(fault.effect.clone())
    }
}
