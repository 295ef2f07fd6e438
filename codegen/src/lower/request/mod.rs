//! Lowers what an operation sends: parameters, body, credentials, and the server.

pub(super) mod body;
mod multipart;
pub(super) mod parameter;
pub(super) mod security;
mod server;
mod style;
