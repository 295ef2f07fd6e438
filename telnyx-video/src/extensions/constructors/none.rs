//! The constructors of a client without an API key.

use super::variables::Variables;
use super::{Client, ClientBuilder};
use crate::generated;
use crate::runtime::error::{ArgumentResult, Error};

pub(crate) const API_KEY_SUBJECT: &str = "the API key";

/// Not used: this API has no operation that requires an API key.
pub(crate) const MISSING_API_KEY_MESSAGE: &str = "the operation requires an API key";

impl Client {
    /// Creates a client with default settings.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the API has no default base URL, or if TLS
    /// can't be set up.
    pub fn new() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// Creates a client from the environment variable `TELNYX_BASE_URL`, which is required only if the API has no
    /// default base URL. An empty variable is treated as not set.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the variable is invalid. The
    /// message names the variable.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_variables(Variables::OF_PROCESS).map_err(Error::configuration)
    }

    /// Creates a builder, which configures a client.
    ///
    /// ```
    /// use std::time::Duration;
    /// use telnyx_video::Client;
    ///
    /// let client = Client::builder()
    ///     .base_url("http://127.0.0.1:8080/v2")
    ///     .timeout(Duration::from_secs(10))
    ///     .user_agent_suffix("my-service/1.2")
    ///     .build()?;
    /// # Ok::<(), telnyx_video::Error>(())
    /// ```
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new(generated::BASE_URL, generated::API_KEY_SCHEME).allow_anonymous()
    }

    fn from_variables(variables: Variables<'_>) -> ArgumentResult<Self> {
        variables.client(Self::builder())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_env_reads_base_url() {
        let client = Client::from_variables(Variables(&|_| Ok("http://localhost:1".to_owned()))).unwrap();
        let base_url = client.settings.base_url.as_str();
        assert!(base_url.starts_with("http://localhost:1/"), "{base_url}");
    }
}
