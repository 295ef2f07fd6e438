//! Servers on the loopback interface that write down what they are asked, and answer by script;
//! time and chance by script as well.

mod answer;
pub(crate) mod clock;
pub(crate) mod fault;
pub(crate) mod fault_server;
pub(crate) mod patience;
#[cfg(feature = "mock")]
pub(crate) mod running;
mod server;
pub(crate) mod timer;

pub(crate) use answer::Answer;
pub(crate) use server::Server;
