use std::env::{self, VarError};

use super::{Client, ClientBuilder, base_url};
use crate::generated;
use crate::runtime::error::{Checked, InvalidArgument};

const BASE_URL_VARIABLE: &str = "TELNYX_BASE_URL";

/// A function that returns the value of an environment variable. Tests use one that doesn't read the environment.
pub(super) struct Variables<'a>(pub(super) &'a dyn Fn(&str) -> Result<String, VarError>);

impl Variables<'_> {
    pub(super) const OF_PROCESS: Self = Self(&|name| env::var(name));

    pub(super) fn get(&self, name: &str) -> Checked<Option<String>> {
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
    pub(super) fn client(&self, mut builder: ClientBuilder) -> Checked<Client> {
        if let Some(url) = self.base_url(generated::BASE_URL)? {
            builder = builder.base_url(url);
        }
        builder.try_build()
    }

    /// Returns the base URL, which is required unless `default` is absolute. Checks the URL, because the errors of the
    /// builder can't name the variable.
    fn base_url(&self, default: &str) -> Checked<Option<String>> {
        let url = self.get(BASE_URL_VARIABLE)?;
        match &url {
            Some(url) => {
                base_url::parse(url).map_err(|error| invalid_variable(BASE_URL_VARIABLE, error))?;
            }
            None if base_url::is_absolute(default) => {}
            None => {
                return Err(unset_variable(
                    BASE_URL_VARIABLE,
                    ", and the API has no default base URL",
                ));
            }
        }
        Ok(url)
    }
}

pub(super) fn unset_variable(name: &str, suffix: &str) -> InvalidArgument {
    InvalidArgument::new(format!(
        "the environment variable {name} is not set{suffix}"
    ))
}

pub(super) fn invalid_variable(name: &str, error: InvalidArgument) -> InvalidArgument {
    error.in_context(format_args!("the environment variable {name}"))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;

    fn base_url(value: Result<&str, VarError>) -> Result<Option<String>, String> {
        with_default(value, "https://api.example.com")
    }

    fn with_default(
        value: Result<&str, VarError>,
        default: &str,
    ) -> Result<Option<String>, String> {
        let variables = Variables(&|name| match name {
            "TELNYX_BASE_URL" => value.clone().map(str::to_owned),
            other => panic!("unexpected variable {other}"),
        });
        variables.base_url(default).map_err(|error| error.reason)
    }

    #[test]
    fn base_url_unset_or_empty_is_none() {
        for unset in [Err(VarError::NotPresent), Ok("")] {
            assert_eq!(base_url(unset).unwrap(), None);
        }
        let local = "http://localhost:1/";
        assert_eq!(base_url(Ok(local)).unwrap().unwrap(), local);
    }

    #[test]
    fn base_url_error_names_variable() {
        assert_eq!(
            with_default(Ok(""), "/v2").unwrap_err(),
            "the environment variable TELNYX_BASE_URL is not set, and the API has no default base URL"
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
