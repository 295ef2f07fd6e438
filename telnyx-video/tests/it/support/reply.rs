//! Scripted replies of a server: responses, and all ways to fail.

use std::sync::Arc;

use tokio::sync::Notify;

/// The steps that a server takes after it has received a request. A connection that is still open
/// after the last step serves the next request.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(super) steps: Vec<Step>,
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    Write(Vec<u8>),
    /// Writes these bytes one by one.
    Drip(Vec<u8>),
    /// Writes these bytes one by one, repeatedly, until the client disconnects.
    DripForever(Vec<u8>),
    /// Writes these bytes repeatedly until the client disconnects.
    Flood(Vec<u8>),
    /// Waits until the client disconnects.
    Stall,
    /// Waits for a request whose target contains this string.
    WaitForRequest(&'static str),
    WaitForSignal(Arc<Notify>),
    Close,
    Reset,
}

impl Reply {
    fn empty() -> Self {
        Self { steps: Vec::new() }
    }

    /// Sends a complete response.
    pub(crate) fn new(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let length = body.len().to_string();
        let mut headers = headers.to_vec();
        // Responses with the statuses 204 and 304 have no body.
        if !matches!(status, 204 | 304) {
            headers.push(("content-length", &length));
        }
        Self::head(status, &headers).write(body)
    }

    /// Sends a complete JSON response.
    pub(crate) fn json(status: u16, body: impl AsRef<[u8]>) -> Self {
        Self::new(status, &[("content-type", "application/json")], body)
    }

    /// Sends a response head.
    pub(crate) fn head(status: u16, headers: &[(&str, &str)]) -> Self {
        let mut head = format!("HTTP/1.1 {status} Scripted\r\n");
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        Self::empty().write(head + "\r\n")
    }

    /// Sends a response and closes the connection in the middle of the body.
    pub(crate) fn truncated(status: u16) -> Self {
        let head = Self::head(status, &[("content-length", "100")]);
        head.write(r#"{"data":"#).then_close()
    }

    /// Sends arbitrary bytes.
    pub(crate) fn raw(bytes: impl AsRef<[u8]>) -> Self {
        Self::empty().write(bytes)
    }

    /// Closes the connection without a response.
    pub(crate) fn close() -> Self {
        Self::empty().then_close()
    }

    /// Resets the connection without a response.
    pub(crate) fn reset() -> Self {
        Self::empty().then_reset()
    }

    /// Sends nothing and keeps the connection open.
    pub(crate) fn stall() -> Self {
        Self::empty().then_stall()
    }

    /// Replies after a request whose target contains this string.
    pub(crate) fn after_request_for(target: &'static str, reply: Self) -> Self {
        let mut delayed = Self::empty().then(Step::WaitForRequest(target));
        delayed.steps.extend(reply.steps);
        delayed
    }

    /// Adds a header to a head that is the first step.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        let Some(Step::Write(head)) = self.steps.first_mut() else {
            panic!("the reply has no head: {self:?}");
        };
        let end_of_head = head.windows(4).position(|window| window == b"\r\n\r\n");
        let end = end_of_head.unwrap() + 2;
        let line = format!("{name}: {value}\r\n");
        head.splice(end..end, line.into_bytes());
        self
    }

    /// Writes all bytes one by one.
    pub(crate) fn dripping(self) -> Self {
        let steps = self.steps.into_iter().map(|step| match step {
            Step::Write(bytes) => Step::Drip(bytes),
            other => other,
        });
        Self {
            steps: steps.collect(),
        }
    }

    pub(crate) fn write(self, bytes: impl AsRef<[u8]>) -> Self {
        self.then(Step::Write(bytes.as_ref().to_vec()))
    }

    /// Writes one chunk of a body with `transfer-encoding: chunked`.
    pub(crate) fn write_chunk(self, bytes: &str) -> Self {
        self.write(format!("{:x}\r\n{bytes}\r\n", bytes.len()))
    }

    pub(crate) fn then_drip_forever(self, bytes: impl AsRef<[u8]>) -> Self {
        self.then(Step::DripForever(bytes.as_ref().to_vec()))
    }

    pub(crate) fn then_flood(self, bytes: impl AsRef<[u8]>) -> Self {
        self.then(Step::Flood(bytes.as_ref().to_vec()))
    }

    pub(crate) fn then_stall(self) -> Self {
        self.then(Step::Stall)
    }

    pub(crate) fn then_close(self) -> Self {
        self.then(Step::Close)
    }

    pub(crate) fn then_reset(self) -> Self {
        self.then(Step::Reset)
    }

    /// Waits for a signal of the test.
    pub(crate) fn then_wait_for(self, signal: &Arc<Notify>) -> Self {
        self.then(Step::WaitForSignal(Arc::clone(signal)))
    }

    fn then(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }
}
