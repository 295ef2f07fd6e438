//! Where a file is, and where a redirect may lead from there.

use reqwest::Url;
use reqwest::header::HeaderValue;

use crate::runtime::error::invalid_argument::InvalidArgument;
use crate::runtime::values::secret::Secret;

/// A value of a query that is shorter gives no permission, and is found in many a text by chance.
const SHORTEST_SECRET: usize = 8;

/// The absolute `http` or `https` URL of a file.
#[derive(Clone)]
pub(super) struct FileUrl(Url);

impl FileUrl {
    /// Reads an address. A error doesn't quote it: its query is a secret.
    pub(super) fn parse(text: &str) -> Result<Self, InvalidArgument> {
        let url = Url::parse(text)
            .map_err(|error| InvalidArgument::caused_by("the URL can't be read", error))?;
        Self::checked(url).map_err(|error| error.in_context("the URL"))
    }

    /// Where a redirect from here leads.
    pub(super) fn led_to(&self, location: &HeaderValue) -> Result<Self, InvalidArgument> {
        let target = location
            .to_str()
            .ok()
            .and_then(|text| self.0.join(text).ok())
            .ok_or_else(|| InvalidArgument::new("where it leads can't be read"))?;
        self.check_arrival(&target)?;
        Self::checked(target).map_err(|error| error.in_context("where it leads"))
    }

    /// Refuses to have come, or to go, from `https` to a place without.
    ///
    /// An HTTP client of one's own may have followed redirects before anybody was asked.
    pub(super) fn check_arrival(&self, url: &Url) -> Result<(), InvalidArgument> {
        if self.0.scheme() == "https" && url.scheme() != "https" {
            return Err(InvalidArgument::new("it leads away from https"));
        }
        Ok(())
    }

    pub(super) fn url(&self) -> &Url {
        &self.0
    }

    pub(super) fn without_query(&self) -> Url {
        let mut url = self.0.clone();
        url.set_query(None);
        url
    }

    /// What of the address gives permission, in the forms in which a server may repeat it.
    pub(super) fn secrets(&self) -> Vec<Secret> {
        let query = self.0.query().unwrap_or_default();
        let as_written = query.split('&').filter_map(|pair| pair.split_once('='));
        let as_written = as_written.map(|(_, value)| value.to_owned());
        let decoded = self.0.query_pairs().map(|(_, value)| value.into_owned());
        std::iter::once(query.to_owned())
            .chain(as_written)
            .chain(decoded)
            .filter(|secret| secret.len() >= SHORTEST_SECRET)
            .map(Secret::from)
            .collect()
    }

    fn checked(mut url: Url) -> Result<Self, InvalidArgument> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(InvalidArgument::new(
                "it does not start with `http://` or `https://`",
            ));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(InvalidArgument::new("it has a user name or password in it"));
        }
        url.set_fragment(None);
        Ok(Self(url))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        FileUrl::parse(text).err().unwrap().reason
    }

    fn led(from: &str, location: &str) -> Result<String, String> {
        let location = HeaderValue::from_str(location).unwrap();
        let led = FileUrl::parse(from).ok().unwrap().led_to(&location);
        led.map(|to| to.url().to_string())
            .map_err(|error| error.reason)
    }

    #[test]
    fn what_is_no_address_is_refused_and_not_quoted() {
        for (text, reason) in [
            ("", "the URL can't be read: relative URL without a base"),
            (
                "/a.mp4?signature=s",
                "the URL can't be read: relative URL without a base",
            ),
            (
                "file:///etc/passwd",
                "the URL: it does not start with `http://` or `https://`",
            ),
            (
                "https://me:hunter2@files.example/a.mp4",
                "the URL: it has a user name or password in it",
            ),
        ] {
            assert_eq!(error(text), reason);
        }
    }

    #[test]
    fn a_redirect_leads_anywhere_but_away_from_https() {
        let from = "https://a.example/x/y?s=1#z";
        assert_eq!(led(from, "z?t=2#f").unwrap(), "https://a.example/x/z?t=2");
        assert_eq!(led(from, "//b.example/").unwrap(), "https://b.example/");
        let unprotected = "it leads away from https";
        assert_eq!(led(from, "http://a.example/").unwrap_err(), unprotected);
        assert_eq!(led(from, "data:,x").unwrap_err(), unprotected);
        let from = "http://a.example/";
        assert_eq!(
            led(from, "https://b.example").unwrap(),
            "https://b.example/"
        );
        assert_eq!(
            led(from, "data:,x").unwrap_err(),
            "where it leads: it does not start with `http://` or `https://`"
        );
        assert_eq!(
            led(from, "http://[").unwrap_err(),
            "where it leads can't be read"
        );
    }

    #[test]
    fn the_secrets_are_the_query_and_its_long_values_in_either_form() {
        let address = FileUrl::parse("https://a.example/b?Expires=300&Signature=a%2Fb%2Fc%2Fd%2Fe");
        let secrets = address.ok().unwrap().secrets();
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
