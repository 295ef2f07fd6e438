//! What becomes of a call when the network or the server fails it, in every way that they can.
//!
//! Nothing here waits: retries have a timer that only writes down how long it should, and the clock
//! that timeouts go by is moved by hand. What is expected is written down by hand.

mod operations;

mod bounds;
mod cancellation;
mod deadlines;
mod matrix;
mod policies;
mod recovery;
mod redirects;
mod waits;
