//! What a server does once a request has arrived: every way to answer, and to fail to.

/// What a server does once a request has arrived, step by step. A connection that the last step
/// leaves open serves the next request.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(super) steps: Vec<Step>,
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    Write(Vec<u8>),
    /// These bytes, one by one.
    Drip(Vec<u8>),
    /// These bytes, one by one, and again, until the client hangs up.
    DripForever(Vec<u8>),
    /// These bytes again and again, until the client hangs up.
    Flood(Vec<u8>),
    /// Nothing, until the client hangs up.
    Stall,
    /// Nothing, until a request has arrived whose target has this in it.
    Await(&'static str),
    Close,
    Reset,
}

impl Answer {
    /// Nothing at all: the connection serves the next request, and this one stays unanswered.
    fn silent() -> Self {
        Self { steps: Vec::new() }
    }

    /// A whole answer.
    pub(crate) fn new(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let length = body.len().to_string();
        let mut headers = headers.to_vec();
        // A 204 and a 304 have no body, so its length is no news.
        if !matches!(status, 204 | 304) {
            headers.push(("content-length", &length));
        }
        Self::head(status, &headers).write(body)
    }

    /// A whole answer that says that its body is JSON.
    pub(crate) fn json(status: u16, body: impl AsRef<[u8]>) -> Self {
        Self::new(status, &[("content-type", "application/json")], body)
    }

    /// A whole head, and no more.
    pub(crate) fn head(status: u16, headers: &[(&str, &str)]) -> Self {
        let mut head = format!("HTTP/1.1 {status} Scripted\r\n");
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        Self::silent().write(head + "\r\n")
    }

    /// A success or a failure whose body breaks off.
    pub(crate) fn cut(status: u16) -> Self {
        let head = Self::head(status, &[("content-length", "100")]);
        head.write(r#"{"data":"#).then_close()
    }

    /// These bytes, whatever they are.
    pub(crate) fn raw(bytes: impl AsRef<[u8]>) -> Self {
        Self::silent().write(bytes)
    }

    /// The connection ends, and not a byte of an answer comes.
    pub(crate) fn close() -> Self {
        Self::silent().then_close()
    }

    /// The connection is reset, and not a byte of an answer comes.
    pub(crate) fn reset() -> Self {
        Self::silent().then_reset()
    }

    /// Not a byte of an answer comes, on a connection that stays open.
    pub(crate) fn stall() -> Self {
        Self::silent().then_stall()
    }

    /// The answer waits until a request has arrived whose target has this in it.
    pub(crate) fn after_arrival_of(target: &'static str, answer: Self) -> Self {
        let mut held = Self::silent().then(Step::Await(target));
        held.steps.extend(answer.steps);
        held
    }

    /// One more header, in a head that is written in one piece.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        let Some(Step::Write(head)) = self.steps.first_mut() else {
            panic!("there is no head: {self:?}");
        };
        let end = head.windows(4).position(|window| window == b"\r\n\r\n");
        let end = end.unwrap() + 2;
        let line = format!("{name}: {value}\r\n");
        head.splice(end..end, line.into_bytes());
        self
    }

    /// The same bytes, one by one.
    pub(crate) fn dripping(self) -> Self {
        let drip = |step| match step {
            Step::Write(bytes) => Step::Drip(bytes),
            other => other,
        };
        Self {
            steps: self.steps.into_iter().map(drip).collect(),
        }
    }

    pub(crate) fn write(self, bytes: impl AsRef<[u8]>) -> Self {
        self.then(Step::Write(bytes.as_ref().to_vec()))
    }

    /// One chunk of a body whose head says `transfer-encoding: chunked`.
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

    fn then(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }
}
