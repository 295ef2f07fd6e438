//! The part of the SDK that doesn't depend on the API.
//!
//! Modules depend only on modules in the layers below them:
//!
//! | layer | modules |
//! |---|---|
//! | 6 | `pages`, `download` |
//! | 5 | `request` |
//! | 4 | `transport`, `response` |
//! | 3 | `client` |
//! | 2 | `encoding`, `retry` |
//! | 1 | `error`, and below it `values` |
//!
//! `cargo xtask generate --crate-name` copies this directory to other crates. From the rest of the
//! crate, it uses only `generated::BASE_URL` and `generated::SCHEME`. Items are public if emitted
//! code or `extensions` may use them, so that crates which need only some of them have no unused
//! code.

pub mod client;
pub mod download;
pub mod encoding;
pub mod error;
pub mod pages;
pub mod public;
pub mod request;
pub mod response;
pub mod retry;
pub mod transport;
pub mod values;
