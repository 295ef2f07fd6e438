//! Which version a release may have.

use std::fmt;

use anyhow::{Result, bail};
use codegen::tools::diff::Version;

/// The least version that a release may have, and why.
#[derive(Debug, PartialEq)]
pub(super) struct Required {
    version: Version,
    reason: String,
}

impl Required {
    /// Of the first release: what the manifest says.
    pub(super) fn first(version: Version) -> Self {
        Self {
            version,
            reason: "it is the first release".to_owned(),
        }
    }

    /// Of one after another. `contract` is what the changes of the contract ask for; the changelog tells of the others.
    pub(super) fn after(last: Version, contract: Version, changelog_breaks: bool) -> Self {
        let breaking = breaking_after(&last);
        let (version, reason) = if changelog_breaks && breaking > contract {
            (breaking, "the changelog says that something breaks")
        } else if contract > last {
            (contract, "the contract has changed")
        } else {
            let patch = Version::new(last.major, last.minor, last.patch + 1);
            (patch, "the contract is as it was")
        };
        Self {
            version,
            reason: format!("since v{last}, {reason}"),
        }
    }

    /// The version that was asked for, if it is enough, or the least.
    pub(super) fn choose(&self, asked: Option<&Version>) -> Result<Version> {
        match asked {
            Some(asked) if *asked < self.version => bail!(
                "{asked} is not enough: {}\n  help: release {} or later",
                self.reason,
                self.version
            ),
            Some(asked) => Ok(asked.clone()),
            None => Ok(self.version.clone()),
        }
    }
}

impl fmt::Display for Required {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} or later", self.reason, self.version)
    }
}

/// The first version that cargo does not take for compatible with this one.
fn breaking_after(last: &Version) -> Version {
    match (last.major, last.minor) {
        (0, 0) => Version::new(0, 0, last.patch + 1),
        (0, minor) => Version::new(0, minor + 1, 0),
        (major, _) => Version::new(major + 1, 0, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        text.parse().unwrap()
    }

    #[test]
    fn the_weightier_of_contract_and_changelog_decides() {
        for (last, contract, breaks, expected) in [
            ("0.1.4", "0.1.4", false, "0.1.5"),
            ("0.1.4", "0.1.5", false, "0.1.5"),
            ("0.1.4", "0.2.0", false, "0.2.0"),
            ("0.1.4", "0.1.5", true, "0.2.0"),
            ("0.1.4", "0.2.0", true, "0.2.0"),
            ("0.0.4", "0.0.4", true, "0.0.5"),
            ("1.2.3", "1.2.3", false, "1.2.4"),
            ("1.2.3", "1.3.0", false, "1.3.0"),
            ("1.2.3", "1.3.0", true, "2.0.0"),
        ] {
            let required = Required::after(version(last), version(contract), breaks);
            assert_eq!(required.version, version(expected), "{last} {contract}");
        }
    }

    #[test]
    fn more_than_is_required_is_fine_and_less_is_not() {
        let required = Required::after(version("0.1.4"), version("0.2.0"), false);
        assert_eq!(required.choose(None).unwrap(), version("0.2.0"));
        let asked = version("1.0.0");
        assert_eq!(required.choose(Some(&asked)).unwrap(), asked);
        let error = required.choose(Some(&version("0.1.5"))).unwrap_err();
        assert_eq!(
            error.to_string(),
            "0.1.5 is not enough: since v0.1.4, the contract has changed\n  help: release 0.2.0 or later"
        );
    }

    #[test]
    fn the_first_release_is_what_the_manifest_says() {
        let required = Required::first(version("0.1.0"));
        assert_eq!(required.choose(None).unwrap(), version("0.1.0"));
        assert!(required.choose(Some(&version("0.0.9"))).is_err());
    }
}
