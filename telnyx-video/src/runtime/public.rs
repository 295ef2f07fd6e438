//! The public API, re-exported from the root of the crate.

pub use super::client::api_key_provider::{ApiKey, ApiKeyFuture, ApiKeyProvider};
pub use super::client::{Client, ClientBuilder};
pub use super::download::{Download, DownloadRequest};
pub use super::error::{Error, ErrorKind, FailedItem, Problem, Result};
pub use super::pages::{Items, Pages};
pub use super::request::custom_request::CustomRequest;
pub use super::request::options::RequestOptions;
pub use super::request::path::PathArgument;
pub use super::response::Response;
pub use super::response::page::{Page, PageMeta};
pub use super::retry::timer::Timer;
pub use super::retry::{Decision, FailedAttempt, FailureCause, Retries, RetryPolicy, Wait};
pub use super::values::nullable::Nullable;
pub use super::values::secret::Secret;
pub use super::values::selection::Selection;
pub use super::values::unknown_value::UnknownValue;
