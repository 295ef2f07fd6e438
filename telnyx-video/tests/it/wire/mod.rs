//! What each of the operations puts on the wire, and what it makes of the answer.
//!
//! What is expected is written down by hand from the contract, never computed with the crate.

mod exchange;
mod operations;
mod samples;

mod compositions;
mod participants;
mod recordings;
mod rooms;
mod rooms_actions;
mod session_actions;
mod sessions;

mod bulk_deletion;
mod evolution;
mod failures;
mod futures;
mod malformed;
mod options;
mod paging;
mod paths;
mod responses;
mod secrets;
mod setters;
