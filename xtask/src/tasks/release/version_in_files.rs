//! Replaces the SDK's version in the texts of files.

use anyhow::{Result, bail};
use codegen::tools::diff::Version;

use crate::plural;

/// A function that replaces the old version in a text by the new one.
pub(super) type Edit = fn(&str, &Version, &Version) -> Result<String>;

/// Replaces the version of the SDK in its manifest or in the lock file, which may contain the same version elsewhere.
pub(super) fn in_manifest(text: &str, old: &Version, new: &Version) -> Result<String> {
    let lines = |version| format!("\nname = \"telnyx-video\"\nversion = \"{version}\"\n");
    replace_once(text, &lines(old), &lines(new))
}

/// Replaces the version requirement in the README.
pub(super) fn in_readme(text: &str, old: &Version, new: &Version) -> Result<String> {
    let line = |version| format!("\ntelnyx-video = \"{}\"\n", requirement(version));
    replace_once(text, &line(old), &line(new))
}

/// Returns the shortest version requirement that accepts every compatible version. Only a requirement with a
/// pre-release accepts pre-releases.
fn requirement(version: &Version) -> String {
    match (version.major, version.minor) {
        _ if !version.pre.is_empty() => version.to_string(),
        (0, 0) => version.to_string(),
        (0, minor) => format!("0.{minor}"),
        (major, _) => major.to_string(),
    }
}

fn replace_once(text: &str, old: &str, new: &str) -> Result<String> {
    match text.matches(old).count() {
        1 => Ok(text.replacen(old, new, 1)),
        count => bail!(
            "expected 1 occurrence of these lines, found {}:{}",
            plural::count(count, "occurrence"),
            old.trim_end()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(edit: Edit, text: &str, old: &str, new: &str) -> Result<String> {
        edit(text, &old.parse().unwrap(), &new.parse().unwrap())
    }

    #[test]
    fn in_manifest_changes_only_the_sdk() {
        let lock = "[[package]]\nname = \"a\"\nversion = \"0.1.0\"\n\n\
                    [[package]]\nname = \"telnyx-video\"\nversion = \"0.1.0\"\n";
        assert_eq!(
            edit(in_manifest, lock, "0.1.0", "0.2.0").unwrap(),
            "[[package]]\nname = \"a\"\nversion = \"0.1.0\"\n\n\
             [[package]]\nname = \"telnyx-video\"\nversion = \"0.2.0\"\n"
        );
    }

    #[test]
    fn in_readme_requires_compatible_version() {
        let text = "```toml\ntelnyx-video = \"0.1\"\nother = \"0.1\"\n```\n";
        for (new, expected) in [
            ("0.1.7", "0.1"),
            ("0.2.0", "0.2"),
            ("1.4.2", "1"),
            ("1.0.0-rc.1", "1.0.0-rc.1"),
        ] {
            assert_eq!(
                edit(in_readme, text, "0.1.0", new).unwrap(),
                format!("```toml\ntelnyx-video = \"{expected}\"\nother = \"0.1\"\n```\n")
            );
        }
    }

    #[test]
    fn in_readme_with_other_version_fails() {
        let error = edit(in_readme, "a\ntelnyx-video = \"0.3\"\n", "0.1.0", "0.2.0").unwrap_err();
        assert_eq!(
            error.to_string(),
            "expected 1 occurrence of these lines, found 0 occurrences:\ntelnyx-video = \"0.1\""
        );
    }
}
