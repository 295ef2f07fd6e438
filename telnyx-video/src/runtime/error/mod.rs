//! The one error of this crate.

mod call_info;
mod construct;
mod display;
pub(crate) mod invalid_argument;
mod kind;
mod problem;
mod raw_response;
pub(crate) mod redaction;
mod text;

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode, Url};

pub(crate) use call_info::CallInfo;
pub use kind::ErrorKind;
pub use problem::Problem;
pub(crate) use raw_response::RawResponse;

use crate::runtime::error::invalid_argument::Cause;

/// Why a client could not be built or an operation did not succeed.
///
/// [`kind`](Self::kind) says what went wrong in one word; the other methods give what is known of
/// the request, of the answer, and of what the server said. Nothing here shows the API key, or the
/// value of a [`Secret`](crate::Secret) that the request carried, but what gives the answer as it
/// came: [`headers`](Self::headers) and [`body`](Self::body).
///
/// ```no_run
/// # async fn example(client: telnyx_video::Client) -> Result<(), telnyx_video::Error> {
/// use telnyx_video::reqwest::Method;
///
/// match client.request(Method::GET, "/rooms/1").send::<serde_json::Value>().await {
///     Ok(room) => println!("{room}"),
///     Err(error) if error.is_not_found() => println!("no such room"),
///     Err(error) => {
///         // GET /rooms/1 failed: GET https://api.example.com/v2/rooms/1 answered 401 Unauthorized:
///         // Authentication failed (10009): The API key is not valid (request id 8f2a)
///         eprintln!("{error}");
///         return Err(error);
///     }
/// }
/// # Ok(())
/// # }
/// ```
pub struct Error(Box<Inner>);

/// Boxed, because results that carry the error are everywhere and most of them are `Ok`.
struct Inner {
    kind: ErrorKind,
    /// `None` only for a client that could not be built.
    call: Option<CallInfo>,
    answer: Option<RawResponse>,
    problems: Vec<Problem>,
    /// Where decoding failed.
    json_path: Option<String>,
    /// What went wrong in words, the cause included, the call and the status left out.
    reason: String,
    cause: Option<Cause>,
}

/// What the methods of this crate give: a value, or an [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// What went wrong, in one word.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation that failed, by its name in the contract, such as `ViewRoom`.
    ///
    /// `None` if the client could not be built.
    pub fn operation(&self) -> Option<&str> {
        self.0.call.as_ref().map(|call| call.operation.as_ref())
    }

    /// The method of the request, sent or not.
    pub fn method(&self) -> Option<&Method> {
        self.0.call.as_ref().map(|call| &call.method)
    }

    /// Where the request went, without its query. `None` if nothing was sent.
    pub fn url(&self) -> Option<&Url> {
        self.0.call.as_ref()?.url.as_ref()
    }

    /// The status of the answer, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.answer.as_ref().map(|answer| answer.status)
    }

    /// The header fields of the answer, if there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.answer.as_ref().map(|answer| &answer.headers)
    }

    /// The id the server gave the request (`x-request-id`); its support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        self.0.answer.as_ref()?.request_id()
    }

    /// How many attempts the call took; 0 if nothing was sent.
    pub fn attempts(&self) -> u32 {
        self.0.call.as_ref().map_or(0, |call| call.attempts)
    }

    /// How long the server asked to wait before the next request, if it did.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.answer.as_ref()?.requested_wait
    }

    /// The body of the answer as it came, if there was an answer.
    ///
    /// Empty if the body broke off. It is all that the server said, and what of the request it
    /// repeats, a secret even: all else here is redacted, this is not.
    pub fn body(&self) -> Option<&[u8]> {
        self.0.answer.as_ref().map(|answer| answer.body.as_ref())
    }

    /// All that the server says is wrong; empty if it says nothing that can be read.
    pub fn problems(&self) -> &[Problem] {
        &self.0.problems
    }

    /// The API's own code of the first problem, such as `10005`.
    pub fn code(&self) -> Option<&str> {
        self.first_problem()?.code.as_deref()
    }

    /// What is wrong by the first problem, the same words for every problem of its code.
    pub fn title(&self) -> Option<&str> {
        self.first_problem()?.title.as_deref()
    }

    /// What is wrong by the first problem, in this case.
    pub fn detail(&self) -> Option<&str> {
        self.first_problem()?.detail.as_deref()
    }

    /// The field of the body at fault by the first problem, as a JSON pointer.
    pub fn pointer(&self) -> Option<&str> {
        self.first_problem()?.pointer.as_deref()
    }

    /// The query parameter at fault by the first problem.
    pub fn parameter(&self) -> Option<&str> {
        self.first_problem()?.parameter.as_deref()
    }

    /// What else the server says about the first problem.
    pub fn meta(&self) -> Option<&serde_json::Value> {
        self.first_problem()?.meta.as_ref()
    }

    /// The place in the body that could not be decoded, such as `data[3].id`.
    pub fn json_path(&self) -> Option<&str> {
        self.0.json_path.as_deref()
    }

    /// How the attempt before failed, if the deadline of the whole call passed during a later one or
    /// the wait for it. It is the [source](StdError::source) as well.
    ///
    /// ```no_run
    /// # async fn example(client: telnyx_video::Client) {
    /// # use telnyx_video::reqwest::Method;
    /// if let Err(error) = client.request(Method::GET, "/rooms").send::<serde_json::Value>().await {
    ///     // Of a call that ran out of time, what the server said before.
    ///     let telling = error.previous().unwrap_or(&error);
    ///     eprintln!("{:?}, request id {:?}", telling.status(), telling.request_id());
    /// }
    /// # }
    /// ```
    pub fn previous(&self) -> Option<&Self> {
        self.0.cause.as_ref()?.downcast_ref()
    }

    /// Whether the same request may succeed later: the server could not be reached or did not
    /// answer in full, it answered 408, 409, 429 or 5xx.
    ///
    /// It says nothing of whether the server has acted on this one.
    pub fn is_retryable(&self) -> bool {
        match self.kind() {
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport => true,
            ErrorKind::Status => self
                .status()
                .is_some_and(|status| matches!(status.as_u16(), 408 | 409 | 429 | 500..=599)),
            _ => false,
        }
    }

    /// Whether the server answered 404: there is no such thing.
    pub fn is_not_found(&self) -> bool {
        self.is_answered(StatusCode::NOT_FOUND)
    }

    /// Whether the server answered 401: it does not accept the API key.
    pub fn is_unauthorized(&self) -> bool {
        self.is_answered(StatusCode::UNAUTHORIZED)
    }

    /// Whether the server answered 403: the API key may not do this.
    pub fn is_forbidden(&self) -> bool {
        self.is_answered(StatusCode::FORBIDDEN)
    }

    /// Whether the server answered 422: it understood the request and refuses a value in it.
    pub fn is_unprocessable(&self) -> bool {
        self.is_answered(StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// Whether the server answered 429: too many requests.
    pub fn is_rate_limited(&self) -> bool {
        self.is_answered(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Whether the answer was not complete in time ([`ErrorKind::Timeout`]).
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Whether the server could not be reached ([`ErrorKind::Connect`]).
    pub fn is_connect(&self) -> bool {
        self.kind() == ErrorKind::Connect
    }

    /// Whether the server reported success with an unexpected body ([`ErrorKind::Decode`]).
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }

    fn is_answered(&self, status: StatusCode) -> bool {
        self.kind() == ErrorKind::Status && self.status() == Some(status)
    }

    fn first_problem(&self) -> Option<&Problem> {
        self.0.problems.first()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let cause = self.0.cause.as_deref()?;
        Some(cause)
    }
}

/// Shows what is known, but of headers and body, which may hold secrets, only that they are there.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.kind())
            .field("operation", &self.operation())
            .field("method", &self.method())
            .field("url", &self.url().map(Url::as_str))
            .field("status", &self.status())
            .field("request_id", &self.request_id())
            .field("attempts", &self.attempts())
            .field("reason", &self.0.reason)
            .field("problems", &self.problems())
            .field("body_length", &self.body().map(<[u8]>::len))
            .field("source", &self.0.cause)
            .finish()
    }
}
