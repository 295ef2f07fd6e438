//! The requests that each operation sends, and how it decodes responses.
//!
//! Expected values are written by hand from the contract, never computed with the crate.

mod expectation;
mod fixtures;
mod operations;

mod compositions;
mod participants;
mod recordings;
mod room_actions;
mod rooms;
mod session_actions;
mod sessions;

mod bulk_deletion;
mod compatibility;
mod content_encoding;
mod decode_errors;
mod error_responses;
mod futures;
mod harmless_spellings;
mod pagination;
mod path_parameters;
mod request_options;
mod secrets;
mod send_with_response;
mod setters;
