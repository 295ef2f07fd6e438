//! Webhook deliveries: which are accepted, why others are not, and what is read of them.

// Helpers count as test code, where clippy allows `unwrap`.
#![cfg(test)]

mod delivery;
mod events;
mod headers;
mod tolerance;
mod verification;
