//! The tests of the SDK against servers on the loopback interface.
//!
//! They are one program, since each program would link the whole client. Every test has a server and
//! a runtime of its own, so they run in any order and beside one another.

// Helpers count as test code, where clippy allows `unwrap`.
#![cfg(test)]

mod support;

mod client;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod connections;
mod downloads;
mod encoding;
mod errors;
#[cfg(feature = "mock")]
mod examples;
mod faults;
mod lists;
#[cfg(feature = "mock")]
mod mock;
#[cfg(feature = "tracing")]
mod spans;
#[cfg(feature = "webhook")]
mod webhook;
mod wire;
