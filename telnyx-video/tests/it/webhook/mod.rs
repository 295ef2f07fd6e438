//! Webhook deliveries: which are accepted, why others are not, and what is read of them.

mod delivery;
mod events;
mod headers;
mod tolerance;
mod verification;
