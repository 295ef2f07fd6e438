//! Authentication: the secrets of a client and how requests carry them.

use std::collections::BTreeMap;
use std::fmt::Debug;

use bytes::Bytes;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use zeroize::Zeroizing;

use crate::runtime::encoding::query::Pair;
use crate::runtime::error::invalid_argument::InvalidArgument;
use crate::runtime::values::secret::Secret;

/// A security scheme: how requests carry a secret.
pub trait Scheme: Debug + Send + Sync {
    /// Adds a secret to a request.
    ///
    /// Errors start with `subject`, a name of the secret, and never show the secret.
    fn apply(
        &self,
        subject: &str,
        secret: &Secret,
        request: &mut Authorization,
    ) -> Result<(), InvalidArgument>;

    /// Returns the secret in every encoding that a server may echo.
    fn encodings(&self, secret: &Secret) -> Vec<Secret> {
        vec![secret.clone()]
    }
}

/// The scheme `Authorization: Bearer …`, also for OAuth 2.0 and OpenID Connect.
#[derive(Debug)]
pub struct Bearer;

impl Scheme for Bearer {
    fn apply(
        &self,
        subject: &str,
        secret: &Secret,
        request: &mut Authorization,
    ) -> Result<(), InvalidArgument> {
        let value = header_value(subject, "Bearer ", secret)?;
        request.headers.insert(AUTHORIZATION, value);
        Ok(())
    }
}

/// A secret that an operation requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    /// The API key.
    ApiKey,
    /// The secret of a security scheme other than that of the API key, by the name of the scheme.
    Of(&'static str),
}

/// What authentication adds to a request, together with the headers of all requests.
#[derive(Clone)]
pub struct Authorization {
    /// The headers of all requests, and those with secrets.
    pub headers: HeaderMap,
    /// Query parameters with secrets.
    pub query: Vec<Pair>,
    /// Cookies with secrets.
    pub cookies: Vec<Pair>,
    /// Whether there are no secrets.
    pub(crate) is_anonymous: bool,
}

impl Authorization {
    fn anonymous(headers: HeaderMap) -> Self {
        Self {
            headers,
            query: Vec::new(),
            cookies: Vec::new(),
            is_anonymous: true,
        }
    }

    /// Creates the authorization of one secret.
    fn of(subject: &str, scheme: &dyn Scheme, secret: &Secret) -> Result<Self, InvalidArgument> {
        check(subject, secret.expose())?;
        let mut authorization = Self::anonymous(HeaderMap::new());
        scheme.apply(subject, secret, &mut authorization)?;
        authorization.is_anonymous = false;
        Ok(authorization)
    }

    fn extend(&mut self, other: &Self) {
        self.headers.extend(other.headers.clone());
        self.query.extend_from_slice(&other.query);
        self.cookies.extend_from_slice(&other.cookies);
        self.is_anonymous = false;
    }
}

/// The secrets of a client and the headers of all its requests.
pub(crate) struct Credentials {
    anonymous: Authorization,
    /// With the API key. Cloning it is cheaper than adding the key to each request.
    with_api_key: Option<Authorization>,
    others: BTreeMap<&'static str, Authorization>,
    /// All secrets in all encodings.
    secrets: Vec<Secret>,
}

impl Credentials {
    /// Creates the credentials of a client without secrets.
    pub(crate) fn new(headers: HeaderMap) -> Self {
        Self {
            anonymous: Authorization::anonymous(headers),
            with_api_key: None,
            others: BTreeMap::new(),
            secrets: Vec::new(),
        }
    }

    /// Adds a secret.
    pub(crate) fn add(
        &mut self,
        credential: Credential,
        scheme: &dyn Scheme,
        secret: &Secret,
    ) -> Result<(), InvalidArgument> {
        match credential {
            Credential::ApiKey => {
                let mut with_api_key = self.anonymous.clone();
                with_api_key.extend(&Authorization::of("the API key", scheme, secret)?);
                self.with_api_key = Some(with_api_key);
            }
            Credential::Of(name) => {
                let subject = format!("the secret for `{name}`");
                let authorization = Authorization::of(&subject, scheme, secret)?;
                self.others.insert(name, authorization);
            }
        }
        self.secrets.extend(scheme.encodings(secret));
        Ok(())
    }

    /// Returns the headers of all requests.
    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.anonymous.headers
    }

    /// Returns all secrets in all encodings, which errors must not show.
    pub(crate) fn secrets(&self) -> &[Secret] {
        &self.secrets
    }

    /// Returns the authorization of a request that requires all these credentials.
    ///
    /// If the client lacks one of them, the result is anonymous or an error.
    pub(crate) fn authorize(
        &self,
        credentials: &[Credential],
        may_be_anonymous: bool,
    ) -> Result<Authorization, InvalidArgument> {
        let base = if credentials.contains(&Credential::ApiKey) {
            self.with_api_key.as_ref()
        } else {
            Some(&self.anonymous)
        };
        let others = credentials
            .iter()
            .filter_map(|credential| match credential {
                Credential::ApiKey => None,
                Credential::Of(name) => Some((*name, self.others.get(name))),
            });
        let authorized = base.ok_or(Credential::ApiKey).and_then(|base| {
            let mut authorization = base.clone();
            for (name, other) in others {
                authorization.extend(other.ok_or(Credential::Of(name))?);
            }
            Ok(authorization)
        });
        match authorized {
            Err(_) if may_be_anonymous => Ok(self.anonymous.clone()),
            authorized => authorized.map_err(missing),
        }
    }
}

fn missing(credential: Credential) -> InvalidArgument {
    InvalidArgument::new(match credential {
        Credential::ApiKey => {
            "the operation requires an API key; give the client one with `api_key`".to_owned()
        }
        Credential::Of(name) => format!(
            "the operation requires a secret for `{name}`; give the client one with `credential`"
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
        "has control characters"
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
    let invalid = || InvalidArgument::new(format!("{subject} has characters that are not ASCII"));
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
    use reqwest::header::ACCEPT;

    use super::*;

    fn credentials() -> Credentials {
        let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("*/*"))]);
        Credentials::new(headers)
    }

    fn reason(key: &str) -> String {
        let added = credentials().add(Credential::ApiKey, &Bearer, &key.into());
        added.unwrap_err().reason
    }

    #[test]
    fn bearer_sets_sensitive_header() {
        let mut credentials = credentials();
        let key = Secret::from("KEY0123");
        credentials.add(Credential::ApiKey, &Bearer, &key).unwrap();
        let authorization = credentials.authorize(&[Credential::ApiKey], false).unwrap();
        let value = &authorization.headers[AUTHORIZATION];
        assert_eq!(value, "Bearer KEY0123");
        assert_eq!(format!("{value:?}"), "Sensitive");
        assert_eq!(authorization.headers[ACCEPT], "*/*");
        assert_eq!(credentials.secrets(), [key]);
    }

    #[test]
    fn add_invalid_key_fails_without_showing_it() {
        for (key, expected) in [
            ("", "the API key is empty"),
            (" ", "the API key starts or ends with white space"),
            ("KEY\n", "the API key starts or ends with white space"),
            ("\u{a0}KEY", "the API key starts or ends with white space"),
            ("KEY\r\nHost: x", "the API key has control characters"),
            ("KEY\u{7f}", "the API key has control characters"),
            ("KÉY", "the API key has characters that are not ASCII"),
        ] {
            assert_eq!(reason(key), expected);
        }
    }

    #[test]
    fn authorize_missing_credential_fails_unless_optional() {
        let credentials = credentials();
        let reason = |credential| {
            let authorized = credentials.authorize(&[credential], false);
            authorized.err().unwrap().reason
        };
        assert_eq!(
            reason(Credential::ApiKey),
            "the operation requires an API key; give the client one with `api_key`"
        );
        assert_eq!(
            reason(Credential::Of("app")),
            "the operation requires a secret for `app`; give the client one with `credential`"
        );
        let is_anonymous = |required: &[Credential]| {
            let authorization = credentials.authorize(required, true).unwrap();
            authorization.is_anonymous && authorization.headers.len() == 1
        };
        assert!(is_anonymous(&[Credential::ApiKey]));
        assert!(is_anonymous(&[]));
    }

    #[test]
    fn authorize_without_key_omits_key() {
        let mut credentials = credentials();
        for credential in [Credential::ApiKey, Credential::Of("app")] {
            credentials
                .add(credential, &Bearer, &"KEY0123".into())
                .unwrap();
        }
        let authorization = credentials.authorize(&[], false).unwrap();
        assert!(authorization.is_anonymous && authorization.headers.len() == 1);
        let required = [Credential::ApiKey, Credential::Of("gone")];
        let authorization = credentials.authorize(&required, true).unwrap();
        assert!(authorization.is_anonymous && authorization.headers.len() == 1);
        let authorization = credentials
            .authorize(&[Credential::Of("app")], false)
            .unwrap();
        assert!(!authorization.is_anonymous);
    }
}
