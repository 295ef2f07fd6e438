use std::fmt;

use super::sanitize::one_line;
use super::{Error, ErrorKind};
use crate::runtime::call::CallInfo;

/// Writes one line of bounded length without control characters. It includes the message of the innermost
/// [source](std::error::Error::source), because many programs log an error without its sources. For a failed API key
/// provider, it includes the message of the provider's error.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.0.call, self.kind()) {
            (None, _) => write!(f, "the client can't be built: {}", reason(self)),
            (Some(call), ErrorKind::InvalidRequest) => {
                write!(f, "{} was not sent: {}", operation(call), reason(self))
            }
            (Some(call), _) => {
                write!(f, "{} failed", operation(call))?;
                if let Some(url) = &call.url {
                    write!(f, ": {}", one_line(url.as_str(), 500))?;
                }
                f.write_str(&status_and_reason(self))
            }
        }
    }
}

/// Returns what follows the URL: ` returned 404 Not Found: REASON (request id ID)`.
pub(super) fn status_and_reason(error: &Error) -> String {
    let mut text = String::new();
    if let Some(status) = error.status() {
        text += &format!(" returned {}", status.as_u16());
        if let Some(meaning) = status.canonical_reason() {
            text += &format!(" {meaning}");
        }
    }
    let reason = reason(error);
    if !reason.is_empty() {
        text += &format!(": {reason}");
    }
    if let Some(id) = error.request_id() {
        text += &format!(" (request id {})", one_line(id, 100));
    }
    text
}

fn reason(error: &Error) -> String {
    one_line(&error.0.reason, 1_200)
}

/// Returns the operation with method and path: `rooms.retrieve (GET /rooms/{room_id})`.
fn operation(call: &CallInfo) -> String {
    let (operation, method) = (call.operation, &call.method);
    match &call.path_template {
        Some(path) => format!("{operation} ({method} {})", one_line(path, 200)),
        None => operation.to_owned(),
    }
}
