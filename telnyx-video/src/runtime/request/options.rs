use std::fmt::{self, Display};
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderMap;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::runtime::client::headers;
use crate::runtime::encoding::{Pair, Parameter, percent_encode, to_json};
use crate::runtime::error::FirstError;
use crate::runtime::retry::RetryPolicy;
use crate::runtime::values::{Secret, record_secrets};

/// Options of one call: timeouts, retries, and values that the API description doesn't contain.
///
/// The method `options` of every operation sets them and replaces earlier ones.
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
    pub(super) timeout: Option<Duration>,
    pub(super) total_timeout: Option<Duration>,
    pub(super) retry_policy: Option<Arc<dyn RetryPolicy>>,
    pub(super) headers: HeaderMap,
    pub(super) query: Vec<Pair>,
    pub(super) body_fields: Map<String, Value>,
    /// The secrets in the headers and the body fields.
    pub(super) secrets: Vec<Secret>,
    pub(super) first_error: FirstError,
}

impl RequestOptions {
    /// Creates options that change nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the timeout of each attempt. Default: the timeout of the client.
    ///
    /// Sending the request fails if it is zero.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.first_error.reject_zero("the timeout", timeout);
        self.timeout = Some(timeout);
        self
    }

    /// Sets the timeout of the whole call, including all attempts and the waits between them.
    /// Default: the total timeout of the client.
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.total_timeout = Some(timeout);
        self
    }

    /// Sets the retry policy. Default: the policy of the client.
    ///
    /// ```
    /// use telnyx_video::{RequestOptions, Retries};
    ///
    /// let never = RequestOptions::new().retry_policy(Retries::none());
    /// // For creating a room with a unique name: a retry can't create a second one.
    /// let policy = Retries::new().retry_non_idempotent(true);
    /// let retry_create = RequestOptions::new().retry_policy(policy);
    /// ```
    pub fn retry_policy(mut self, policy: impl RetryPolicy + 'static) -> Self {
        self.retry_policy = Some(Arc::new(policy));
        self
    }

    /// Sets a header, which replaces a header of the same name set by the client or the operation. Has
    /// no effect on `x-attempt`, the number of the attempt.
    ///
    /// Sending the request fails if the name or the value is invalid, or if the name is
    /// `authorization`, `content-length` or `transfer-encoding`.
    ///
    /// Errors redact the values of headers whose names suggest a secret, such as `cookie` and `x-api-key`, if they have
    /// at least 6 bytes.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let parsed = headers::parse(name.as_ref(), value.as_ref());
        if let Some((name, mut value)) = self.first_error.keep(parsed) {
            let secrets = headers::mark_secrets((&name, &mut value));
            self.secrets.extend(secrets);
            self.headers.insert(name, value);
        }
        self
    }

    /// Appends a query parameter, whose name and value are percent-encoded.
    ///
    /// A second value for the same name doesn't replace the first, nor a parameter of the operation: both are sent.
    /// Only a parameter in the path of [`Client::request`](crate::Client::request) or in the URL of
    /// [`Client::get_link`](crate::Client::get_link) is replaced.
    pub fn query(mut self, name: impl Into<String>, value: impl Display) -> Self {
        self.query
            .push(Pair::new(name, &value.to_string(), percent_encode));
        self
    }

    /// Sets a field of the body, which replaces a field of the same name set by the operation.
    ///
    /// Sending the request fails if the operation has no body, if the body is not an object, or if the value can't be
    /// serialized as JSON.
    pub fn body_field(mut self, name: impl Into<String>, value: impl Serialize) -> Self {
        let name = name.into();
        let (value, secrets) = record_secrets(|| to_json(Parameter::body_field(&name), value));
        self.secrets.extend(secrets);
        if let Some(value) = self.first_error.keep(value) {
            self.body_fields.insert(name, value);
        }
        self
    }
}

/// Omits the values of headers, query and body, which may be secrets.
impl fmt::Debug for RequestOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query: Vec<_> = self.query.iter().map(|pair| &pair.name).collect();
        let body_fields: Vec<_> = self.body_fields.keys().collect();
        f.debug_struct("RequestOptions")
            .field("timeout", &self.timeout)
            .field("total_timeout", &self.total_timeout)
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
    fn debug_omits_values() {
        let options = RequestOptions::new()
            .header("x-key", "hunter2")
            .query("token", "hunter2")
            .body_field("password", "hunter2");
        assert_eq!(
            format!("{options:?}"),
            "RequestOptions { timeout: None, total_timeout: None, retry_policy: None, \
             headers: [\"x-key\"], query: [\"token\"], body_fields: [\"password\"], .. }"
        );
    }
}
