//! An error in one line.

use std::fmt;

use super::text::one_line;
use super::{Error, ErrorKind};
use crate::exchange::Call;

/// One line a person understands, of bounded length and free of control characters.
///
/// It includes the message of the innermost [source](std::error::Error::source), because a log
/// often holds this line and nothing else.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = one_line(&self.0.reason, 1_200);
        match (&self.0.call, self.kind()) {
            (None, _) => write!(f, "the client can't be built: {reason}"),
            (Some(call), ErrorKind::InvalidRequest) => {
                write!(f, "{} was not sent: {reason}", operation(call))
            }
            (Some(call), _) => {
                write!(f, "{} failed: {}", operation(call), call.method)?;
                if let Some(url) = &call.url {
                    write!(f, " {}", one_line(url.as_str(), 500))?;
                }
                if let Some(status) = self.status() {
                    write!(f, " answered {}", status.as_u16())?;
                    if let Some(words) = status.canonical_reason() {
                        write!(f, " {words}")?;
                    }
                }
                if !reason.is_empty() {
                    write!(f, ": {reason}")?;
                }
                if let Some(id) = self.request_id() {
                    write!(f, " (request id {})", one_line(id, 100))?;
                }
                Ok(())
            }
        }
    }
}

fn operation(call: &Call) -> String {
    one_line(&call.operation, 200)
}
