use std::net::IpAddr;

use reqwest::Url;

use crate::runtime::error::{ArgumentResult, InvalidArgument};

/// Parses a base URL and removes trailing slashes. Errors don't quote the URL, because it may contain a password.
pub(crate) fn parse(text: &str) -> ArgumentResult<Url> {
    let mut url = Url::parse(text)
        .map_err(|error| InvalidArgument::caused_by("the base URL is not valid", error))?;
    check_http("the base URL", &url)?;
    let query = url.query().and(Some("query"));
    if let Some(part) = query.or(url.fragment().and(Some("fragment"))) {
        return Err(InvalidArgument::new(format!(
            "the base URL must not have a {part}"
        )));
    }
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Ok(url)
}

/// Returns `custom`, or else `default`. If `default` is a path such as `/v2`, `custom` is required, and `default` is
/// appended to it.
pub(crate) fn resolve(custom: Option<Url>, default: &str) -> ArgumentResult<Url> {
    if is_absolute(default) {
        return custom.map_or_else(|| parse(default), Ok);
    }
    let reason = "the base URL is not set, and the API has no default; set it with \
        `ClientBuilder::base_url`, or with TELNYX_BASE_URL for `Client::from_env`";
    let mut url = custom.ok_or_else(|| InvalidArgument::new(reason))?;
    let path = format!("{}{default}", url.path().trim_end_matches('/'));
    url.set_path(&path);
    Ok(url)
}

pub(crate) fn is_absolute(default: &str) -> bool {
    default.starts_with("http")
}

/// The maximum length of a URL in bytes, a limit of the crate `http`.
const MAX_LENGTH: usize = 65_534;

pub(crate) fn check_length(url: &Url) -> ArgumentResult<()> {
    let length = url.as_str().len();
    if length > MAX_LENGTH {
        return Err(InvalidArgument::new(format!(
            "the URL is {length} bytes long; the maximum is {MAX_LENGTH} bytes"
        )));
    }
    Ok(())
}

/// Returns whether the connection protects secrets: it uses TLS or stays on this machine.
pub(crate) fn protects_secrets(url: &Url) -> bool {
    url.scheme() == "https" || is_loopback(url)
}

pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Rejects URLs with a scheme other than `http` and `https`, a user name or a password. Errors start with `subject`,
/// such as `the base URL`.
pub(crate) fn check_http(subject: &str, url: &Url) -> ArgumentResult<()> {
    let problem = if !matches!(url.scheme(), "http" | "https") {
        "must start with `http://` or `https://`"
    } else if !url.username().is_empty() || url.password().is_some() {
        "must not contain a user name or password"
    } else {
        return Ok(());
    };
    Err(InvalidArgument::new(format!("{subject} {problem}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parse_removes_trailing_slashes() {
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
    fn resolve_with_absolute_default_prefers_url_of_caller() {
        let default = "https://a.example/v2";
        assert_eq!(resolve(None, default).unwrap().as_str(), default);
        let custom = parse("https://b.example/v3").unwrap();
        assert_eq!(resolve(Some(custom.clone()), default).unwrap(), custom);
    }

    #[test]
    fn resolve_with_path_as_default_appends_it_to_url_of_caller() {
        for (custom, default, expected) in [
            ("https://a.example/", "/api/v1", "https://a.example/api/v1"),
            ("https://a.example/b", "/c", "https://a.example/b/c"),
            ("https://a.example/b", "", "https://a.example/b"),
        ] {
            let custom = parse(custom).unwrap();
            let url = resolve(Some(custom), default).unwrap();
            assert_eq!(url.as_str(), expected);
        }
        assert_eq!(
            resolve(None, "/api/v1").unwrap_err().reason,
            "the base URL is not set, and the API has no default; set it with \
             `ClientBuilder::base_url`, or with TELNYX_BASE_URL for `Client::from_env`"
        );
    }

    #[test]
    fn protects_secrets_requires_tls_or_loopback() {
        for (url, expected) in [
            ("https://a.example", true),
            ("http://localhost:1", true),
            ("http://127.0.0.2:1", true),
            ("http://[::1]:1", true),
            ("http://a.example", false),
            ("http://localhost.example", false),
            ("http://10.0.0.1", false),
        ] {
            assert_eq!(protects_secrets(&parse(url).unwrap()), expected, "{url}");
        }
    }

    #[test]
    fn parse_rejects_invalid_base_urls() {
        for (text, reason) in [
            ("", "the base URL is not valid: relative URL without a base"),
            (
                "api.example.com",
                "the base URL is not valid: relative URL without a base",
            ),
            (
                "/v2",
                "the base URL is not valid: relative URL without a base",
            ),
            ("http://", "the base URL is not valid: empty host"),
            (
                "ftp://a.example",
                "the base URL must start with `http://` or `https://`",
            ),
            (
                "localhost:8080",
                "the base URL must start with `http://` or `https://`",
            ),
            (
                "https://me:hunter2@a.example",
                "the base URL must not contain a user name or password",
            ),
            ("https://a.example?", "the base URL must not have a query"),
            (
                "https://a.example#b",
                "the base URL must not have a fragment",
            ),
        ] {
            assert_eq!(parse(text).unwrap_err().reason, reason, "{text}");
        }
    }
}
