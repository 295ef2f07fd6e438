//! The part of the SDK that doesn't depend on the API.
//!
//! Modules depend only on modules in the layers below them:
//!
//! | layer | modules |
//! |---|---|
//! | 8 | `pages`, `download` |
//! | 7 | `request` |
//! | 6 | `transport`, `response` |
//! | 5 | `client` |
//! | 4 | `encoding`, `retry` |
//! | 3 | `error` |
//! | 2 | `call` |
//! | 1 | `values` |
//!
//! The module `public` re-exports the public API from all layers.
//!
//! `cargo xtask generate --crate-name` copies this directory to other crates, and renames the crate
//! and the environment variables. From the rest of the crate, the runtime uses only
//! `generated::BASE_URL` and `generated::API_KEY_SCHEME`. Some items are used only by generated
//! code or by the module `extensions`. A crate may lack both, so these items are `pub`: the compiler
//! would warn about unused `pub(crate)` items.

pub mod call;
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
