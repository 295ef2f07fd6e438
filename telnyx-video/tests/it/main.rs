//! Tests of the SDK against servers on the loopback interface.
//!
//! One binary, because each binary would link the whole client. Every test has its own server and
//! runtime, so tests run in any order and in parallel.

// Makes clippy treat helpers as test code, where `unwrap` is allowed.
#![cfg(test)]

mod support;

mod api_key_provider;
mod client;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod connections;
mod downloads;
mod encoding;
mod errors;
#[cfg(feature = "mock")]
mod examples;
mod faults;
#[cfg(feature = "mock")]
mod mock;
mod pagination;
#[path = "../../src/runtime/property_test.rs"]
mod property_test;
#[cfg(feature = "tracing")]
mod spans;
mod values;
#[cfg(feature = "webhook")]
mod webhook;
mod wire;
