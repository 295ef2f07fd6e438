//! The error type of this crate.
//!
//! A *problem* is the server's description of a failure, as in RFC 9457. The *reason* is the part of an
//! error's message that explains the failure: the problems, or the cause in the client.

mod construct;
mod decode_details;
mod display;
mod explanation;
mod failed_item;
mod first_error;
mod invalid_argument;
mod kind;
mod markup;
mod problem;
mod problem_list;
mod redaction;
pub(crate) mod redirect;
mod sanitize;
mod success_body;
mod unsent;

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode, Url};
use serde::de::DeserializeOwned;

pub use self::failed_item::FailedItem;
pub(crate) use self::first_error::FirstError;
pub use self::invalid_argument::{ArgumentResult, InvalidArgument};
pub use self::kind::ErrorKind;
pub use self::problem::Problem;
pub use self::redaction::Redaction;

use self::invalid_argument::Cause;
use self::problem_list::ProblemList;
use crate::runtime::call::{CallInfo, RawResponse, has_retry_after, without_byte_order_mark};

/// The error of a client that could not be built or of an operation that failed.
///
/// [`kind`](Self::kind) classifies the error; the other methods return details of the request and the response. Errors
/// show neither the API key nor the value of a [`Secret`](crate::Secret) of the request. [`body`](Self::body),
/// [`decode_body`](Self::decode_body), [`decoded_items`](Self::decoded_items), [`item`](Self::item) and
/// [`headers`](Self::headers) return the response without redaction, except for the header `x-request-id`. They may
/// therefore contain secrets that the server echoed.
///
/// ```no_run
/// # async fn example(client: telnyx_video::Client) -> Result<(), telnyx_video::Error> {
/// use telnyx_video::reqwest::Method;
///
/// let request = client.request(Method::GET, "/rooms/1");
/// match request.send::<serde_json::Value>().await {
///     Ok(room) => println!("{room}"),
///     Err(error) if error.is_not_found() => println!("no such room"),
///     Err(error) => {
///         // request (GET /rooms/1) failed: https://api.example.com/v2/rooms/1
///         // returned 401 Unauthorized: Authentication failed (10009): The API key
///         // is not valid (request id 8f2a)
///         eprintln!("{error}");
///         return Err(error);
///     }
/// }
/// # Ok(())
/// # }
/// ```
pub struct Error(Box<Inner>);

/// Boxed, because a large error would make every `Result` large.
struct Inner {
    kind: ErrorKind,
    /// `None` if the client could not be built.
    call: Option<CallInfo>,
    response: Option<RawResponse>,
    problems: ProblemList,
    earlier_attempt_may_have_succeeded: bool,
    json_path: Option<String>,
    item: Option<FailedItem>,
    /// The message without the operation, the URL and the status. Includes the message of the cause.
    reason: String,
    cause: Option<Cause>,
}

/// A `Result` whose error is [`Error`] by default.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Returns the kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the name of the operation, such as `rooms.retrieve` for
    /// `client.rooms().retrieve(…)`, or `None` if the client could not be built.
    pub fn operation(&self) -> Option<&str> {
        Some(self.0.call.as_ref()?.operation)
    }

    /// Returns the operationId in the OpenAPI description, such as `ViewRoom`.
    ///
    /// `None` for [`Client::request`](crate::Client::request) and
    /// [`Client::download`](crate::Client::download), or if the client could not be built.
    pub fn operation_id(&self) -> Option<&str> {
        self.0.call.as_ref()?.operation_id
    }

    /// Returns the path of the request with its placeholders, such as `/rooms/{room_id}`.
    ///
    /// For [`Client::request`](crate::Client::request), returns the path that the caller gave, without its query; for
    /// [`Client::get_link`](crate::Client::get_link), the path of the URL, preceded by the origin of the URL if the
    /// base URL has another origin. Returns `None` for a download, or if the client could not be built.
    pub fn path_template(&self) -> Option<&str> {
        self.0.call.as_ref()?.path_template.as_deref()
    }

    /// Returns the method of the request, whether or not it was sent.
    pub fn method(&self) -> Option<&Method> {
        Some(&self.0.call.as_ref()?.method)
    }

    /// Returns the URL of the request without its query, or `None` if no request was built,
    /// because an argument is invalid or there was no API key.
    pub fn url(&self) -> Option<&Url> {
        self.0.call.as_ref()?.url.as_ref()
    }

    /// Returns the status of the response, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        Some(self.0.response.as_ref()?.status)
    }

    /// Returns the headers of the response, if there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        Some(&self.0.response.as_ref()?.headers)
    }

    /// Returns the ID that the server assigned to the request (`x-request-id`). Include
    /// it when you report a problem to the operator of the API.
    pub fn request_id(&self) -> Option<&str> {
        self.0.response.as_ref()?.request_id()
    }

    /// Returns the number of attempts, 0 if none was started.
    pub fn attempts(&self) -> u32 {
        self.0.call.as_ref().map_or(0, |call| call.attempts)
    }

    /// Returns how long the server asked to wait before the next request, if it did.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.response.as_ref()?.retry_after
    }

    /// Returns the body of the response, if there was one.
    ///
    /// An incomplete body is not kept: the result is empty. The body is not redacted, so it may contain secrets of the
    /// request that the server echoed.
    pub fn body(&self) -> Option<&[u8]> {
        Some(&self.0.response.as_ref()?.body)
    }

    /// Decodes the body of the response as JSON, for example as a model of an error response.
    ///
    /// Returns `None` if there was no response, or if its body is empty. Like [`body`](Self::body), the value is not
    /// redacted.
    ///
    /// ```no_run
    /// # async fn example(client: telnyx_video::Client) {
    /// # use telnyx_video::reqwest::Method;
    /// #[derive(serde::Deserialize)]
    /// struct OutOfFunds {
    ///     balance: i64,
    /// }
    ///
    /// let request = client.request(Method::POST, "/rooms");
    /// if let Err(error) = request.send::<serde_json::Value>().await {
    ///     match error.decode_body::<OutOfFunds>() {
    ///         Some(Ok(body)) => eprintln!("the balance is {}", body.balance),
    ///         _ => eprintln!("{error}"),
    ///     }
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the error of the decoder if the body isn't JSON or doesn't match the type.
    pub fn decode_body<T: DeserializeOwned>(&self) -> Option<Result<T, serde_json::Error>> {
        let body = self.body().filter(|body| !body.is_empty())?;
        Some(serde_json::from_slice(without_byte_order_mark(body)))
    }

    /// Returns the problems that the server reported, or none if the body has no known form.
    ///
    /// At most 100 problems are returned, and none if the body is JSON with more than 1 MiB. If the body is plain text,
    /// it is the detail of the only problem, truncated to 8 KiB.
    pub fn problems(&self) -> &[Problem] {
        &self.0.problems.stored
    }

    /// Returns the number of problems that the server reported, including those that
    /// [`problems`](Self::problems) omits.
    pub fn problem_count(&self) -> usize {
        self.0.problems.count
    }

    /// Returns the code of the first problem, such as `10005`.
    pub fn code(&self) -> Option<&str> {
        self.first_problem()?.code.as_deref()
    }

    /// Returns the title of the first problem: a summary that is the same for every problem with the same code.
    pub fn title(&self) -> Option<&str> {
        self.first_problem()?.title.as_deref()
    }

    /// Returns the detail of the first problem: an explanation of this occurrence.
    pub fn detail(&self) -> Option<&str> {
        self.first_problem()?.detail.as_deref()
    }

    /// Returns the invalid field of the body as a JSON pointer, from the first problem that names one.
    pub fn pointer(&self) -> Option<&str> {
        let mut problems = self.problems().iter();
        problems.find_map(|problem| problem.pointer.as_deref())
    }

    /// Returns the invalid query parameter, from the first problem that names one.
    pub fn parameter(&self) -> Option<&str> {
        let mut problems = self.problems().iter();
        problems.find_map(|problem| problem.parameter.as_deref())
    }

    /// Returns further information about the first problem.
    pub fn meta(&self) -> Option<&serde_json::Value> {
        self.first_problem()?.meta.as_ref()
    }

    /// Returns the location of the undecodable value in the body, such as `data[3].id`.
    pub fn json_path(&self) -> Option<&str> {
        self.0.json_path.as_deref()
    }

    /// Returns the error of the last completed attempt, if the total timeout of the call elapsed
    /// afterwards. [`source`](StdError::source) returns the same error.
    ///
    /// ```no_run
    /// # async fn example(client: telnyx_video::Client) {
    /// # use telnyx_video::reqwest::Method;
    /// let request = client.request(Method::GET, "/rooms");
    /// if let Err(error) = request.send::<serde_json::Value>().await {
    ///     // The last response before the total timeout elapsed, if there was one.
    ///     let cause = error.previous().unwrap_or(&error);
    ///     eprintln!("{:?}, request id {:?}", cause.status(), cause.request_id());
    /// }
    /// # }
    /// ```
    pub fn previous(&self) -> Option<&Self> {
        // Another kind of error can have a cause of this type, too: the failure of an API key provider.
        let cause = self.0.cause.as_ref().filter(|_| self.is_timeout());
        cause?.downcast_ref()
    }

    /// Returns whether the same request may succeed later: the connection failed, a timeout elapsed, the response was
    /// incomplete, or the status is 408, 409, 429 or 5xx, except 501, 505 and 507.
    ///
    /// The server may have processed the request nevertheless; see [`may_have_succeeded`](Self::may_have_succeeded).
    pub fn is_retryable(&self) -> bool {
        match self.kind() {
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport => true,
            ErrorKind::Status(status) => is_transient(status),
            _ => false,
        }
    }

    /// Returns whether the request may have taken effect although the call failed.
    ///
    /// This is possible if the response to any attempt was lost, incomplete or not decodable, or if
    /// its status leaves this open, such as 500. For example, if the response to a DELETE is lost and
    /// the retry returns 404, the first attempt has probably deleted the object:
    ///
    /// ```no_run
    /// # async fn example(client: telnyx_video::Client) -> Result<(), telnyx_video::Error> {
    /// # use telnyx_video::reqwest::Method;
    /// let request = client.request(Method::DELETE, "/rooms/1");
    /// match request.send::<()>().await {
    ///     Err(error) if error.is_not_found() && error.may_have_succeeded() => Ok(()),
    ///     result => result,
    /// }
    /// # }
    /// ```
    ///
    /// Returns `false` for methods without effects, such as GET.
    pub fn may_have_succeeded(&self) -> bool {
        self.0.earlier_attempt_may_have_succeeded || self.last_attempt_may_have_succeeded()
    }

    pub(crate) fn last_attempt_may_have_succeeded(&self) -> bool {
        if let Some(previous) = self.previous()
            && previous.attempts() == self.attempts()
        {
            // The total timeout elapsed between two attempts.
            return previous.may_have_succeeded();
        }
        let has_effects = self.method().is_some_and(|method| !method.is_safe());
        self.attempts() > 0
            && has_effects
            && match self.kind() {
                ErrorKind::Configuration
                | ErrorKind::InvalidRequest
                | ErrorKind::ApiKey
                | ErrorKind::Connect => false,
                ErrorKind::Status(status) => match status.as_u16() {
                    409 | 429 => false,
                    // A server that asks to retry later has rejected the request.
                    503 => !self.headers().is_some_and(has_retry_after),
                    _ => is_transient(status),
                },
                _ => true,
            }
    }

    /// Returns whether the server returned 404: the object doesn't exist.
    pub fn is_not_found(&self) -> bool {
        self.has_status(StatusCode::NOT_FOUND)
    }

    /// Returns whether the server returned 401: the API key is not valid.
    pub fn is_unauthorized(&self) -> bool {
        self.has_status(StatusCode::UNAUTHORIZED)
    }

    /// Returns whether the server returned 403: the API key lacks the permission.
    pub fn is_forbidden(&self) -> bool {
        self.has_status(StatusCode::FORBIDDEN)
    }

    /// Returns whether the server returned 409: the request conflicts with the state of the object.
    pub fn is_conflict(&self) -> bool {
        self.has_status(StatusCode::CONFLICT)
    }

    /// Returns whether the server returned 422: a value in the request is not acceptable.
    pub fn is_unprocessable(&self) -> bool {
        self.has_status(StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// Returns whether the server returned 429: there were too many requests.
    pub fn is_rate_limited(&self) -> bool {
        self.has_status(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Returns whether the server returned 5xx: it could not process the request.
    pub fn is_server_error(&self) -> bool {
        matches!(self.kind(), ErrorKind::Status(status) if status.is_server_error())
    }

    /// Returns whether the call timed out ([`ErrorKind::Timeout`]).
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Returns whether the last attempt failed before anything was sent ([`ErrorKind::Connect`]).
    pub fn is_connect(&self) -> bool {
        self.kind() == ErrorKind::Connect
    }

    /// Returns whether a successful response could not be decoded ([`ErrorKind::Decode`]).
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }

    fn has_status(&self, status: StatusCode) -> bool {
        self.kind() == ErrorKind::Status(status)
    }

    fn first_problem(&self) -> Option<&Problem> {
        self.0.problems.stored.first()
    }
}

/// Returns whether the same request may succeed after this status.
pub(crate) fn is_transient(status: StatusCode) -> bool {
    match status.as_u16() {
        // The server doesn't support the request, or has no space for it.
        501 | 505 | 507 => false,
        code => matches!(code, 408 | 409 | 429 | 500..=599),
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let cause = self.0.cause.as_deref()?;
        Some(cause)
    }
}

/// Omits headers and body, which may contain secrets.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.kind())
            .field("operation", &self.operation())
            .field("operation_id", &self.operation_id())
            .field("method", &self.method())
            .field("path_template", &self.path_template())
            .field("url", &self.url().map(Url::as_str))
            .field("status", &self.status())
            .field("request_id", &self.request_id())
            .field("attempts", &self.attempts())
            .field("reason", &self.0.reason)
            .field("problems", &self.problems())
            .field("problem_count", &self.problem_count())
            .field("body_length", &self.body().map(<[u8]>::len))
            .field("source", &self.0.cause)
            .finish()
    }
}
