//! The constructors of a client with a user name and a password.
//!
//! In a crate for an API with basic authentication, this file replaces `runtime/client/constructors.rs` and contains
//! the same names. The API key is then the user name and the password.

use super::variables::Variables;
use super::{Client, ClientBuilder};
use crate::generated;
use crate::runtime::error::{ArgumentResult, Error, InvalidArgument};
use crate::runtime::values::Secret;

pub(crate) const API_KEY_SUBJECT: &str = "the user name or password";

pub(crate) const MISSING_API_KEY_MESSAGE: &str =
    "the operation requires a user name and a password; set them with `ClientBuilder::basic_auth`";

const USERNAME_VARIABLE: &str = "TELNYX_USERNAME";
const PASSWORD_VARIABLE: &str = "TELNYX_PASSWORD";

impl Client {
    /// Creates a client with this user name, this password and default settings.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the user name contains a colon or starts with
    /// white space, if the password ends with white space, if either contains control characters, if the API has no
    /// default base URL, or if TLS can't be set up.
    pub fn new(username: impl AsRef<str>, password: impl Into<Secret>) -> Result<Self, Error> {
        Self::builder().basic_auth(username, password).build()
    }

    /// Creates a client from the environment variables `TELNYX_USERNAME`, `TELNYX_PASSWORD` (default: `""`) and
    /// `TELNYX_BASE_URL`, which is required if the API has no default base URL. An empty variable counts as not set.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if `TELNYX_USERNAME` is not
    /// set, or if one of the variables is invalid.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_variables(Variables::OF_PROCESS).map_err(Error::configuration)
    }

    /// Creates a builder, which configures a client. The user name and the password have no default.
    ///
    /// ```
    /// use std::time::Duration;
    /// use telnyx_video::Client;
    ///
    /// let client = Client::builder()
    ///     .basic_auth("user", "password")
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
        let username = variables.get(USERNAME_VARIABLE)?.ok_or_else(|| {
            InvalidArgument::new("the environment variable TELNYX_USERNAME is not set")
        })?;
        let password = variables.get(PASSWORD_VARIABLE)?.unwrap_or_default();
        variables.client(Self::builder().basic_auth(username, password))
    }
}

impl ClientBuilder {
    /// Sets the user name and the password, which authenticate API requests. Downloads don't send them. The password
    /// may be empty.
    pub fn basic_auth(mut self, username: impl AsRef<str>, password: impl Into<Secret>) -> Self {
        let username = username.as_ref();
        if username.contains(':') {
            self.first_error.keep::<()>(Err(InvalidArgument::new(
                "the user name contains a colon, which HTTP basic authentication can't send",
            )));
        }
        // `concat` allocates once. Growing a string would leave a copy of the password in memory.
        let pair = [username, ":", password.into().expose()].concat();
        self.with_api_key(pair.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::client::authentication::CredentialId;

    fn from_env(username: &str, password: &str) -> Result<String, String> {
        let client = Client::from_variables(Variables(&|name| match name {
            "TELNYX_USERNAME" => Ok(username.to_owned()),
            "TELNYX_PASSWORD" => Ok(password.to_owned()),
            _ => Ok("http://localhost:1".to_owned()),
        }));
        client
            .map(|client| {
                let credentials = &client.settings.credentials;
                let parameters = credentials.select(&[CredentialId::ApiKey], false).unwrap();
                let value = &parameters[0].headers["authorization"];
                value.to_str().unwrap().to_owned()
            })
            .map_err(|error| error.reason)
    }

    #[test]
    fn from_env_reads_user_name_and_password() {
        let aladdin = from_env("Aladdin", "open sesame").unwrap();
        assert_eq!(aladdin, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assert_eq!(from_env("user", "").unwrap(), "Basic dXNlcjo=");
        assert_eq!(
            from_env("", "x").unwrap_err(),
            "the environment variable TELNYX_USERNAME is not set"
        );
    }

    #[test]
    fn new_with_colon_in_user_name_fails() {
        assert_eq!(
            Client::new("a:b", "c").unwrap_err().to_string(),
            "the client can't be built: the user name contains a colon, which HTTP basic \
             authentication can't send"
        );
    }
}
