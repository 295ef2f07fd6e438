//! One secret, ready to be sent.

use bytes::Bytes;
use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};
use zeroize::Zeroizing;

use super::{Scheme, Signature};
use crate::runtime::encoding::percent::{in_cookie, in_url};
use crate::runtime::encoding::style::Pair;
use crate::runtime::error::invalid_argument::InvalidArgument;
use crate::runtime::values::secret::Secret;

const BEARER: &str = "Bearer ";
const BASIC: &str = "Basic ";

/// One secret, ready to be sent.
pub(crate) struct Key {
    secret: Secret,
    place: Place,
}

/// Where it stands, and how it is written there.
enum Place {
    Header(HeaderName, HeaderValue),
    Query(&'static str),
    Cookie(&'static str),
}

impl Key {
    /// Makes a secret ready for a scheme. A error says what is wrong with `parameter`, and never
    /// shows it.
    pub(crate) fn new(
        parameter: &str,
        scheme: Scheme,
        secret: Secret,
        http: &reqwest::Client,
    ) -> Result<Self, InvalidArgument> {
        check(parameter, scheme, &secret)?;
        let place = match scheme {
            Scheme::Bearer => Place::Header(AUTHORIZATION, header(parameter, BEARER, &secret)?),
            Scheme::Basic => Place::Header(AUTHORIZATION, basic(parameter, &secret, http)?),
            Scheme::Header(name) => {
                let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| {
                    InvalidArgument::new(format!("{name:?} is not a valid header name"))
                })?;
                Place::Header(name, header(parameter, "", &secret)?)
            }
            Scheme::Query(name) => Place::Query(name),
            Scheme::Cookie(name) => Place::Cookie(name),
        };
        Ok(Self { secret, place })
    }

    /// The header that carries the secret, if one does.
    pub(super) fn header(&self) -> Option<(HeaderName, HeaderValue)> {
        match &self.place {
            Place::Header(name, value) => Some((name.clone(), value.clone())),
            Place::Query(_) | Place::Cookie(_) => None,
        }
    }

    /// Adds the secret to what a request carries.
    pub(super) fn sign(&self, signature: &mut Signature) {
        if let Some((name, value)) = self.header() {
            signature.headers.insert(name, value);
        }
        self.sign_beside_headers(signature);
    }

    /// Does what [`sign`](Self::sign) does, where the headers have the secret already.
    pub(super) fn sign_beside_headers(&self, signature: &mut Signature) {
        match &self.place {
            Place::Header(..) => {}
            Place::Query(name) => signature
                .query
                .push(Pair::in_url(*name, self.secret.expose())),
            Place::Cookie(name) => signature.cookies.push(Pair {
                name: (*name).to_owned(),
                value: in_cookie(self.secret.expose()),
            }),
        }
    }

    /// The secret in every form in which a server may repeat it.
    pub(super) fn forms(&self) -> Vec<Secret> {
        let plain = self.secret.expose();
        let mut forms = vec![self.secret.clone()];
        match &self.place {
            Place::Header(_, value) => {
                let text = value.to_str().unwrap_or_default();
                if let Some(encoded) = text.strip_prefix(BASIC) {
                    let password = plain.split_once(':').map(|(_, password)| password);
                    forms.extend(password.filter(|text| !text.is_empty()).map(Secret::from));
                    forms.push(encoded.into());
                }
            }
            Place::Query(_) => forms.push(in_url(plain).into()),
            Place::Cookie(_) => forms.push(in_cookie(plain).into()),
        }
        forms.dedup();
        forms
    }
}

/// Refuses a secret that can't be one, or that a scheme can't carry.
pub(crate) fn check(
    parameter: &str,
    scheme: Scheme,
    secret: &Secret,
) -> Result<(), InvalidArgument> {
    match fault(scheme, secret.expose()) {
        Some(fault) => Err(InvalidArgument::new(format!("{parameter} {fault}"))),
        None => Ok(()),
    }
}

fn fault(scheme: Scheme, key: &str) -> Option<&'static str> {
    if key.is_empty() {
        Some("is empty")
    } else if key.trim() != key {
        Some("has white space around it")
    } else if key.chars().any(char::is_control) {
        Some("has control characters")
    } else if !key.is_ascii() && matches!(scheme, Scheme::Bearer | Scheme::Header(_)) {
        Some("has characters that are not ASCII")
    } else if !key.contains(':') && scheme == Scheme::Basic {
        Some("has no colon; for HTTP basic authentication it is `user:password`")
    } else {
        None
    }
}

fn header(parameter: &str, prefix: &str, secret: &Secret) -> Result<HeaderValue, InvalidArgument> {
    let key = secret.expose();
    let mut text = String::with_capacity(prefix.len() + key.len());
    text.push_str(prefix);
    text.push_str(key);
    // Clones of the value share these bytes, which are wiped when the last of them is dropped.
    let shared = Bytes::from_owner(Zeroizing::new(text));
    let mut value = HeaderValue::from_maybe_shared(shared).map_err(|_| unwritable(parameter))?;
    value.set_sensitive(true);
    Ok(value)
}

/// The header of HTTP basic authentication, as reqwest writes it: it has the encoding already.
fn basic(
    parameter: &str,
    secret: &Secret,
    http: &reqwest::Client,
) -> Result<HeaderValue, InvalidArgument> {
    let (user, password) = secret.expose().split_once(':').unwrap_or_default();
    let request = http.get("http://localhost/");
    let request = request.basic_auth(user, Some(password)).build();
    let mut request = request.map_err(|_| unwritable(parameter))?;
    let value = request.headers_mut().remove(AUTHORIZATION);
    value.ok_or_else(|| unwritable(parameter))
}

fn unwritable(parameter: &str) -> InvalidArgument {
    InvalidArgument::new(format!(
        "{parameter} has characters that a header can't carry"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(scheme: Scheme, key: &str) -> String {
        let checked = check("the API key", scheme, &Secret::from(key));
        checked.unwrap_err().reason
    }

    #[test]
    fn the_header_carries_the_key_and_hides_it() {
        let value = header("the API key", BEARER, &Secret::from("KEY0123")).unwrap();
        assert_eq!(value.as_bytes(), b"Bearer KEY0123");
        assert!(value.is_sensitive());
        assert_eq!(format!("{value:?}"), "Sensitive");
    }

    #[test]
    fn user_and_password_are_encoded() {
        let secret = Secret::from("Aladdin:open:sesame");
        let value = basic("the API key", &secret, &reqwest::Client::new()).unwrap();
        assert_eq!(value.as_bytes(), b"Basic QWxhZGRpbjpvcGVuOnNlc2FtZQ==");
        assert!(value.is_sensitive());
    }

    #[test]
    fn an_unusable_key_is_refused_without_showing_it() {
        for (key, fault) in [
            ("", "the API key is empty"),
            (" ", "the API key has white space around it"),
            ("KEY\n", "the API key has white space around it"),
            ("\u{a0}KEY", "the API key has white space around it"),
            ("KEY\r\nHost: x", "the API key has control characters"),
            ("KEY\u{7f}", "the API key has control characters"),
            ("KÉY", "the API key has characters that are not ASCII"),
        ] {
            assert_eq!(reason(Scheme::Bearer, key), fault);
        }
        assert_eq!(
            reason(Scheme::Basic, "me"),
            "the API key has no colon; for HTTP basic authentication it is `user:password`"
        );
        for scheme in [Scheme::Basic, Scheme::Query("key"), Scheme::Cookie("key")] {
            assert!(check("the API key", scheme, &Secret::from("é:b")).is_ok());
        }
    }
}
