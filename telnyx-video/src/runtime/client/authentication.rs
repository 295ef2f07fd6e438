//! A *credential* is a secret of the caller, such as the API key, together with its security scheme.
//! The scheme determines the headers, query parameters or cookies that carry the secret.

use std::collections::BTreeMap;
use std::fmt::Debug;

use bytes::Bytes;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use zeroize::Zeroizing;

use super::constructors::{API_KEY_SUBJECT, MISSING_API_KEY_MESSAGE};
use crate::runtime::encoding::Pair;
use crate::runtime::error::{ArgumentResult, InvalidArgument};
use crate::runtime::values::Secret;

/// A security scheme: how requests carry a secret.
pub trait SecurityScheme: Debug + Send + Sync {
    /// Returns the parameters that carry the secret.
    ///
    /// An error starts with `subject`, such as `the API key`, and never shows the secret.
    fn parameters(&self, subject: &str, secret: &Secret) -> ArgumentResult<AuthParameters>;

    /// Returns every form of the secret that a server may quote in a response, such as its Base64.
    fn forms_to_redact(&self, secret: &Secret) -> Vec<Secret> {
        vec![secret.clone()]
    }
}

/// The headers, query parameters and cookies that carry one secret.
#[derive(Clone, Default)]
pub struct AuthParameters {
    /// Headers.
    pub headers: HeaderMap,
    /// Query parameters.
    pub query: Vec<Pair>,
    /// Cookies.
    pub cookies: Vec<Pair>,
}

impl AuthParameters {
    /// Creates a header whose value is a prefix, such as `Bearer `, followed by the secret.
    pub fn header(
        subject: &str,
        name: HeaderName,
        prefix: &str,
        secret: &Secret,
    ) -> ArgumentResult<Self> {
        let secret = secret.expose();
        // `concat` allocates once. Growing a string would leave a copy of the secret in memory.
        let text = [prefix, secret].concat();
        // Clones of the value share these bytes, which are erased when the last clone is dropped.
        let bytes = Bytes::from_owner(Zeroizing::new(text));
        let value = HeaderValue::from_maybe_shared(bytes).ok();
        let mut value = value.filter(|_| secret.is_ascii()).ok_or_else(|| {
            InvalidArgument::new(format!("{subject} contains non-ASCII characters"))
        })?;
        value.set_sensitive(true);
        Ok(Self {
            headers: HeaderMap::from_iter([(name, value)]),
            ..Self::default()
        })
    }
}

/// The scheme `Authorization: Bearer …`, also used by OAuth 2.0 and OpenID Connect.
#[derive(Debug)]
pub struct Bearer;

const BEARER: &str = "Bearer ";

impl SecurityScheme for Bearer {
    fn parameters(&self, subject: &str, secret: &Secret) -> ArgumentResult<AuthParameters> {
        let prefix = secret.expose().get(..BEARER.len()).unwrap_or_default();
        if prefix.eq_ignore_ascii_case(BEARER) {
            return Err(InvalidArgument::new(format!(
                "{subject} starts with `{prefix}`, which the client adds; pass only the key"
            )));
        }
        AuthParameters::header(subject, AUTHORIZATION, BEARER, secret)
    }
}

/// The name of a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CredentialId {
    /// The API key: the credential of most operations. With basic authentication, the user name and the password.
    ApiKey,
    /// The credential for the security scheme of this name. The API key has its own variant.
    Scheme(&'static str),
}

#[derive(Clone, Default)]
pub(crate) struct Credentials {
    pub(super) parameters: BTreeMap<CredentialId, AuthParameters>,
    /// Every form of every secret, including secrets in default headers. Errors redact them.
    pub(crate) secrets: Vec<Secret>,
}

impl Credentials {
    pub(crate) fn add(
        &mut self,
        id: CredentialId,
        scheme: &dyn SecurityScheme,
        secret: &Secret,
    ) -> ArgumentResult<()> {
        let subject = match id {
            CredentialId::ApiKey => API_KEY_SUBJECT.to_owned(),
            CredentialId::Scheme(name) => format!("the secret for `{name}`"),
        };
        check_secret(&subject, secret.expose())?;
        self.parameters
            .insert(id, scheme.parameters(&subject, secret)?);
        self.secrets.extend(scheme.forms_to_redact(secret));
        Ok(())
    }

    /// Returns the parameters of the required credentials, or none if the client lacks a required credential and
    /// `allow_anonymous` is set.
    pub(crate) fn select(
        &self,
        required: &[CredentialId],
        allow_anonymous: bool,
    ) -> ArgumentResult<Vec<&AuthParameters>> {
        let find = |id: &CredentialId| self.parameters.get(id).ok_or_else(|| missing(*id));
        match required.iter().map(find).collect() {
            Err(_) if allow_anonymous => Ok(Vec::new()),
            parameters => parameters,
        }
    }
}

fn missing(id: CredentialId) -> InvalidArgument {
    InvalidArgument::new(match id {
        CredentialId::ApiKey => MISSING_API_KEY_MESSAGE.to_owned(),
        // The generator adds the method `credential` to crates with several security schemes.
        CredentialId::Scheme(name) => format!(
            "the operation requires a secret for `{name}`; set it with `ClientBuilder::credential`"
        ),
    })
}

fn check_secret(subject: &str, secret: &str) -> ArgumentResult<()> {
    let problem = if secret.is_empty() {
        "is empty"
    } else if secret.trim() != secret {
        "starts or ends with white space"
    } else if secret.chars().any(char::is_control) {
        "contains control characters"
    } else {
        return Ok(());
    };
    Err(InvalidArgument::new(format!("{subject} {problem}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(key: &str) -> String {
        let added = Credentials::default().add(CredentialId::ApiKey, &Bearer, &key.into());
        added.unwrap_err().reason
    }

    #[test]
    fn bearer_sets_sensitive_header() {
        let mut credentials = Credentials::default();
        let key = Secret::from("KEY0123");
        credentials
            .add(CredentialId::ApiKey, &Bearer, &key)
            .unwrap();
        let parameters = credentials.select(&[CredentialId::ApiKey], false).unwrap();
        let value = &parameters[0].headers[AUTHORIZATION];
        assert_eq!(value, "Bearer KEY0123");
        assert_eq!(format!("{value:?}"), "Sensitive");
        assert_eq!(credentials.secrets, [key]);
    }

    #[test]
    fn add_invalid_key_fails_without_showing_it() {
        for (key, expected) in [
            ("", "is empty"),
            (" ", "starts or ends with white space"),
            ("KEY\n", "starts or ends with white space"),
            ("\u{a0}KEY", "starts or ends with white space"),
            ("KEY\r\nHost: x", "contains control characters"),
            ("KEY\u{7f}", "contains control characters"),
            ("KÉY", "contains non-ASCII characters"),
            (
                "Bearer KEY",
                "starts with `Bearer `, which the client adds; pass only the key",
            ),
            (
                "bearer KEY",
                "starts with `bearer `, which the client adds; pass only the key",
            ),
        ] {
            assert_eq!(reason(key), format!("{API_KEY_SUBJECT} {expected}"));
        }
    }

    #[test]
    fn select_missing_credential_fails_unless_anonymous_is_allowed() {
        let credentials = Credentials::default();
        let reason = |id| {
            let required = [id];
            let selected = credentials.select(&required, false);
            selected.err().unwrap().reason
        };
        assert_eq!(reason(CredentialId::ApiKey), MISSING_API_KEY_MESSAGE);
        assert_eq!(
            reason(CredentialId::Scheme("app")),
            "the operation requires a secret for `app`; set it with `ClientBuilder::credential`"
        );
        for required in [&[CredentialId::ApiKey][..], &[]] {
            assert!(credentials.select(required, true).unwrap().is_empty());
        }
    }

    #[test]
    fn select_returns_all_required_credentials_or_none() {
        let mut credentials = Credentials::default();
        for id in [CredentialId::ApiKey, CredentialId::Scheme("app")] {
            credentials.add(id, &Bearer, &"KEY0123".into()).unwrap();
        }
        let count = |required: &[_], allow_anonymous| {
            let selected = credentials.select(required, allow_anonymous);
            selected.ok().unwrap().len()
        };
        let app = [CredentialId::Scheme("app")];
        let with_missing = [CredentialId::ApiKey, CredentialId::Scheme("gone")];
        assert_eq!(count(&[], false), 0);
        assert_eq!(count(&app, false), 1);
        assert_eq!(count(&with_missing, true), 0);
    }
}
