//! The URL below which all paths lie.

use std::net::IpAddr;

use reqwest::Url;

use crate::runtime::error::invalid_argument::InvalidArgument;

/// Reads a base URL. Slashes at its end say nothing.
///
/// A error doesn't quote the text: one that is refused may hold a password.
pub(crate) fn parse(text: &str) -> Result<Url, InvalidArgument> {
    let mut url = Url::parse(text)
        .map_err(|error| InvalidArgument::caused_by("the base URL can't be read", error))?;
    if let Some(fault) = fault(&url) {
        return Err(InvalidArgument::new(format!("the base URL {fault}")));
    }
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Ok(url)
}

/// Whether a key may be sent there without the caller's saying so: nobody listens in between.
pub(crate) fn is_safe(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    url.scheme() == "https"
        || host == "localhost"
        || address.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn fault(url: &Url) -> Option<&'static str> {
    if !matches!(url.scheme(), "http" | "https") {
        Some("has to start with `http://` or `https://`")
    } else if !url.username().is_empty() || url.password().is_some() {
        Some("has a user name or password in it; authentication is by `api_key`")
    } else if url.query().is_some() {
        Some("has a query")
    } else if url.fragment().is_some() {
        Some("has a fragment")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trailing_slashes_are_tolerated() {
        for (text, expected) in [
            ("https://api.example.com/v2", "https://api.example.com/v2"),
            ("https://api.example.com/v2//", "https://api.example.com/v2"),
            ("HTTP://127.0.0.1:8080/", "http://127.0.0.1:8080/"),
            ("http://[::1]:8080", "http://[::1]:8080/"),
        ] {
            assert_eq!(parse(text).unwrap().as_str(), expected);
        }
    }

    #[test]
    fn a_key_is_safe_under_way_or_at_home() {
        for (url, expected) in [
            ("https://a.example", true),
            ("http://localhost:1", true),
            ("http://127.0.0.2:1", true),
            ("http://[::1]:1", true),
            ("http://a.example", false),
            ("http://localhost.example", false),
            ("http://10.0.0.1", false),
        ] {
            assert_eq!(is_safe(&parse(url).unwrap()), expected, "{url}");
        }
    }

    #[test]
    fn what_is_no_base_url_is_refused() {
        for (text, reason) in [
            (
                "",
                "the base URL can't be read: relative URL without a base",
            ),
            (
                "api.example.com",
                "the base URL can't be read: relative URL without a base",
            ),
            (
                "/v2",
                "the base URL can't be read: relative URL without a base",
            ),
            ("http://", "the base URL can't be read: empty host"),
            (
                "ftp://a.example",
                "the base URL has to start with `http://` or `https://`",
            ),
            (
                "localhost:8080",
                "the base URL has to start with `http://` or `https://`",
            ),
            (
                "https://me:hunter2@a.example",
                "the base URL has a user name or password in it; authentication is by `api_key`",
            ),
            ("https://a.example?", "the base URL has a query"),
            ("https://a.example#b", "the base URL has a fragment"),
        ] {
            assert_eq!(parse(text).unwrap_err().reason, reason, "{text}");
        }
    }
}
