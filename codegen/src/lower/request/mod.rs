//! Lowers what an operation sends: parameters, body, credentials, and the server.

pub(super) mod body;
mod header_name;
mod multipart;
mod page_parameter;
pub(super) mod parameter;
mod path_query;
pub(super) mod security;
mod server;
mod style;
