//! The part of the SDK that doesn't depend on the API.
//!
//! Modules depend only on modules in the layers below them:
//!
//! | layer | module | purpose |
//! |---|---|---|
//! | 8 | `pages` | reads lists page by page |
//! | 8 | `download` | downloads files |
//! | 7 | `request` | builds requests, sends them and decodes their responses |
//! | 6 | `transport` | sends the attempts of a call |
//! | 6 | `response` | decodes bodies |
//! | 5 | `client` | the client and its settings: authentication, headers, timeouts |
//! | 4 | `encoding` | converts parameters to text |
//! | 4 | `retry` | decides whether to retry |
//! | 4 | `telemetry` | records calls and attempts in spans |
//! | 3 | `error` | the error type |
//! | 2 | `call` | the request of a call, its raw response, and the wait that the server requests |
//! | 1 | `values` | types of values in requests and responses |
//!
//! The module `public` re-exports the public API from all layers.
//!
//! `cargo xtask generate --crate-name` copies this directory to other crates, and replaces the name of this crate and
//! the prefix of the environment variables in the files. For APIs without an API key or with basic authentication, it
//! replaces `client/constructors.rs` by a file in `extensions/constructors`. From the rest of the crate, the runtime
//! uses only `generated::BASE_URL` and `generated::API_KEY_SCHEME`.
//!
//! Items that only generated code or the module `extensions` uses are `pub`, not `pub(crate)`. Otherwise, the compiler
//! would report them as unused in crates whose generated code doesn't need them.

pub mod call;
pub mod client;
pub mod download;
pub mod encoding;
pub mod error;
pub mod pages;
#[cfg(test)]
pub(crate) mod property_test;
pub mod public;
pub mod request;
pub mod response;
pub mod retry;
pub mod telemetry;
pub mod transport;
pub mod values;
