//! Authentication: the secrets of a client and how requests carry them.

use std::collections::BTreeMap;
use std::fmt::Debug;

use bytes::Bytes;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use zeroize::Zeroizing;

use crate::runtime::encoding::pairs::Pair;
use crate::runtime::error::invalid_argument::InvalidArgument;
use crate::runtime::values::secret::Secret;

/// A security scheme: how requests carry a secret.
pub trait SecurityScheme: Debug + Send + Sync {
    /// Adds a secret to the authorization of requests.
    ///
    /// Errors start with `subject`, a name of the secret, and never show the secret.
    fn apply(
        &self,
        subject: &str,
        secret: &Secret,
        authorization: &mut Authorization,
    ) -> Result<(), InvalidArgument>;

    /// Returns every form of the secret that a server may echo.
    fn forms_to_redact(&self, secret: &Secret) -> Vec<Secret> {
        vec![secret.clone()]
    }
}

/// The scheme `Authorization: Bearer …`, also for OAuth 2.0 and OpenID Connect.
#[derive(Debug)]
pub struct Bearer;

const PREFIX: &str = "Bearer ";

impl SecurityScheme for Bearer {
    fn apply(
        &self,
        subject: &str,
        secret: &Secret,
        authorization: &mut Authorization,
    ) -> Result<(), InvalidArgument> {
        let prefix = secret.expose().get(..PREFIX.len()).unwrap_or_default();
        if prefix.eq_ignore_ascii_case(PREFIX) {
            return Err(InvalidArgument::new(format!(
                "{subject} starts with `{prefix}`, which the client adds; pass only the key"
            )));
        }
        let value = header_value(subject, PREFIX, secret)?;
        authorization.headers.insert(AUTHORIZATION, value);
        Ok(())
    }
}

/// Names a secret that an operation requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CredentialId {
    /// The API key.
    ApiKey,
    /// The secret of a security scheme other than that of the API key, by the name of the scheme.
    Scheme(&'static str),
}

/// The parts that authentication with one secret adds to a request.
#[derive(Default)]
pub struct Authorization {
    /// Headers with secrets.
    pub headers: HeaderMap,
    /// Query parameters with secrets.
    pub query: Vec<Pair>,
    /// Cookies with secrets.
    pub cookies: Vec<Pair>,
}

/// The secrets of a client.
#[derive(Default)]
pub(crate) struct Credentials {
    authorizations: BTreeMap<CredentialId, Authorization>,
    /// All secrets in all forms.
    secrets: Vec<Secret>,
}

impl Credentials {
    /// Adds a secret.
    pub(crate) fn add(
        &mut self,
        id: CredentialId,
        scheme: &dyn SecurityScheme,
        secret: &Secret,
    ) -> Result<(), InvalidArgument> {
        let subject = match id {
            CredentialId::ApiKey => "the API key".to_owned(),
            CredentialId::Scheme(name) => format!("the secret for `{name}`"),
        };
        check(&subject, secret.expose())?;
        let mut authorization = Authorization::default();
        scheme.apply(&subject, secret, &mut authorization)?;
        self.authorizations.insert(id, authorization);
        self.secrets.extend(scheme.forms_to_redact(secret));
        Ok(())
    }

    /// Adds secrets that errors must not show.
    pub(crate) fn add_secrets(&mut self, secrets: Vec<Secret>) {
        self.secrets.extend(secrets);
    }

    /// Returns all secrets in all forms, which errors must not show.
    pub(crate) fn secrets(&self) -> &[Secret] {
        &self.secrets
    }

    /// Returns the required credentials if the client has all of them. Otherwise returns none if
    /// anonymous requests are allowed, or else an error.
    pub(crate) fn select<'a>(
        &self,
        required: &'a [CredentialId],
        allow_anonymous: bool,
    ) -> Result<&'a [CredentialId], InvalidArgument> {
        let is_missing = |id: &&CredentialId| !self.authorizations.contains_key(id);
        match required.iter().find(is_missing) {
            None => Ok(required),
            Some(_) if allow_anonymous => Ok(&[]),
            Some(id) => Err(missing(*id)),
        }
    }

    /// Adds the headers of these credentials.
    pub(crate) fn add_headers(&self, ids: &[CredentialId], mut headers: HeaderMap) -> HeaderMap {
        for authorization in self.authorizations(ids) {
            headers.extend(authorization.headers.clone());
        }
        headers
    }

    /// Returns the authorizations of these credentials.
    pub(crate) fn authorizations(
        &self,
        ids: &[CredentialId],
    ) -> impl Iterator<Item = &Authorization> {
        ids.iter().filter_map(|id| self.authorizations.get(id))
    }
}

fn missing(id: CredentialId) -> InvalidArgument {
    InvalidArgument::new(match id {
        CredentialId::ApiKey => {
            "the operation requires an API key; set it with `ClientBuilder::api_key`".to_owned()
        }
        // The generator adds this method to crates with several security schemes.
        CredentialId::Scheme(name) => format!(
            "the operation requires a secret for `{name}`; set it with `ClientBuilder::credential`"
        ),
    })
}

/// Rejects secrets that no scheme can carry.
fn check(subject: &str, secret: &str) -> Result<(), InvalidArgument> {
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

/// Creates the value of a header that carries a secret after a prefix.
pub fn header_value(
    subject: &str,
    prefix: &str,
    secret: &Secret,
) -> Result<HeaderValue, InvalidArgument> {
    let invalid = || InvalidArgument::new(format!("{subject} contains non-ASCII characters"));
    let secret = secret.expose();
    if !secret.is_ascii() {
        return Err(invalid());
    }
    let mut text = String::with_capacity(prefix.len() + secret.len());
    text.push_str(prefix);
    text.push_str(secret);
    // Clones of the value share these bytes, which are wiped when the last clone is dropped.
    let bytes = Bytes::from_owner(Zeroizing::new(text));
    let mut value = HeaderValue::from_maybe_shared(bytes).map_err(|_| invalid())?;
    value.set_sensitive(true);
    Ok(value)
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
        let mut authorizations = credentials.authorizations(&[CredentialId::ApiKey]);
        let value = &authorizations.next().unwrap().headers[AUTHORIZATION];
        assert_eq!(value, "Bearer KEY0123");
        assert_eq!(format!("{value:?}"), "Sensitive");
        assert_eq!(credentials.secrets(), [key]);
    }

    #[test]
    fn add_invalid_key_fails_without_showing_it() {
        for (key, expected) in [
            ("", "the API key is empty"),
            (" ", "the API key starts or ends with white space"),
            ("KEY\n", "the API key starts or ends with white space"),
            ("\u{a0}KEY", "the API key starts or ends with white space"),
            ("KEY\r\nHost: x", "the API key contains control characters"),
            ("KEY\u{7f}", "the API key contains control characters"),
            ("KÉY", "the API key contains non-ASCII characters"),
            (
                "Bearer KEY",
                "the API key starts with `Bearer `, which the client adds; pass only the key",
            ),
            (
                "bearer KEY",
                "the API key starts with `bearer `, which the client adds; pass only the key",
            ),
        ] {
            assert_eq!(reason(key), expected);
        }
    }

    #[test]
    fn select_missing_credential_fails_unless_optional() {
        let credentials = Credentials::default();
        let reason = |id| {
            let required = [id];
            let selected = credentials.select(&required, false);
            selected.unwrap_err().reason
        };
        assert_eq!(
            reason(CredentialId::ApiKey),
            "the operation requires an API key; set it with `ClientBuilder::api_key`"
        );
        assert_eq!(
            reason(CredentialId::Scheme("app")),
            "the operation requires a secret for `app`; set it with `ClientBuilder::credential`"
        );
        for required in [&[CredentialId::ApiKey][..], &[]] {
            assert_eq!(credentials.select(required, true).unwrap(), []);
        }
    }

    #[test]
    fn select_without_key_omits_key() {
        let mut credentials = Credentials::default();
        for id in [CredentialId::ApiKey, CredentialId::Scheme("app")] {
            credentials.add(id, &Bearer, &"KEY0123".into()).unwrap();
        }
        let is_anonymous = |required: &[CredentialId], allow_anonymous| {
            let selected = credentials.select(required, allow_anonymous);
            selected.unwrap().is_empty()
        };
        assert!(is_anonymous(&[], false));
        assert!(is_anonymous(
            &[CredentialId::ApiKey, CredentialId::Scheme("gone")],
            true
        ));
        assert!(!is_anonymous(&[CredentialId::Scheme("app")], false));
    }
}
