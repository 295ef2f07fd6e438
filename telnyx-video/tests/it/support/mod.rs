//! A server on the loopback interface that writes down what it is asked, and answers by script; time
//! and chance by script as well.

mod answer;
mod clock;
mod patience;
#[cfg(feature = "mock")]
mod running;
mod server;
mod timer;

pub(crate) use answer::Answer;
pub(crate) use clock::StoppedClock;
#[cfg(all(unix, feature = "mock"))]
pub(crate) use patience::PATIENCE;
pub(crate) use patience::soon;
#[cfg(feature = "mock")]
pub(crate) use running::Running;
pub(crate) use server::{API_KEY, Request, Server, plain_http};
pub(crate) use timer::RecordingTimer;
