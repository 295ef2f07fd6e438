//! Servers on the loopback interface that write down what they are asked, and answer by script;
//! time and chance by script as well.

#![allow(
    dead_code,
    unused_imports,
    reason = "each test binary uses a part of this"
)]

mod answer;
pub(crate) mod clock;
pub(crate) mod fault;
pub(crate) mod fault_server;
pub(crate) mod patience;
mod server;
pub(crate) mod timer;

pub(crate) use answer::Answer;
pub(crate) use server::Server;
