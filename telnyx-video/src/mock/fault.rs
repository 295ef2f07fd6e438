//! Failures that a test asks for.

use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{HeaderName, HeaderValue};
use serde_json::Value;

/// What the server does to a request instead of, or before, what it would do.
///
/// ```
/// use std::time::Duration;
/// use telnyx_video::mock::Fault;
/// use telnyx_video::reqwest::StatusCode;
/// use telnyx_video::reqwest::header::{HeaderValue, RETRY_AFTER};
///
/// // The next request, whatever it is for.
/// let broken = Fault::disconnect();
/// // The next two rooms that somebody wants to make.
/// let busy = Fault::status(StatusCode::SERVICE_UNAVAILABLE)
///     .header(RETRY_AFTER, HeaderValue::from_static("1"))
///     .on("rooms.create")
///     .times(2);
/// // An answer as it should be, but late.
/// let slow = Fault::delay(Duration::from_millis(20));
/// ```
#[derive(Clone, Debug)]
pub struct Fault {
    pub(super) operation: Option<String>,
    pub(super) times: u32,
    pub(super) effect: Effect,
}

/// What a fault does.
#[derive(Clone, Debug)]
pub(super) enum Effect {
    Answer {
        status: StatusCode,
        headers: Vec<(HeaderName, HeaderValue)>,
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

    /// Answers with this status, and an error in the shape that the contract has for it.
    pub fn status(status: StatusCode) -> Self {
        Self::new(Effect::Answer {
            status,
            headers: Vec::new(),
            body: None,
        })
    }

    /// Breaks the connection without an answer.
    pub fn disconnect() -> Self {
        Self::new(Effect::Disconnect)
    }

    /// Never answers, so that the client's timeout passes.
    pub fn hang() -> Self {
        Self::new(Effect::Hang)
    }

    /// Does what was asked, but waits first. The wait goes by Tokio's timer.
    pub fn delay(wait: Duration) -> Self {
        Self::new(Effect::Delay(wait))
    }

    /// Limits the fault to a call such as `rooms.create`.
    #[must_use]
    pub fn on(mut self, operation: impl Into<String>) -> Self {
        self.operation = Some(operation.into());
        self
    }

    /// Not for one request but for so many, one after the other.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// Adds a header to the answer of a [`status`](Self::status).
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        if let Effect::Answer { headers, .. } = &mut self.effect {
            headers.push((name, value));
        }
        self
    }

    /// Another body for the answer of a [`status`](Self::status).
    #[must_use]
    pub fn body(mut self, json: Value) -> Self {
        if let Effect::Answer { body, .. } = &mut self.effect {
            *body = Some(json);
        }
        self
    }

    /// Takes the effect of the first fault that is meant for an operation.
    pub(super) fn take(faults: &mut Vec<Self>, operation: Option<&str>) -> Option<Effect> {
        faults.retain(|fault| fault.times > 0);
        let is_meant = |fault: &&mut Self| {
            let of = fault.operation.as_deref();
            of.is_none() || of == operation
        };
        let fault = faults.iter_mut().find(is_meant)?;
        fault.times -= 1;
        Some(fault.effect.clone())
    }
}
