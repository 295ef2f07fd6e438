//! Verification and decoding of webhook deliveries.

mod delivery;
mod events;
mod headers;
mod tolerance;
mod verification;
