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
