//! Reading lists: ahead, again after an error, and to whatever end the server puts to them.

// Helpers count as test code, where clippy allows `unwrap`.
#![cfg(test)]

#[path = "../support/mod.rs"]
mod support;

mod library;

mod endings;
mod prefetch;
mod resume;
