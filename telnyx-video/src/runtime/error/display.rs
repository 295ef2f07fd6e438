//! An error in one line.

use std::fmt;

use super::text::one_line;
use super::{Error, ErrorKind};
use crate::runtime::error::CallInfo;

/// One line a person understands, of bounded length and free of control characters.
///
/// It includes the message of the innermost [source](std::error::Error::source), because a log
/// often holds this line and nothing else.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.0.call, self.kind()) {
            (None, _) => write!(f, "the client can't be built: {}", reason(self)),
            (Some(call), ErrorKind::InvalidRequest) => {
                write!(f, "{} was not sent: {}", operation(call), reason(self))
            }
            (Some(call), _) => {
                write!(f, "{} failed: {}", operation(call), call.method)?;
                if let Some(url) = &call.url {
                    write!(f, " {}", one_line(url.as_str(), 500))?;
                }
                f.write_str(&outcome(self))
            }
        }
    }
}

/// What came of a request, to be written after where it went.
pub(super) fn outcome(error: &Error) -> String {
    let mut words = String::new();
    if let Some(status) = error.status() {
        words += &format!(" answered {}", status.as_u16());
        if let Some(meaning) = status.canonical_reason() {
            words += &format!(" {meaning}");
        }
    }
    let reason = reason(error);
    if !reason.is_empty() {
        words += &format!(": {reason}");
    }
    if let Some(id) = error.request_id() {
        words += &format!(" (request id {})", one_line(id, 100));
    }
    words
}

fn reason(error: &Error) -> String {
    one_line(&error.0.reason, 1_200)
}

fn operation(call: &CallInfo) -> String {
    one_line(&call.operation, 200)
}
