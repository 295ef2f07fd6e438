//! Security requirements and the secrets that requests carry.

/// A way to authenticate a request. An operation may accept several.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Authentication {
    /// No authentication.
    Anonymous,
    /// The API key.
    ApiKey,
    /// All of these security schemes, ordered by name.
    Schemes(Vec<String>),
}

/// How requests carry a secret.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// As an HTTP bearer token.
    Bearer,
    /// By HTTP basic authentication; the secret is the text `user:password`.
    Basic,
    /// In the header of this name.
    Header(String),
    /// In the query parameter of this name.
    Query(String),
    /// In the cookie of this name.
    Cookie(String),
}

/// A secret that a request carries.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Credential {
    /// The API key.
    ApiKey,
    /// The secret of the security scheme of this name.
    Scheme(String),
}
