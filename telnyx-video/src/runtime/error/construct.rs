use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

use super::explanation::Explanation;
use super::invalid_argument::{Cause, root_cause};
use super::problem_list::ProblemList;
use super::success_body::content_encoding_reason;
use super::{
    Error, ErrorKind, Inner, InvalidArgument, Redaction, decode_details, display, redirect, unsent,
};
use crate::runtime::call::{CallInfo, RawResponse};

impl Error {
    pub(crate) fn configuration(error: InvalidArgument) -> Self {
        Self::invalid(ErrorKind::Configuration, None, error)
    }

    pub(crate) fn invalid_request(call: CallInfo, error: InvalidArgument) -> Self {
        Self::invalid(ErrorKind::InvalidRequest, call, error)
    }

    /// Creates the error of an `ApiKeyProvider` that failed or returned an invalid key. Its message may quote a secret.
    pub(crate) fn api_key_provider_failed(
        call: CallInfo,
        error: InvalidArgument,
        redaction: Redaction<'_>,
    ) -> Self {
        let error = match redaction.redact(&error.reason) {
            Cow::Borrowed(_) => error,
            // The cause contains the secret, too.
            Cow::Owned(reason) => InvalidArgument::new(reason),
        };
        Self::invalid(ErrorKind::ApiKey, call, error)
    }

    /// Creates the error of a request without a complete response. `response` has the headers if they arrived.
    pub(crate) fn transport(
        mut call: CallInfo,
        response: impl Into<Option<RawResponse>>,
        cause: reqwest::Error,
    ) -> Self {
        // The query may hold personal data. `Error::url` returns the URL without it.
        let cause = cause.without_url();
        // A timeout while connecting counts as a failed connection: nothing was sent.
        let (kind, summary) = if cause.is_builder() {
            // reqwest has rejected the request without connecting.
            call.attempts = 0;
            (ErrorKind::InvalidRequest, "the request is not valid")
        } else if cause.is_redirect() {
            (ErrorKind::Redirect, "a redirect was not followed")
        } else if cause.is_connect() {
            (ErrorKind::Connect, "could not connect to the server")
        } else if unsent::is_unsent(&cause) {
            let summary = "the connection was closed before the request was sent";
            (ErrorKind::Connect, summary)
        } else if cause.is_timeout() {
            (ErrorKind::Timeout, "the request timed out")
        } else {
            (ErrorKind::Transport, "the transfer was interrupted")
        };
        let reason = format!("{summary}: {}", root_cause(&cause));
        Self::new(kind, call, response, reason).with_cause(cause)
    }

    /// `last_error` is the error of the last attempt that was retried.
    pub(crate) fn total_timeout(
        call: CallInfo,
        total_timeout: Duration,
        last_error: Option<Self>,
    ) -> Self {
        let mut reason = format!("the whole call took longer than {total_timeout:?}");
        if let Some(error) = &last_error {
            let number = error.attempts();
            reason += &format!("; attempt {number}{}", display::status_and_reason(error));
        }
        let mut error = Self::new(ErrorKind::Timeout, call, None, reason);
        error.0.cause = last_error.map(|last_error| Arc::new(last_error) as Cause);
        error
    }

    /// Records that an earlier attempt may have succeeded. Adds this to the message, unless the last attempt may have
    /// succeeded, too.
    pub(crate) fn after_possible_success(mut self) -> Self {
        self.0.earlier_attempt_may_have_succeeded = true;
        if self.last_attempt_may_have_succeeded() {
            self
        } else {
            self.append_reason("an earlier attempt may have succeeded")
        }
    }

    pub(crate) fn redirect(
        call: CallInfo,
        response: impl Into<Option<RawResponse>>,
        reason: impl Display,
    ) -> Self {
        let reason = format!("a redirect was not followed: {reason}");
        Self::new(ErrorKind::Redirect, call, response, reason)
    }

    /// Creates the error of a non-success status. Its reason contains the target of a redirect, and the problems that
    /// the server reports or else an excerpt of the body.
    pub(crate) fn from_status(
        call: CallInfo,
        response: RawResponse,
        redaction: Redaction<'_>,
    ) -> Self {
        let explanation = Explanation::new(response.status, &response.body, redaction);
        let redirect = redirect::describe(&call, &response).unwrap_or_default();
        let redirect = redaction.redact(&redirect).into_owned();
        let summary = match response.content_encoding() {
            Some(encoding) if explanation.problems.count == 0 => content_encoding_reason(&encoding),
            _ => explanation.summary(),
        };
        let kind = ErrorKind::Status(response.status);
        let mut error = Self::new(kind, call, response, redirect).append_reason(&summary);
        error.0.problems = explanation.problems;
        error
    }

    pub(crate) fn from_status_with_incomplete_body(
        call: CallInfo,
        response: RawResponse,
        cause: reqwest::Error,
    ) -> Self {
        let cause = cause.without_url();
        let reason = format!("the body is incomplete: {}", root_cause(&cause));
        let kind = ErrorKind::Status(response.status);
        Self::new(kind, call, response, reason).with_cause(cause)
    }

    /// Creates the error of JSON that can't be decoded at `path`. `subject` names the JSON, such as `the body`. If
    /// `json` is `None`, the JSON is confidential and isn't quoted.
    pub(crate) fn decode(
        call: CallInfo,
        response: RawResponse,
        subject: &str,
        path: Option<String>,
        json: Option<&[u8]>,
        cause: serde_json::Error,
    ) -> Self {
        let location = path.as_ref().map(|path| format!(" at {path}"));
        let location = location.unwrap_or_default();
        let details = decode_details::describe(&cause, json);
        let reason = format!("can't decode {subject}{location}{details}");
        let mut error = Self::new(ErrorKind::Decode, call, response, reason);
        error.0.json_path = path;
        // The message of the cause quotes a value, which may be confidential.
        error.0.cause = json.map(|_| Arc::new(cause) as Cause);
        error
    }

    fn invalid(
        kind: ErrorKind,
        call: impl Into<Option<CallInfo>>,
        InvalidArgument { reason, cause }: InvalidArgument,
    ) -> Self {
        let mut error = Self::new(kind, call, None, reason);
        error.0.cause = cause;
        error
    }

    pub(crate) fn new(
        kind: ErrorKind,
        call: impl Into<Option<CallInfo>>,
        response: impl Into<Option<RawResponse>>,
        reason: String,
    ) -> Self {
        Self(Box::new(Inner {
            kind,
            call: call.into(),
            response: response.into(),
            problems: ProblemList::default(),
            earlier_attempt_may_have_succeeded: false,
            json_path: None,
            item: None,
            reason,
            cause: None,
        }))
    }

    /// Appends a part to the reason.
    pub(crate) fn append_reason(mut self, reason: &str) -> Self {
        if !self.0.reason.is_empty() && !reason.is_empty() {
            self.0.reason += "; ";
        }
        self.0.reason += reason;
        self
    }

    fn with_cause(mut self, cause: impl StdError + Send + Sync + 'static) -> Self {
        self.0.cause = Some(Arc::new(cause));
        self
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use reqwest::header::{HeaderMap, HeaderValue};
    use reqwest::{Method, StatusCode, Url};

    use super::*;

    const KEY: &str = "KEY0123";

    /// Creates the error of a response to a request with the API key `KEY`.
    fn status_error(call: CallInfo, response: RawResponse) -> Error {
        let redaction = Redaction {
            client: &[KEY.into()],
            ..Redaction::default()
        };
        Error::from_status(call, response, redaction)
    }

    fn call() -> CallInfo {
        let url = "https://api.example.com/v2/rooms/x?include_sessions=true";
        let mut call = CallInfo {
            operation_id: Some("ViewRoom"),
            path_template: Some("/rooms/{room_id}".into()),
            ..CallInfo::new("rooms.retrieve", Method::GET)
        };
        call.set_url(&Url::parse(url).unwrap());
        call
    }

    fn response(status: u16, body: &'static str) -> RawResponse {
        let mut headers = HeaderMap::new();
        headers.insert("x-request-id", HeaderValue::from_static("abc"));
        headers.insert("set-cookie", HeaderValue::from_static("cookie-text"));
        RawResponse {
            status: StatusCode::from_u16(status).unwrap(),
            headers,
            body: Bytes::from_static(body.as_bytes()),
            retry_after: None,
        }
    }

    #[test]
    fn error_is_send_and_sync() {
        fn assert_send_sync<T: Send + Sync + 'static>() {}
        assert_send_sync::<Error>();
    }

    #[test]
    fn status_error_displays_operation_status_and_problem() {
        let body = r#"{"errors":[{"code":"10005","title":"Resource not found",
            "detail":"The room does not exist"}]}"#;
        assert_eq!(
            status_error(call(), response(404, body)).to_string(),
            "rooms.retrieve (GET /rooms/{room_id}) failed: https://api.example.com/v2/rooms/x returned 404 Not Found: \
             Resource not found (10005): The room does not exist (request id abc)"
        );
        assert_eq!(
            status_error(call(), response(599, "<html>")).to_string(),
            "rooms.retrieve (GET /rooms/{room_id}) failed: https://api.example.com/v2/rooms/x returned 599 (request id abc)"
        );
        let two = r#"{"errors":[{"title":"A","source":{"pointer":"/b"}},{"title":"C"}]}"#;
        assert_eq!(
            status_error(call(), response(422, two)).to_string(),
            "rooms.retrieve (GET /rooms/{room_id}) failed: https://api.example.com/v2/rooms/x returned 422 Unprocessable Entity: \
             A [field /b]; C (request id abc)"
        );
    }

    #[test]
    fn invalid_argument_displays_was_not_sent() {
        let error = Error::invalid_request(
            call(),
            InvalidArgument::new("the path parameter `a` is empty"),
        );
        assert_eq!(
            error.to_string(),
            "rooms.retrieve (GET /rooms/{room_id}) was not sent: the path parameter `a` is empty"
        );
        let error = Error::configuration(InvalidArgument::new("the API key is empty"));
        assert_eq!(
            error.to_string(),
            "the client can't be built: the API key is empty"
        );
        assert_eq!(error.operation(), None);
    }

    #[test]
    fn decode_error_displays_path_and_has_source() {
        let cause = serde_json::from_slice::<Vec<u8>>(b"[1,\"x\"]").unwrap_err();
        let path = Some("[1]".to_owned());
        let error = Error::decode(
            call(),
            response(200, "[1,\"x\"]"),
            "the body",
            path,
            Some(b"[1,\"x\"]"),
            cause,
        );
        assert_eq!(
            error.to_string(),
            "rooms.retrieve (GET /rooms/{room_id}) failed: https://api.example.com/v2/rooms/x returned 200 OK: can't decode the \
             body at [1]: invalid type: string \"x\", expected u8 at line 1 column 6, near `[1,\"x\"]` (request id abc)"
        );
        assert!(error.is_decode());
        assert!(error.source().unwrap().is::<serde_json::Error>());
        assert_eq!(error.body(), Some(b"[1,\"x\"]".as_slice()));
    }

    #[test]
    fn decode_error_of_confidential_body_omits_value() {
        for (body, reason) in [
            (
                "[1,\"x, expected\"]",
                ": invalid type: string, expected u8 at line 1 column 16",
            ),
            (
                "[{}]",
                ": invalid type: map, expected u8 at line 1 column 1",
            ),
            (
                "[1.5]",
                ": invalid type: floating point, expected u8 at line 1 column 4",
            ),
            ("[300]", ""),
            ("[1", ""),
        ] {
            let cause = serde_json::from_str::<Vec<u8>>(body).unwrap_err();
            let error = Error::decode(call(), response(200, ""), "the body", None, None, cause);
            let expected = format!(
                "can't decode the body{reason}; the JSON may contain secrets and is not shown"
            );
            assert_eq!(error.0.reason, expected, "{body}");
            assert!(error.source().is_none(), "{body}");
        }
    }

    #[test]
    fn status_error_redacts_echoed_key() {
        let body = r#"{"errors":[{"title":"No key KEY0123","detail":"KEY012\u0033",
            "meta":{"key":"KEY0123","KEY0123":[]}}]}"#;
        let error = status_error(call(), response(401, body));
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
    fn decode_body_returns_value_or_error_of_decoder() {
        let decode = |body| status_error(call(), response(402, body)).decode_body::<Vec<u8>>();
        assert_eq!(decode("\u{feff}[1]").unwrap().unwrap(), [1]);
        assert!(decode("<html>").unwrap().is_err());
        assert!(decode("").is_none());
        assert!(
            Error::configuration(InvalidArgument::new("a"))
                .decode_body::<u8>()
                .is_none()
        );
    }

    #[test]
    fn pointer_and_parameter_skip_problems_without_them() {
        let body = r#"{"title":"Not valid","errors":[{"field":"a","message":"b"},
            {"title":"C","source":{"parameter":"d"}}]}"#;
        let error = status_error(call(), response(422, body));
        assert_eq!(error.title(), Some("Not valid"));
        assert_eq!(error.pointer(), Some("/a"));
        assert_eq!(error.parameter(), Some("d"));
    }

    #[test]
    fn debug_omits_headers_and_body() {
        let error = status_error(call(), response(500, "\"the body\""));
        let debug = format!("{error:?}");
        assert!(debug.contains("body_length: Some(10)"), "{debug}");
        assert!(!debug.contains("cookie-text"), "{debug}");
        assert!(!debug.contains("include_sessions"), "{debug}");
    }

    #[test]
    fn display_has_bounded_length() {
        let body = format!(
            r#"{{"title":"{0}","detail":"{0}","code":"{0}"}}"#,
            "x".repeat(9_999)
        );
        let mut response = response(400, "");
        response.body = Bytes::from(body);
        let line = status_error(call(), response).to_string();
        assert!(line.len() < 2_000, "{}", line.len());
    }

    #[test]
    fn predicates_check_status_and_kind() {
        assert!(status_error(call(), response(404, "")).is_not_found());
        assert!(status_error(call(), response(401, "")).is_unauthorized());
        assert!(status_error(call(), response(403, "")).is_forbidden());
        assert!(status_error(call(), response(422, "")).is_unprocessable());
        assert!(status_error(call(), response(409, "")).is_conflict());
        assert!(status_error(call(), response(429, "")).is_rate_limited());
        assert!(status_error(call(), response(501, "")).is_server_error());
        assert!(!status_error(call(), response(429, "")).is_server_error());
        assert!(!status_error(call(), response(500, "")).is_not_found());
        let too_long = Error::new(ErrorKind::TooLong, call(), response(404, ""), String::new());
        assert!(!too_long.is_not_found());
    }
}
