//! Determines the lowest version that a release may have.

use anyhow::{Result, bail};
use codegen::tools::diff::{Verdict, Version, incremented};

/// The lowest version that a release may have.
#[derive(Debug, PartialEq)]
pub(super) struct MinimumVersion {
    pub(super) version: Version,
    /// The last release, if there is one.
    last: Option<Version>,
    /// Why no lower version is allowed.
    pub(super) reason: String,
}

impl MinimumVersion {
    /// Creates the minimum for the first release. `version` is the version in the manifest.
    pub(super) fn first(version: Version) -> Self {
        Self {
            version,
            last: None,
            reason: "this is the first release".to_owned(),
        }
    }

    /// Creates the minimum for a release after `last`.
    ///
    /// `verdict` is the greatest verdict of the changes in `spec diff`; `None` if there are none. `changelog_breaks` is
    /// whether the changelog announces a breaking change, which may be one of the runtime.
    pub(super) fn after(last: Version, verdict: Option<Verdict>, changelog_breaks: bool) -> Self {
        let (verdict, reason) = match verdict {
            Some(Verdict::Major) => (Verdict::Major, "`spec diff` reports changes"),
            _ if changelog_breaks => (Verdict::Major, "the changelog has a breaking change"),
            Some(verdict) => (verdict, "`spec diff` reports changes"),
            None => (Verdict::Patch, "`spec diff` reports no changes"),
        };
        Self {
            version: incremented(&last, verdict),
            reason: format!("since v{last}, {reason}"),
            last: Some(last),
        }
    }

    /// Returns the requested version, or the minimum if none is requested. Accepts a pre-release of the minimum that is
    /// higher than the last release.
    ///
    /// # Errors
    ///
    /// Returns an error if the requested version is below the minimum.
    pub(super) fn choose(&self, requested: Option<&Version>) -> Result<Version> {
        let Some(requested) = requested else {
            return Ok(self.version.clone());
        };
        let release = Version::new(requested.major, requested.minor, requested.patch);
        if release < self.version || Some(requested) <= self.last.as_ref() {
            bail!(
                "version {requested} is too low: {}\n  help: release {} or later",
                self.reason,
                self.version
            );
        }
        Ok(requested.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        text.parse().unwrap()
    }

    #[test]
    fn after_requires_the_higher_of_spec_and_changelog() {
        use Verdict::{Major, Minor, Patch};
        for (last, verdict, breaks, expected) in [
            ("0.1.4", None, false, "0.1.5"),
            ("0.1.4", Some(Minor), false, "0.1.5"),
            ("0.1.4", Some(Major), false, "0.2.0"),
            ("0.1.4", Some(Minor), true, "0.2.0"),
            ("0.1.4", Some(Major), true, "0.2.0"),
            ("0.0.4", None, true, "0.0.5"),
            ("1.2.3", None, false, "1.2.4"),
            ("1.2.3", Some(Patch), false, "1.2.4"),
            ("1.2.3", Some(Minor), false, "1.3.0"),
            ("1.2.3", Some(Minor), true, "2.0.0"),
            ("1.0.0-rc.1", Some(Major), true, "1.0.0"),
            ("1.0.0-rc.1", None, false, "1.0.0"),
        ] {
            let minimum = MinimumVersion::after(version(last), verdict, breaks);
            assert_eq!(minimum.version, version(expected), "{last} {verdict:?}");
        }
    }

    #[test]
    fn choose_rejects_version_below_minimum() {
        let minimum = MinimumVersion::after(version("0.1.4"), Some(Verdict::Major), false);
        assert_eq!(minimum.choose(None).unwrap(), version("0.2.0"));
        let higher = version("1.0.0");
        assert_eq!(minimum.choose(Some(&higher)).unwrap(), higher);
        let error = minimum.choose(Some(&version("0.1.5"))).unwrap_err();
        assert_eq!(
            error.to_string(),
            "version 0.1.5 is too low: since v0.1.4, `spec diff` reports changes\n  help: release 0.2.0 or later"
        );
    }

    #[test]
    fn choose_accepts_higher_pre_releases_of_minimum() {
        for (last, requested, is_accepted) in [
            ("0.1.4", "0.2.0-rc.1", true),
            ("0.1.4", "0.1.5-rc.1", false),
            ("0.2.0-rc.1", "0.2.0-rc.2", true),
            ("0.2.0-rc.1", "0.2.0", true),
            ("0.2.0-rc.1", "0.2.0-rc.1", false),
            ("0.2.0-rc.2", "0.2.0-rc.1", false),
        ] {
            let minimum = MinimumVersion::after(version(last), None, true);
            let chosen = minimum.choose(Some(&version(requested)));
            assert_eq!(chosen.is_ok(), is_accepted, "{last} {requested}");
        }
    }

    #[test]
    fn first_release_has_version_of_manifest() {
        let minimum = MinimumVersion::first(version("0.1.0"));
        assert_eq!(minimum.choose(None).unwrap(), version("0.1.0"));
        assert!(minimum.choose(Some(&version("0.0.9"))).is_err());
    }
}
