//! A scripted server on the loopback interface that records requests, and control over time.

mod clock;
#[cfg(feature = "mock")]
mod process;
mod reply;
mod server;
mod timeout;
mod timer;

pub(crate) use clock::PausedClock;
#[cfg(feature = "mock")]
pub(crate) use process::ChildProcess;
pub(crate) use reply::Reply;
pub(crate) use server::{API_KEY, Request, Server, http_without_tls};
#[cfg(all(unix, feature = "mock"))]
pub(crate) use timeout::TIMEOUT;
pub(crate) use timeout::within_timeout;
pub(crate) use timer::RecordingTimer;

/// Prints that a test is skipped, even if the test harness captures output.
#[cfg(feature = "mock")]
#[allow(
    clippy::explicit_write,
    reason = "the test harness captures the output of `eprintln`"
)]
pub(crate) fn print_skipped(reason: &str) {
    use std::io::Write;
    writeln!(std::io::stderr(), "skipped: {reason}").unwrap();
}
