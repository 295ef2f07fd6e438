//! How a request says who sends it.

mod key;

use std::collections::BTreeMap;

use reqwest::header::HeaderMap;

pub(crate) use key::{Key, check};

use crate::runtime::encoding::style::Pair;
use crate::runtime::error::invalid_argument::InvalidArgument;
use crate::runtime::values::secret::Secret;

/// Where in a request a secret stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(
    dead_code,
    reason = "emitted code names those that its API uses, which need not be all"
)]
pub(crate) enum Scheme {
    /// `Authorization: Bearer …`, as for OAuth 2.0 and OpenID Connect.
    Bearer,
    /// `Authorization: Basic …`, of a secret that is `user:password`.
    Basic,
    /// A header field of this name.
    Header(&'static str),
    /// A query parameter of this name.
    Query(&'static str),
    /// A cookie of this name.
    Cookie(&'static str),
}

/// A secret that an operation takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(
    dead_code,
    reason = "emitted code names those that its API uses, which need not be all"
)]
pub(crate) enum Credential {
    /// The API key.
    ApiKey,
    /// That of a security scheme with a secret of its own.
    Of(&'static str),
}

/// The secrets of a client, and the headers that they are added to.
pub(crate) struct Keys {
    api_key: Option<Key>,
    others: BTreeMap<&'static str, Key>,
    /// What every request carries.
    headers: HeaderMap,
    /// That and the API key, if it goes into a header: a copy takes less than adding it to one.
    with_api_key: HeaderMap,
    /// All of them, in every form in which they travel.
    secrets: Vec<Secret>,
}

impl Keys {
    pub(crate) fn new(
        api_key: Option<Key>,
        others: BTreeMap<&'static str, Key>,
        headers: HeaderMap,
    ) -> Self {
        let secrets = api_key.iter().chain(others.values()).flat_map(Key::forms);
        let mut with_api_key = headers.clone();
        if let Some((name, value)) = api_key.as_ref().and_then(Key::header) {
            with_api_key.insert(name, value);
        }
        Self {
            secrets: secrets.collect(),
            api_key,
            others,
            headers,
            with_api_key,
        }
    }

    /// What every request carries.
    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// What no error may show.
    pub(crate) fn secrets(&self) -> &[Secret] {
        &self.secrets
    }

    /// What a request carries for an operation that takes these credentials, all of them; of one
    /// that may do without, nothing if the client lacks any.
    pub(crate) fn sign(
        &self,
        credentials: &[Credential],
        may_be_anonymous: bool,
    ) -> Result<Signature, InvalidArgument> {
        let mut signature = Signature::of(if credentials.contains(&Credential::ApiKey) {
            &self.with_api_key
        } else {
            &self.headers
        });
        for credential in credentials {
            let key = match credential {
                Credential::ApiKey => self.api_key.as_ref(),
                Credential::Of(name) => self.others.get(name),
            };
            match (key, credential) {
                (Some(key), Credential::ApiKey) => key.sign_beside_headers(&mut signature),
                (Some(key), Credential::Of(_)) => key.sign(&mut signature),
                (None, _) if may_be_anonymous => return Ok(Signature::of(&self.headers)),
                (None, _) => return Err(missing(*credential)),
            }
            signature.is_anonymous = false;
        }
        Ok(signature)
    }
}

/// What a request carries to say who sends it.
pub(crate) struct Signature {
    /// What every request carries, and secrets.
    pub(crate) headers: HeaderMap,
    pub(crate) query: Vec<Pair>,
    pub(crate) cookies: Vec<Pair>,
    /// Whether it says nothing.
    pub(crate) is_anonymous: bool,
}

impl Signature {
    fn of(headers: &HeaderMap) -> Self {
        Self {
            headers: headers.clone(),
            query: Vec::new(),
            cookies: Vec::new(),
            is_anonymous: true,
        }
    }
}

fn missing(credential: Credential) -> InvalidArgument {
    InvalidArgument::new(match credential {
        Credential::ApiKey => {
            "the operation takes an API key; give the client one with `api_key`".to_owned()
        }
        Credential::Of(name) => format!(
            "the operation takes a secret for `{name}`; give the client one with `credential`"
        ),
    })
}

#[cfg(test)]
mod tests {
    use reqwest::header::{ACCEPT, HeaderValue};

    use super::*;

    fn keys() -> Keys {
        let http = reqwest::Client::new();
        let key = |scheme, secret: &str| Key::new("the API key", scheme, secret.into(), &http);
        Keys::new(
            Some(key(Scheme::Bearer, "KEY0123").unwrap()),
            BTreeMap::from([
                ("app", key(Scheme::Header("x-app"), "a1").unwrap()),
                ("user", key(Scheme::Basic, "me:pass").unwrap()),
                ("token", key(Scheme::Query("token"), "a/b").unwrap()),
                ("session", key(Scheme::Cookie("sid"), "a;b").unwrap()),
            ]),
            HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("*/*"))]),
        )
    }

    #[test]
    fn every_scheme_has_its_place() {
        let credentials = [
            Credential::ApiKey,
            Credential::Of("app"),
            Credential::Of("token"),
            Credential::Of("session"),
        ];
        let signature = keys().sign(&credentials, false).unwrap();
        let headers = signature.headers.iter().map(|(name, value)| {
            let text = value.to_str().unwrap();
            (name.as_str(), text, value.is_sensitive())
        });
        assert_eq!(
            headers.collect::<Vec<_>>(),
            [
                ("accept", "*/*", false),
                ("authorization", "Bearer KEY0123", true),
                ("x-app", "a1", true)
            ]
        );
        let [pair] = signature.query.as_slice() else {
            panic!("{:?}", signature.query);
        };
        assert_eq!(
            (pair.name.as_str(), pair.value.as_str()),
            ("token", "a%2Fb")
        );
        let [pair] = signature.cookies.as_slice() else {
            panic!("{:?}", signature.cookies);
        };
        assert_eq!((pair.name.as_str(), pair.value.as_str()), ("sid", "a%3Bb"));
    }

    #[test]
    fn what_the_client_lacks_is_named_unless_it_may_be_left_out() {
        let keys = Keys::new(None, BTreeMap::new(), HeaderMap::new());
        let reason = |credential| keys.sign(&[credential], false).err().unwrap().reason;
        assert_eq!(
            reason(Credential::ApiKey),
            "the operation takes an API key; give the client one with `api_key`"
        );
        assert_eq!(
            reason(Credential::Of("app")),
            "the operation takes a secret for `app`; give the client one with `credential`"
        );
        let is_anonymous = |credentials: &[Credential]| {
            let signature = keys.sign(credentials, true).unwrap();
            signature.is_anonymous && signature.headers.is_empty()
        };
        assert!(is_anonymous(&[Credential::ApiKey]));
        assert!(is_anonymous(&[]));
    }

    #[test]
    fn no_key_is_in_what_does_not_take_it() {
        for credentials in [&[][..], &[Credential::Of("token")]] {
            let signature = keys().sign(credentials, false).unwrap();
            assert_eq!(signature.headers.len(), 1);
            assert_eq!(signature.is_anonymous, credentials.is_empty());
        }
        let of_some = [Credential::ApiKey, Credential::Of("gone")];
        let signature = keys().sign(&of_some, true).unwrap();
        assert!(signature.is_anonymous);
        assert_eq!(signature.headers.len(), 1);
    }

    #[test]
    fn secrets_are_known_in_every_form() {
        let keys = keys();
        let forms: Vec<_> = keys.secrets().iter().map(Secret::expose).collect();
        assert_eq!(
            forms,
            [
                "KEY0123",
                "a1",
                "a;b",
                "a%3Bb",
                "a/b",
                "a%2Fb",
                "me:pass",
                "pass",
                "bWU6cGFzcw=="
            ]
        );
    }
}
