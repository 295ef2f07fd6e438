//! Parts of the runtime that only some APIs need: bodies other than JSON, streams of events, more styles of parameters
//! and pagination, security schemes other than bearer tokens, idempotency keys, and retry policies of operations.
//!
//! `cargo xtask generate --crate-name` adds this directory to a crate if its API needs one of these parts.
//! The Video API does not. The files in `constructors` aren't modules: one of them replaces
//! `runtime/client/constructors.rs` in a crate whose API has no API key, or uses basic authentication.

mod as_string;
pub mod authentication;
mod byte_source;
mod bytes_body;
mod file_part;
mod form;
mod integer_enum;
mod multipart;
mod operation_retries;
pub mod pagination;
mod pair_style;
mod payload;
mod percent;
mod random_uuid;
mod request;
mod response;
mod send_streamed;
mod streams;
#[cfg(test)]
mod tests;
mod value_style;

pub use self::as_string::{AsJson, AsString};
pub use self::byte_source::ByteSource;
pub use self::file_part::FilePart;
pub use self::form::FormEncoding;
pub use self::integer_enum::integer_enum;
pub use self::multipart::PartTypes;
pub use self::operation_retries::OperationRetries;
pub use self::pair_style::PairStyle;
pub use self::request::RequestExt;
pub use self::response::{Binary, Optional, Text};
pub use self::streams::{EventStream, JsonLines, ServerSentEvent};
pub use self::value_style::ValueStyle;
