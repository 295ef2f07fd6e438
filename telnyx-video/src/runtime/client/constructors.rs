//! The constructors of a client with an API key.
//!
//! For APIs without an API key or with basic authentication, `cargo xtask generate --crate-name` replaces this file
//! with one from `extensions/constructors`.

use super::variables::{Variables, accepted};
use super::{Client, ClientBuilder};
use crate::generated;
use crate::runtime::error::{ArgumentResult, Error, InvalidArgument};
use crate::runtime::values::Secret;

pub(crate) const API_KEY_SUBJECT: &str = "the API key";

pub(crate) const MISSING_API_KEY_MESSAGE: &str =
    "the operation requires an API key; set it with `ClientBuilder::api_key`";

const API_KEY_VARIABLE: &str = "TELNYX_API_KEY";

impl Client {
    /// Creates a client with this API key and default settings.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the key is empty, starts or ends with white
    /// space, starts with `Bearer `, or contains characters other than printable ASCII, or if TLS can't be set up.
    pub fn new(api_key: impl Into<Secret>) -> Result<Self, Error> {
        Self::builder().api_key(api_key).build()
    }

    /// Creates a client from the environment variables `TELNYX_API_KEY` and, optionally, `TELNYX_BASE_URL`. An empty
    /// variable counts as not set.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if `TELNYX_API_KEY` is not
    /// set, if one of the variables is invalid (the message names it), or if TLS can't be set up.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_variables(Variables::OF_PROCESS).map_err(Error::configuration)
    }

    /// Creates a builder, which configures a client. The API key has no default.
    ///
    /// ```
    /// use std::time::Duration;
    /// use telnyx_video::Client;
    ///
    /// let client = Client::builder()
    ///     .api_key("KEY0123")
    ///     .base_url("http://127.0.0.1:8080/v2")
    ///     .timeout(Duration::from_secs(10))
    ///     .user_agent_suffix("my-service/1.2")
    ///     .build()?;
    /// # Ok::<(), telnyx_video::Error>(())
    /// ```
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new(generated::BASE_URL, generated::API_KEY_SCHEME)
    }

    fn from_variables(variables: Variables<'_>) -> ArgumentResult<Self> {
        let api_key = variables.get(API_KEY_VARIABLE)?.ok_or_else(|| {
            InvalidArgument::new("the environment variable TELNYX_API_KEY is not set")
        })?;
        let builder = Self::builder().api_key(api_key);
        variables.client(accepted(builder, API_KEY_VARIABLE)?)
    }
}

impl ClientBuilder {
    /// Sets the API key, which authenticates API requests. Downloads don't send it.
    pub fn api_key(self, api_key: impl Into<Secret>) -> Self {
        self.with_api_key(api_key.into())
    }
}

#[cfg(test)]
mod tests {
    use std::env::VarError;

    use super::*;

    fn from_env(api_key: Result<&str, VarError>) -> Result<String, String> {
        Client::from_variables(Variables(&|name| match name {
            "TELNYX_API_KEY" => api_key.clone().map(str::to_owned),
            _ => Ok("http://localhost:1".to_owned()),
        }))
        .map(|client| client.settings.base_url.to_string())
        .map_err(|error| error.reason)
    }

    #[test]
    fn from_env_reads_key_and_base_url() {
        let base_url = from_env(Ok("KEY0123")).unwrap();
        assert!(base_url.starts_with("http://localhost:1/"), "{base_url}");
    }

    #[test]
    fn from_env_error_names_variable() {
        for unset in [Err(VarError::NotPresent), Ok("")] {
            assert_eq!(
                from_env(unset).unwrap_err(),
                "the environment variable TELNYX_API_KEY is not set"
            );
        }
        assert_eq!(
            from_env(Ok(" ")).unwrap_err(),
            "the environment variable TELNYX_API_KEY: the API key starts or ends with white space"
        );
    }
}
