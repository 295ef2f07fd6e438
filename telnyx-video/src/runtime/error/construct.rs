//! One constructor for each way to fail.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use super::{Error, ErrorKind, Inner, Problem, display, problem, text};
use crate::runtime::error::invalid_argument::{Cause, InvalidArgument};
use crate::runtime::error::redaction::Redaction;
use crate::runtime::error::{CallInfo, RawResponse};

impl Error {
    pub(crate) fn configuration(error: InvalidArgument) -> Self {
        Self::new(Inner::refused(ErrorKind::Configuration, None, error))
    }

    pub(crate) fn invalid_request(call: CallInfo, error: InvalidArgument) -> Self {
        Self::new(Inner::refused(ErrorKind::InvalidRequest, Some(call), error))
    }

    /// No answer, or none that could be read to its end.
    pub(crate) fn transport(
        call: CallInfo,
        answer: Option<RawResponse>,
        cause: reqwest::Error,
    ) -> Self {
        // The URL has its own accessor, without the query; in a message it would come with it.
        let cause = cause.without_url();
        // A connection that timed out while being made counts as one not made: what matters to
        // whoever wants to try again is that nothing was sent.
        let (kind, words) = if cause.is_redirect() {
            (ErrorKind::Redirect, "a redirect was not followed")
        } else if cause.is_connect() {
            (ErrorKind::Connect, "could not reach the server")
        } else if cause.is_timeout() {
            (ErrorKind::Timeout, "no complete answer in time")
        } else {
            (ErrorKind::Transport, "the exchange broke off")
        };
        Self::new(Inner {
            call: Some(call),
            answer,
            reason: format!("{words}: {}", root_cause(&cause)),
            cause: Some(Arc::new(cause)),
            ..Inner::of(kind)
        })
    }

    /// No answer in the time that the whole call had. `previous` is how the attempt before failed.
    pub(crate) fn deadline_passed(
        call: CallInfo,
        deadline: Duration,
        previous: Option<Self>,
    ) -> Self {
        let mut reason = format!("the deadline of {deadline:?} for the whole call passed");
        if let Some(previous) = &previous {
            let number = previous.attempts();
            reason += &format!("; attempt {number}{}", display::outcome(previous));
        }
        Self::new(Inner {
            call: Some(call),
            reason,
            cause: previous.map(|previous| Arc::new(previous) as Cause),
            ..Inner::of(ErrorKind::Timeout)
        })
    }

    /// Says that this failure would have been followed by another attempt, had the body been there still.
    pub(crate) fn unrepeatable(mut self) -> Self {
        if !self.0.reason.is_empty() {
            self.0.reason += "; ";
        }
        self.0.reason += "not tried again, since a body that is a stream can be sent only once";
        self
    }

    /// No answer, or no further piece of one, for as long as a download waits.
    pub(crate) fn idle(call: CallInfo, answer: Option<RawResponse>, longest: Duration) -> Self {
        Self::new(Inner {
            call: Some(call),
            answer,
            reason: format!("nothing came for {longest:?}"),
            ..Inner::of(ErrorKind::Timeout)
        })
    }

    /// A download that ended elsewhere than the server said.
    pub(crate) fn incomplete(call: CallInfo, answer: RawResponse, position: u64, end: u64) -> Self {
        Self::new(Inner {
            call: Some(call),
            answer: Some(answer),
            reason: format!("the file ended after {position} bytes of {end}"),
            ..Inner::of(ErrorKind::Transport)
        })
    }

    /// A part of a file that is not the one that was asked for.
    pub(crate) fn other_part(call: CallInfo, answer: RawResponse, error: InvalidArgument) -> Self {
        Self::new(Inner {
            answer: Some(answer),
            ..Inner::refused(ErrorKind::Decode, Some(call), error)
        })
    }

    /// A redirect that a download may not follow.
    pub(crate) fn redirect_refused(
        call: CallInfo,
        answer: Option<RawResponse>,
        error: InvalidArgument,
    ) -> Self {
        let error = error.in_context("a redirect was not followed");
        Self::new(Inner {
            answer,
            ..Inner::refused(ErrorKind::Redirect, Some(call), error)
        })
    }

    /// An answer of success with a body longer than the client takes.
    pub(crate) fn too_long(call: CallInfo, answer: RawResponse, longest: usize) -> Self {
        Self::new(Inner {
            call: Some(call),
            answer: Some(answer),
            reason: format!("the body is longer than {longest} bytes"),
            ..Inner::of(ErrorKind::TooLong)
        })
    }

    /// An answer that is not success.
    ///
    /// What the server says is shown, but for the secrets of the request, which some servers repeat.
    pub(crate) fn unsuccessful(
        call: CallInfo,
        answer: RawResponse,
        redaction: Redaction<'_>,
    ) -> Self {
        let problems = problem::parse(&answer.body, redaction);
        Self::new(Inner {
            call: Some(call),
            answer: Some(answer),
            reason: in_words(&problems),
            problems,
            ..Inner::of(ErrorKind::Status)
        })
    }

    /// An answer that is not success, whose body broke off. The status is still the news.
    pub(crate) fn unsuccessful_without_body(
        call: CallInfo,
        answer: RawResponse,
        cause: reqwest::Error,
    ) -> Self {
        let cause = cause.without_url();
        Self::new(Inner {
            call: Some(call),
            answer: Some(answer),
            reason: format!("its body broke off: {}", root_cause(&cause)),
            cause: Some(Arc::new(cause)),
            ..Inner::of(ErrorKind::Status)
        })
    }

    pub(crate) fn undecodable(
        call: CallInfo,
        answer: RawResponse,
        path: Option<String>,
        cause: serde_json::Error,
    ) -> Self {
        let place = place(path.as_deref());
        let near = match text::piece(&answer.body, cause.line(), cause.column()) {
            piece if piece.is_empty() => String::new(),
            piece => format!(", near `{piece}`"),
        };
        Self::new(Inner {
            call: Some(call),
            reason: format!("can't read the body{place}: {cause}{near}"),
            answer: Some(answer),
            json_path: path,
            cause: Some(Arc::new(cause)),
            ..Inner::of(ErrorKind::Decode)
        })
    }

    /// An answer that cannot be read and may not be quoted, as the messages of the decoder would.
    pub(crate) fn undecodable_secret(
        call: CallInfo,
        answer: RawResponse,
        path: Option<String>,
    ) -> Self {
        let place = place(path.as_deref());
        Self::new(Inner {
            call: Some(call),
            answer: Some(answer),
            json_path: path,
            reason: format!("can't read the body{place}, which holds secrets and is not shown"),
            ..Inner::of(ErrorKind::Decode)
        })
    }

    pub(crate) fn repeated_page(call: CallInfo, answer: RawResponse, reason: String) -> Self {
        Self::new(Inner {
            call: Some(call),
            answer: Some(answer),
            reason,
            ..Inner::of(ErrorKind::Pagination)
        })
    }

    fn new(inner: Inner) -> Self {
        Self(Box::new(inner))
    }
}

impl Inner {
    fn refused(kind: ErrorKind, call: Option<CallInfo>, error: InvalidArgument) -> Self {
        Self {
            call,
            reason: error.reason,
            cause: error.cause,
            ..Self::of(kind)
        }
    }

    /// A failure of which only the kind is known yet.
    fn of(kind: ErrorKind) -> Self {
        Self {
            kind,
            call: None,
            answer: None,
            problems: Vec::new(),
            json_path: None,
            reason: String::new(),
            cause: None,
        }
    }
}

fn place(path: Option<&str>) -> String {
    path.map(|path| format!(" at {path}")).unwrap_or_default()
}

/// The first problem, and how many more there are.
fn in_words(problems: &[Problem]) -> String {
    match problems {
        [] => String::new(),
        [only] => only.to_string(),
        [first, rest @ ..] => format!("{first} (and {} more)", rest.len()),
    }
}

/// The innermost message: the outer ones of a network error only repeat that it is one.
fn root_cause(error: &(dyn StdError + 'static)) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use reqwest::header::{HeaderMap, HeaderValue};
    use reqwest::{Method, StatusCode, Url};

    use super::*;

    const KEY: &str = "KEY0123";

    /// The error of an answer to a request with a key.
    fn unsuccessful(call: CallInfo, answer: RawResponse) -> Error {
        let redaction = Redaction {
            client: &[KEY.into()],
            written: [&[], &[]],
        };
        Error::unsuccessful(call, answer, redaction)
    }

    fn call() -> CallInfo {
        CallInfo::new("ViewRoom".into(), Method::GET)
            .to(&Url::parse("https://api.example.com/v2/rooms/x?include_sessions=true").unwrap())
    }

    fn answer(status: u16, body: &'static str) -> RawResponse {
        let mut headers = HeaderMap::new();
        headers.insert("x-request-id", HeaderValue::from_static("abc"));
        headers.insert("set-cookie", HeaderValue::from_static("cookie-text"));
        RawResponse {
            status: StatusCode::from_u16(status).unwrap(),
            headers,
            body: Bytes::from_static(body.as_bytes()),
            requested_wait: None,
        }
    }

    #[test]
    fn errors_travel_between_threads() {
        fn travels<T: Send + Sync + 'static>() {}
        travels::<Error>();
    }

    #[test]
    fn a_status_is_one_line_a_person_understands() {
        let body = r#"{"errors":[{"code":"10005","title":"Resource not found",
            "detail":"The room does not exist"}]}"#;
        assert_eq!(
            unsuccessful(call(), answer(404, body)).to_string(),
            "ViewRoom failed: GET https://api.example.com/v2/rooms/x answered 404 Not Found: \
             Resource not found (10005): The room does not exist (request id abc)"
        );
        assert_eq!(
            unsuccessful(call(), answer(599, "<html>")).to_string(),
            "ViewRoom failed: GET https://api.example.com/v2/rooms/x answered 599 (request id abc)"
        );
        let two = r#"{"errors":[{"title":"A","source":{"pointer":"/b"}},{"title":"C"}]}"#;
        assert_eq!(
            unsuccessful(call(), answer(422, two)).to_string(),
            "ViewRoom failed: GET https://api.example.com/v2/rooms/x answered 422 Unprocessable Entity: \
             A [field /b] (and 1 more) (request id abc)"
        );
    }

    #[test]
    fn a_refusal_says_that_nothing_was_sent() {
        let error = Error::invalid_request(
            call(),
            InvalidArgument::new("the path parameter `a` is empty"),
        );
        assert_eq!(
            error.to_string(),
            "ViewRoom was not sent: the path parameter `a` is empty"
        );
        let error = Error::configuration(InvalidArgument::new("the API key is empty"));
        assert_eq!(
            error.to_string(),
            "the client can't be built: the API key is empty"
        );
        assert_eq!(error.operation(), None);
    }

    #[test]
    fn a_decode_failure_names_the_place_and_keeps_its_source() {
        let cause = serde_json::from_slice::<Vec<u8>>(b"[1,\"x\"]").unwrap_err();
        let path = Some("[1]".to_owned());
        let error = Error::undecodable(call(), answer(200, "[1,\"x\"]"), path, cause);
        assert_eq!(
            error.to_string(),
            "ViewRoom failed: GET https://api.example.com/v2/rooms/x answered 200 OK: can't read the \
             body at [1]: invalid type: string \"x\", expected u8 at line 1 column 6, near `[1,\"x\"]` (request id abc)"
        );
        assert!(error.is_decode());
        assert!(error.source().unwrap().is::<serde_json::Error>());
        assert_eq!(error.body(), Some(b"[1,\"x\"]".as_slice()));
    }

    #[test]
    fn a_key_that_the_server_repeats_is_not_shown() {
        let body = r#"{"errors":[{"title":"No key KEY0123","detail":"KEY012\u0033",
            "meta":{"key":"KEY0123","KEY0123":[]}}]}"#;
        let error = unsuccessful(call(), answer(401, body));
        assert_eq!(error.title(), Some("No key [redacted]"));
        assert_eq!(error.detail(), Some("[redacted]"));
        assert_eq!(
            error.meta(),
            Some(&serde_json::json!({"key": "[redacted]", "[redacted]": []}))
        );
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains(KEY), "{shown}");
    }

    #[test]
    fn debug_shows_neither_headers_nor_body() {
        let error = unsuccessful(call(), answer(500, "\"the body\""));
        let debug = format!("{error:?}");
        assert!(debug.contains("body_length: Some(10)"), "{debug}");
        assert!(!debug.contains("cookie-text"), "{debug}");
        assert!(!debug.contains("include_sessions"), "{debug}");
    }

    #[test]
    fn a_line_stays_bounded() {
        let body = format!(
            r#"{{"title":"{0}","detail":"{0}","code":"{0}"}}"#,
            "x".repeat(9_999)
        );
        let mut answer = answer(400, "");
        answer.body = Bytes::from(body);
        let line = unsuccessful(call(), answer).to_string();
        assert!(line.len() < 2_000, "{}", line.len());
    }

    #[test]
    fn predicates_ask_for_status_and_kind() {
        assert!(unsuccessful(call(), answer(404, "")).is_not_found());
        assert!(unsuccessful(call(), answer(401, "")).is_unauthorized());
        assert!(unsuccessful(call(), answer(403, "")).is_forbidden());
        assert!(unsuccessful(call(), answer(422, "")).is_unprocessable());
        assert!(unsuccessful(call(), answer(429, "")).is_rate_limited());
        assert!(!unsuccessful(call(), answer(500, "")).is_not_found());
        let again = Error::repeated_page(call(), answer(404, ""), String::from("again"));
        assert!(!again.is_not_found());
    }
}
