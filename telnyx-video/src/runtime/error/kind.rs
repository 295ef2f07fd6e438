use std::fmt;

use reqwest::StatusCode;

/// The kind of an error, returned by [`Error::kind`](crate::Error::kind).
///
/// The kind describes the last attempt; [`Error::may_have_succeeded`](crate::Error::may_have_succeeded) considers all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client could not be built: for example, an environment variable is missing or the API key is malformed.
    Configuration,
    /// An argument is invalid, and nothing was sent: for example, a path argument is empty, or the filter of a bulk
    /// operation would select everything.
    InvalidRequest,
    /// The [`ApiKeyProvider`](crate::ApiKeyProvider) failed or returned an invalid key, so no further attempt was sent.
    ApiKey,
    /// Name resolution, the connection or TLS failed, or the connection closed before the request was
    /// written. The last attempt sent nothing.
    Connect,
    /// The response was not complete in time, or the total timeout of the call elapsed. The server
    /// may have processed the request.
    Timeout,
    /// The connection, or a stream that the caller sends as the body, failed before the response was
    /// complete. The server may have processed the request.
    Transport,
    /// A download had too many redirects, or a redirect to an invalid URL or from `https` to `http`. For other
    /// requests: a custom HTTP client stopped following redirects, because there were too many or its policy rejected
    /// one; the server may have processed the request.
    Redirect,
    /// The server returned this non-success status.
    Status(StatusCode),
    /// The server reported success, but its response or an item of a list could not be decoded. For a
    /// download: the server sent another part or another version of the file than requested.
    Decode,
    /// The server reported success, but its response exceeds the size limit.
    TooLong,
    /// The server returned an earlier page again, so the list would never end, or an empty page
    /// before the last one, so the list would be incomplete.
    Pagination,
}

/// Writes a short description, such as `no connection`, without the cause.
impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let description = match self {
            Self::Configuration => "invalid configuration",
            Self::InvalidRequest => "invalid request",
            Self::ApiKey => "no API key",
            Self::Connect => "no connection",
            Self::Timeout => "timeout elapsed",
            Self::Transport => "transfer interrupted",
            Self::Redirect => "redirect not followed",
            Self::Status(status) => return write!(f, "status {status}"),
            Self::Decode => "response not decodable",
            Self::TooLong => "response too long",
            Self::Pagination => "invalid pagination",
        };
        f.pad(description)
    }
}
