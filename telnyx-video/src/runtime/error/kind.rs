//! What went wrong, in one word.

/// What went wrong, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client can't be built from what it was given: a missing variable, a malformed API key.
    Configuration,
    /// The request was refused here, and nothing was sent: an empty path argument, a filter that
    /// matches everything.
    InvalidRequest,
    /// The server could not be reached: name resolution, connection or TLS failed, and nothing was
    /// sent.
    Connect,
    /// The answer was not complete in time, or the deadline of the call passed. The server may have
    /// acted on the request.
    Timeout,
    /// The exchange broke off under way. The server may have acted on the request.
    Transport,
    /// An HTTP client of one's own gave up on redirects: they went in a circle, or its policy
    /// refused one. The server may have acted on the request. Or a download was led in a circle or
    /// away from `https`.
    Redirect,
    /// The server answered with a status other than success.
    Status,
    /// The server reported success with a body that is not what was expected.
    Decode,
    /// The server reported success with a body that is longer than the client takes.
    TooLong,
    /// The server answered an earlier page again, so that going on would never end.
    Pagination,
}
