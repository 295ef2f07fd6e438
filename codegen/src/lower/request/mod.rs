//! Lowers what an operation sends: parameters, body, credentials, and the server.

pub(super) mod body;
pub(super) mod client_parameters;
mod header_name;
pub(super) mod idempotency_key;
mod multipart;
mod page_parameter;
pub(super) mod parameter;
mod path_query;
pub(super) mod security;
mod server;
mod style;
