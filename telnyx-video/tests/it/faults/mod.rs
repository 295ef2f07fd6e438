//! Calls with network and server faults: errors, retries, deadlines and cancellation.
//!
//! No test sleeps: retries use a timer that records durations, and timeouts use a paused clock.
//! Expected values are written by hand.

mod operations;

mod body_limit;
mod bulk_deletion;
mod cancellation;
mod connection_pool;
mod deadlines;
mod outcomes;
mod recovery;
mod redirects;
mod retry_policies;
mod retry_waits;
