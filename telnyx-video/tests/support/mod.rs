//! A server on the loopback interface that writes down what it is asked, and answers by script.

#![allow(dead_code, reason = "each test binary uses a part of this")]

mod answer;
mod server;

pub(crate) use answer::Answer;
pub(crate) use server::Server;
