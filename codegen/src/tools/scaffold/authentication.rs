//! The secret that authenticates the requests of a scaffolded crate, and its names.

use crate::ir::{Api, Scheme};
use crate::render::escape::code_span;

/// The secret that the constructors of a client take.
#[derive(Clone, Copy)]
pub(super) enum ClientSecret<'a> {
    /// An API key.
    ApiKey(&'a Scheme),
    /// A user name and a password.
    Basic,
    /// Nothing.
    None,
}

impl<'a> ClientSecret<'a> {
    pub(super) fn of(api: &'a Api) -> Self {
        match &api.key_scheme {
            _ if !api.has_api_key() => Self::None,
            Scheme::Basic => Self::Basic,
            scheme => Self::ApiKey(scheme),
        }
    }

    /// Returns the file of the SDK that replaces the constructors of the runtime, which take an API key.
    pub(super) fn constructors(self) -> Option<&'static str> {
        match self {
            Self::ApiKey(_) => None,
            Self::Basic => Some("src/extensions/constructors/basic.rs"),
            Self::None => Some("src/extensions/constructors/none.rs"),
        }
    }

    /// Returns the environment variables of the secret, without their prefix.
    pub(super) fn variables(self) -> &'static [&'static str] {
        match self {
            Self::ApiKey(_) => &["API_KEY"],
            Self::Basic => &["USERNAME", "PASSWORD"],
            Self::None => &[],
        }
    }

    /// Returns the method of `ClientBuilder` that sets the secret.
    pub(super) fn setter(self) -> Option<&'static str> {
        match self {
            Self::ApiKey(_) => Some("api_key"),
            Self::Basic => Some("basic_auth"),
            Self::None => None,
        }
    }

    /// Returns a sentence about how requests carry the secret.
    pub(super) fn sentence(self) -> Option<String> {
        let location = match self {
            Self::None => return None,
            Self::Basic | Self::ApiKey(Scheme::Basic) => {
                let sentence = "Requests are authenticated by a user name and a password (HTTP basic authentication): \
                                `Client::new(username, password)`.";
                return Some(sentence.to_owned());
            }
            Self::ApiKey(Scheme::Bearer) => "as a bearer token".to_owned(),
            Self::ApiKey(Scheme::Header(name)) => format!("in the header {}", code_span(name)),
            Self::ApiKey(Scheme::Query(name)) => {
                format!("in the query parameter {}", code_span(name))
            }
            Self::ApiKey(Scheme::Cookie(name)) => format!("in the cookie {}", code_span(name)),
        };
        Some(format!("The API key is sent {location}."))
    }
}
