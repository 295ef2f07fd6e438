//! Parts of the runtime that few APIs need: other kinds of bodies, parameters and authentication.
//!
//! `cargo xtask generate --crate-name` adds this directory to crates whose API needs it.

pub mod additional_properties;
pub mod authentication;
mod byte_source;
mod bytes_body;
mod file_part;
mod form;
mod multipart;
mod path_style;
mod payload;
mod percent;
mod query_style;
mod request;
mod response;
mod stream;
#[cfg(test)]
mod tests;
mod text;

pub use self::byte_source::ByteSource;
pub use self::file_part::FilePart;
pub use self::form::FormEncoding;
pub use self::multipart::PartTypes;
pub use self::path_style::PathStyle;
pub use self::query_style::QueryStyle;
pub use self::request::RequestExt;
pub use self::response::{Binary, Optional, Text};
pub use self::text::{AsJson, AsText};
