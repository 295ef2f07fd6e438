//! The public API, re-exported from the root of the crate.

pub use super::client::{ApiKey, ApiKeyFuture, ApiKeyProvider, Client, ClientBuilder};
pub use super::download::{Download, DownloadRequest};
pub use super::error::{Error, ErrorKind, FailedItem, Problem, Result};
pub use super::pages::{Items, Pages};
pub use super::request::{CustomRequest, PathArgument, RequestOptions};
pub use super::response::{Page, PageMeta, Response};
pub use super::retry::{Decision, FailedAttempt, FailureCause, Retries, RetryPolicy, Timer, Wait};
pub use super::values::{Nullable, Secret, Selection, UnknownValue};
