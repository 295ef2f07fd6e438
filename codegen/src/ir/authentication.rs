//! How a request says who sends it.

/// One of the ways in which a request may say who sends it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Authentication {
    /// Not at all.
    Nothing,
    /// By the API key.
    ApiKey,
    /// By these security schemes together, ordered by name.
    Schemes(Vec<String>),
}

/// How a request carries a secret.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// As an HTTP bearer key.
    Bearer,
    /// As user and password of HTTP basic authentication.
    Basic,
    /// In a header field of this name.
    Header(String),
    /// In a query parameter of this name.
    Query(String),
    /// In a cookie of this name.
    Cookie(String),
}

/// A secret that a request carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    /// The API key.
    ApiKey,
    /// That of the security scheme of this name.
    Of(String),
}
