//! Options for one call.

use std::fmt::{self, Display};
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderMap;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::runtime::client::headers;
use crate::runtime::encoding::style::Pair;
use crate::runtime::error::invalid_argument::{FirstError, InvalidArgument};
use crate::runtime::retry::RetryPolicy;
use crate::runtime::values::secret::{self, Secret};

/// Options for one call: its timeouts and retries, and what the contract doesn't know of.
///
/// Every operation has an `options` setter; calling it again replaces the options whole.
///
/// ```
/// use std::time::Duration;
/// use telnyx_video::RequestOptions;
///
/// let options = RequestOptions::new()
///     .timeout(Duration::from_secs(5))
///     .header("x-trace-id", "8f2a")
///     .query("preview", true)
///     .body_field("new_field", ["a", "b"]);
/// ```
#[derive(Clone, Default)]
pub struct RequestOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) retry_policy: Option<Arc<dyn RetryPolicy>>,
    pub(crate) headers: HeaderMap,
    pub(crate) query: Vec<Pair>,
    pub(crate) body_fields: Map<String, Value>,
    /// The secrets in the fields of the body.
    pub(crate) secrets: Vec<Secret>,
    pub(crate) first_error: FirstError,
}

impl RequestOptions {
    /// Options that change nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long each attempt may take, instead of the timeout of the client.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long the whole call may take, all attempts and the waits between them included, instead
    /// of the deadline of the client.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// What decides whether a failed attempt is repeated, instead of the policy of the client.
    ///
    /// ```
    /// use telnyx_video::{RequestOptions, Retries};
    ///
    /// let never = RequestOptions::new().retry_policy(Retries::none());
    /// // A room with this name can be made only once, so trying again can't make two.
    /// let always = RequestOptions::new().retry_policy(Retries::new().repeat_everything(true));
    /// ```
    pub fn retry_policy(mut self, policy: impl RetryPolicy + 'static) -> Self {
        self.retry_policy = Some(Arc::new(policy));
        self
    }

    /// A header field. It replaces one of the same name, of the client or of the crate.
    ///
    /// A name or value that can't be sent, and `authorization`, `content-length` and
    /// `transfer-encoding`, are refused when the request is sent.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let parsed = headers::parse(name.as_ref(), value.as_ref());
        if let Some((name, value)) = self.first_error.keep(parsed) {
            self.headers.insert(name, value);
        }
        self
    }

    /// A query parameter, after those of the operation. Both parts are percent-encoded.
    ///
    /// Calling it again with the same name sends the name again.
    pub fn query(mut self, name: impl Into<String>, value: impl Display) -> Self {
        self.query.push(Pair::in_url(name, &value.to_string()));
        self
    }

    /// A field of the body. It replaces one of the same name, set by the operation.
    ///
    /// On an operation without a body, and for a value that can't be written as JSON, the request
    /// is refused when it is sent.
    pub fn body_field(mut self, name: impl Into<String>, value: impl Serialize) -> Self {
        let name = name.into();
        let (json, secrets) = secret::record_secrets(|| serde_json::to_value(value));
        self.secrets.extend(secrets);
        let json = json.map_err(|error| {
            InvalidArgument::caused_by(
                format_args!("the body field `{name}` can't be written as JSON"),
                error,
            )
        });
        if let Some(value) = self.first_error.keep(json) {
            self.body_fields.insert(name, value);
        }
        self
    }
}

/// Shows names only: any value may be a credential.
impl fmt::Debug for RequestOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query: Vec<_> = self.query.iter().map(|pair| &pair.name).collect();
        let body_fields: Vec<_> = self.body_fields.keys().collect();
        f.debug_struct("RequestOptions")
            .field("timeout", &self.timeout)
            .field("deadline", &self.deadline)
            .field("retry_policy", &self.retry_policy)
            .field("headers", &headers::names(&self.headers))
            .field("query", &query)
            .field("body_fields", &body_fields)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_names_only() {
        let options = RequestOptions::new()
            .header("x-key", "hunter2")
            .query("token", "hunter2")
            .body_field("password", "hunter2");
        assert_eq!(
            format!("{options:?}"),
            "RequestOptions { timeout: None, deadline: None, retry_policy: None, headers: [\"x-key\"], query: [\"token\"], \
             body_fields: [\"password\"], .. }"
        );
    }
}
