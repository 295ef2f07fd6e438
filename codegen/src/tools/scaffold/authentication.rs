//! The secret that authenticates the requests of a scaffolded crate, and its names.

use crate::ir::{Api, Scheme};
use crate::render::authentication::secret_location;

/// The secret that a client is created with: an API key, a user name and a password, or nothing.
#[derive(Default)]
pub(super) struct ClientSecret {
    /// The file in the SDK that replaces the runtime's constructors, which take an API key.
    pub(super) constructors: Option<&'static str>,
    /// The environment variables of the secret, without their prefix.
    pub(super) variables: &'static [&'static str],
    /// The method of `ClientBuilder` that sets the secret.
    pub(super) setter: Option<&'static str>,
    /// A sentence about how requests carry the secret.
    pub(super) sentence: Option<String>,
}

impl ClientSecret {
    pub(super) fn of(api: &Api) -> Self {
        if !api.has_api_key() {
            return Self {
                constructors: Some("src/extensions/constructors/none.rs"),
                ..Self::default()
            };
        }
        if api.key_scheme == Scheme::Basic {
            let sentence = "Requests are authenticated by a user name and a password (HTTP basic authentication): \
                            `Client::new(username, password)`.";
            return Self {
                constructors: Some("src/extensions/constructors/basic.rs"),
                variables: &["USERNAME", "PASSWORD"],
                setter: Some("basic_auth"),
                sentence: Some(sentence.to_owned()),
            };
        }
        let location = secret_location(&api.key_scheme);
        Self {
            constructors: None,
            variables: &["API_KEY"],
            setter: Some("api_key"),
            sentence: Some(format!("The API key is sent {location}.")),
        }
    }
}
