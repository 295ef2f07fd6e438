//! What a test says that does less than it could.

use std::io::Write;

/// Says something that the harness does not keep to itself.
#[allow(
    clippy::explicit_write,
    reason = "what `eprintln` writes, the harness keeps to itself"
)]
pub(crate) fn say(line: &str) {
    writeln!(std::io::stderr(), "{line}").unwrap();
}
