use std::env::{self, VarError};

use super::{Client, ClientBuilder};
use crate::runtime::error::{ArgumentResult, InvalidArgument};

const BASE_URL_VARIABLE: &str = "TELNYX_BASE_URL";

/// A function that returns the value of an environment variable. Tests use one that doesn't read the environment.
pub(super) struct Variables<'a>(pub(super) &'a dyn Fn(&str) -> Result<String, VarError>);

impl Variables<'_> {
    pub(super) const OF_PROCESS: Self = Self(&|name| env::var(name));

    pub(super) fn get(&self, name: &str) -> ArgumentResult<Option<String>> {
        match self.0(name) {
            Ok(value) if !value.is_empty() => Ok(Some(value)),
            Ok(_) | Err(VarError::NotPresent) => Ok(None),
            // The error of the standard library quotes the value.
            Err(VarError::NotUnicode(_)) => Err(InvalidArgument::new(format!(
                "the environment variable {name} is not valid Unicode"
            ))),
        }
    }

    /// Creates a client with the base URL, if it is set, and the other settings of `builder`.
    pub(super) fn client(&self, mut builder: ClientBuilder) -> ArgumentResult<Client> {
        if let Some(url) = self.get(BASE_URL_VARIABLE)? {
            builder = accepted(builder.base_url(url), BASE_URL_VARIABLE)?;
        }
        builder.try_build()
    }
}

/// Returns `builder`, unless it rejects the value of the variable `name`.
pub(super) fn accepted(builder: ClientBuilder, name: &str) -> ArgumentResult<ClientBuilder> {
    let result = builder.first_error.check();
    result.map_err(|error| error.in_context(format_args!("the environment variable {name}")))?;
    Ok(builder)
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;
    use crate::runtime::client::authentication::Bearer;

    fn base_url(value: Result<&str, VarError>) -> Result<String, String> {
        with_default(value, "https://api.example.com")
    }

    fn with_default(
        value: Result<&str, VarError>,
        default: &'static str,
    ) -> Result<String, String> {
        let variables = Variables(&|name| match name {
            "TELNYX_BASE_URL" => value.clone().map(str::to_owned),
            other => panic!("unexpected variable {other}"),
        });
        let builder = ClientBuilder::new(default, &Bearer).allow_anonymous();
        let client = variables.client(builder);
        let url = client.map(|client| client.settings.base_url.to_string());
        url.map_err(|error| error.reason)
    }

    #[test]
    fn base_url_unset_or_empty_is_default() {
        for unset in [Err(VarError::NotPresent), Ok("")] {
            assert_eq!(base_url(unset).unwrap(), "https://api.example.com/");
        }
        let local = "http://localhost:1/";
        assert_eq!(base_url(Ok(local)).unwrap(), local);
    }

    #[test]
    fn base_url_error_names_variable() {
        assert_eq!(
            with_default(Ok(""), "/v2").unwrap_err(),
            "the base URL is not set, and the API has no default; set it with \
             `ClientBuilder::base_url`, or with TELNYX_BASE_URL for `Client::from_env`"
        );
        let garbled = Err(VarError::NotUnicode(OsString::from("URL?")));
        assert_eq!(
            base_url(garbled).unwrap_err(),
            "the environment variable TELNYX_BASE_URL is not valid Unicode"
        );
        assert_eq!(
            base_url(Ok("/v2")).unwrap_err(),
            "the environment variable TELNYX_BASE_URL: the base URL is not valid: \
             relative URL without a base"
        );
    }
}
