//! Determines the lowest version that a release may have.

use std::fmt;

use anyhow::{Result, bail};
use codegen::tools::diff::{Verdict, Version, incremented};

/// The lowest version that a release may have.
#[derive(Debug, PartialEq)]
pub(super) struct MinimumVersion {
    version: Version,
    /// The last release, if there is one.
    last: Option<Version>,
    /// Why no lower version is allowed.
    reason: String,
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
    /// `required` is the version that the changes in `spec diff` require; it is `last` if there are none.
    /// `changelog_breaks` is whether the changelog announces a breaking change, which may be one of the runtime.
    pub(super) fn after(last: Version, required: Version, changelog_breaks: bool) -> Self {
        let breaking = incremented(&last, Verdict::Major);
        let (version, reason) = if changelog_breaks && breaking > required {
            (breaking, "the changelog has a breaking change")
        } else if required > last {
            (required, "`spec diff` reports changes")
        } else {
            let patch = incremented(&last, Verdict::Patch);
            (patch, "`spec diff` reports no changes")
        };
        Self {
            version,
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

impl fmt::Display for MinimumVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} or later", self.reason, self.version)
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
        for (last, required, breaks, expected) in [
            ("0.1.4", "0.1.4", false, "0.1.5"),
            ("0.1.4", "0.1.5", false, "0.1.5"),
            ("0.1.4", "0.2.0", false, "0.2.0"),
            ("0.1.4", "0.1.5", true, "0.2.0"),
            ("0.1.4", "0.2.0", true, "0.2.0"),
            ("0.0.4", "0.0.4", true, "0.0.5"),
            ("1.2.3", "1.2.3", false, "1.2.4"),
            ("1.2.3", "1.3.0", false, "1.3.0"),
            ("1.2.3", "1.3.0", true, "2.0.0"),
            ("1.0.0-rc.1", "1.0.0", true, "1.0.0"),
            ("1.0.0-rc.1", "1.0.0-rc.1", false, "1.0.0"),
        ] {
            let minimum = MinimumVersion::after(version(last), version(required), breaks);
            assert_eq!(minimum.version, version(expected), "{last} {required}");
        }
    }

    #[test]
    fn choose_rejects_version_below_minimum() {
        let minimum = MinimumVersion::after(version("0.1.4"), version("0.2.0"), false);
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
            let minimum = MinimumVersion::after(version(last), version("0.2.0"), true);
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
