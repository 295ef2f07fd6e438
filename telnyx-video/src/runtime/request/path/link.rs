//! Links: URLs that the server returned, such as that of the next page.

use reqwest::Url;

use crate::runtime::client::base_url;
use crate::runtime::error::{ArgumentResult, InvalidArgument};

/// Returns the URL of a link. Resolves a relative link against `base`. Rejects links to another origin, because
/// requests have credentials.
pub fn resolve(base: &Url, link: &str) -> ArgumentResult<Url> {
    let mut url = base
        .join(link)
        .map_err(|error| InvalidArgument::caused_by("the link is not a valid URL", error))?;
    let [origin, expected] = [&url, base].map(|url| url.origin().ascii_serialization());
    if origin != expected {
        return Err(InvalidArgument::new(format!(
            "the link has the origin {origin}; expected {expected}"
        )));
    }
    base_url::check_http("the link", &url)?;
    url.set_fragment(None);
    Ok(url)
}

/// Returns the path of a link for errors and spans, preceded by the origin if `base` has another origin. Omits the user
/// name, the password, the query and the fragment, which may be secrets.
pub(in crate::runtime::request) fn path_without_secrets(base: &Url, link: &str) -> String {
    match base.join(link) {
        Ok(url) if url.origin() == base.origin() => url.path().to_owned(),
        Ok(url) => format!("{}{}", url.origin().ascii_serialization(), url.path()),
        Err(_) => "(invalid link)".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(base: &str, link: &str) -> Result<String, String> {
        let url = resolve(&Url::parse(base).unwrap(), link);
        url.map(String::from).map_err(|error| error.reason)
    }

    #[test]
    fn path_without_secrets_keeps_only_origin_and_path() {
        let base = Url::parse("https://a.example/v2").unwrap();
        for (link, expected) in [
            (
                "https://me:p@w@b.example:8080/x?y#z",
                "https://b.example:8080/x",
            ),
            (r"http:\\me:pw@b.example/x", "http://b.example/x"),
            ("https:/me:pw@a.example/x", "/me:pw@a.example/x"),
            ("//me@a.example", "/"),
            ("/v2//a@b?token=c", "/v2//a@b"),
            ("?page=2", "/v2"),
            ("https://me:p/w@h/x", "(invalid link)"),
        ] {
            assert_eq!(path_without_secrets(&base, link), expected, "{link}");
        }
    }

    #[test]
    fn resolve_accepts_links_to_same_origin() {
        let base = "https://a.example/v2/rooms";
        for (link, expected) in [
            ("?page=2", "https://a.example/v2/rooms?page=2"),
            ("/v2/rooms?page=2#top", "https://a.example/v2/rooms?page=2"),
            ("seats", "https://a.example/v2/seats"),
            ("HTTPS://A.example:443/x?y", "https://a.example/x?y"),
        ] {
            assert_eq!(resolved(base, link).unwrap(), expected);
        }
    }

    #[test]
    fn resolve_rejects_links_to_other_origins() {
        for (link, reason) in [
            (
                "https://b.example/v2/rooms",
                "the link has the origin https://b.example; expected https://a.example",
            ),
            (
                "//a.example:444/",
                "the link has the origin https://a.example:444; expected https://a.example",
            ),
            (
                "http://a.example/v2/rooms",
                "the link has the origin http://a.example; expected https://a.example",
            ),
            (
                "https://me@a.example/",
                "the link must not contain a user name or password",
            ),
            (
                "https://[",
                "the link is not a valid URL: invalid IPv6 address",
            ),
        ] {
            assert_eq!(resolved("https://a.example", link).unwrap_err(), reason);
        }
    }
}
