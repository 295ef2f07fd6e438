use std::iter;

use reqwest::Url;
use reqwest::header::HeaderValue;

use crate::runtime::client::base_url;
use crate::runtime::error::redirect::without_secrets;
use crate::runtime::error::{ArgumentResult, InvalidArgument};
use crate::runtime::values::Secret;

/// The minimum length in bytes of a value to redact. Shorter values in a query are likely to occur in other texts.
const MIN_SECRET_LENGTH: usize = 8;

/// The absolute `http` or `https` URL of a file.
#[derive(Clone)]
pub(super) struct FileUrl(Url);

impl FileUrl {
    /// Parses a URL. Errors don't quote it, because its query is a secret.
    pub(super) fn parse(text: &str) -> ArgumentResult<Self> {
        let url = Url::parse(text)
            .map_err(|error| InvalidArgument::caused_by("the URL is not valid", error))?;
        Self::checked("the URL", url)
    }

    /// Returns the target of a redirect, `location`, which may be relative to this URL.
    pub(super) fn redirect_to(&self, location: &HeaderValue) -> ArgumentResult<Self> {
        // Some servers send UTF-8 that isn't percent-encoded, which `join` encodes.
        let target = str::from_utf8(location.as_bytes())
            .ok()
            .and_then(|text| self.0.join(text).ok())
            .ok_or_else(|| InvalidArgument::new("the target is not a valid URL"))?;
        self.reject_downgrade(&target)?;
        let subject = format!("the target {}", without_secrets(target.clone()));
        Self::checked(&subject, target)
    }

    /// Rejects a redirect from `https` to another scheme.
    pub(super) fn reject_downgrade(&self, url: &Url) -> ArgumentResult<()> {
        if self.0.scheme() == "https" && url.scheme() != "https" {
            let target = without_secrets(url.clone());
            return Err(InvalidArgument::new(format!(
                "the target {target} does not use https"
            )));
        }
        Ok(())
    }

    pub(super) fn url(&self) -> &Url {
        &self.0
    }

    /// Returns the texts that authorize the request: the query and its values, encoded and decoded.
    pub(super) fn secrets(&self) -> Vec<Secret> {
        let query = self.0.query().unwrap_or_default();
        let encoded = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(_, value)| value.to_owned());
        let decoded = self.0.query_pairs().map(|(_, value)| value.into_owned());
        iter::once(query.to_owned())
            .chain(encoded)
            .chain(decoded)
            .filter(|secret| secret.len() >= MIN_SECRET_LENGTH)
            .map(Secret::from)
            .collect()
    }

    fn checked(subject: &str, mut url: Url) -> ArgumentResult<Self> {
        base_url::check_http(subject, &url)?;
        url.set_fragment(None);
        base_url::check_length(&url)?;
        Ok(Self(url))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        FileUrl::parse(text).err().unwrap().reason
    }

    fn redirect(from: &str, location: &str) -> Result<String, String> {
        let location = HeaderValue::from_bytes(location.as_bytes()).unwrap();
        let target = FileUrl::parse(from).ok().unwrap().redirect_to(&location);
        target
            .map(|to| to.url().to_string())
            .map_err(|error| error.reason)
    }

    #[test]
    fn parse_rejects_invalid_urls_without_quoting() {
        for (text, reason) in [
            ("", "the URL is not valid: relative URL without a base"),
            (
                "/a.mp4?signature=s",
                "the URL is not valid: relative URL without a base",
            ),
            (
                "file:///etc/passwd",
                "the URL must start with `http://` or `https://`",
            ),
            (
                "https://me:hunter2@files.example/a.mp4",
                "the URL must not contain a user name or password",
            ),
        ] {
            assert_eq!(error(text), reason);
        }
    }

    #[test]
    fn redirect_to_encodes_unicode() {
        assert_eq!(
            redirect("https://a.example/x", "/é.mp4").unwrap(),
            "https://a.example/%C3%A9.mp4"
        );
    }

    #[test]
    fn redirect_to_rejects_downgrade_from_https() {
        let from = "https://a.example/x/y?s=1#z";
        assert_eq!(
            redirect(from, "z?t=2#f").unwrap(),
            "https://a.example/x/z?t=2"
        );
        assert_eq!(
            redirect(from, "//b.example/").unwrap(),
            "https://b.example/"
        );
        assert_eq!(
            redirect(from, "http://me:pass@a.example/b?c=d").unwrap_err(),
            "the target http://a.example/b does not use https"
        );
        assert_eq!(
            redirect(from, "data:,x").unwrap_err(),
            "the target data:,x does not use https"
        );
        let from = "http://a.example/";
        assert_eq!(
            redirect(from, "https://b.example").unwrap(),
            "https://b.example/"
        );
        assert_eq!(
            redirect(from, "data:,x").unwrap_err(),
            "the target data:,x must start with `http://` or `https://`"
        );
        assert_eq!(
            redirect(from, "http://[").unwrap_err(),
            "the target is not a valid URL"
        );
    }

    #[test]
    fn secrets_are_query_and_long_values_in_both_encodings() {
        let url = FileUrl::parse("https://a.example/b?Expires=300&Signature=a%2Fb%2Fc%2Fd%2Fe");
        let secrets = url.ok().unwrap().secrets();
        let secrets: Vec<_> = secrets.iter().map(Secret::expose).collect();
        assert_eq!(
            secrets,
            [
                "Expires=300&Signature=a%2Fb%2Fc%2Fd%2Fe",
                "a%2Fb%2Fc%2Fd%2Fe",
                "a/b/c/d/e",
            ]
        );
        let plain = FileUrl::parse("https://a.example/b").ok().unwrap();
        assert!(plain.secrets().is_empty());
    }
}
