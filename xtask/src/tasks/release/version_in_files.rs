//! The texts in which the SDK's version stands.

use anyhow::{Result, bail};
use codegen::tools::diff::Version;

/// Puts a new version in the place of the old one.
pub(super) type Edit = fn(&str, &Version, &Version) -> Result<String>;

pub(super) fn manifest(text: &str, old: &Version, new: &Version) -> Result<String> {
    let line = |version| format!("\nname = \"telnyx-video\"\nversion = \"{version}\"\n");
    replaced(text, &line(old), &line(new))
}

pub(super) fn lock(text: &str, old: &Version, new: &Version) -> Result<String> {
    manifest(text, old, new)
}

pub(super) fn readme(text: &str, old: &Version, new: &Version) -> Result<String> {
    let line = |version| format!("\ntelnyx-video = \"{}\"\n", requirement(version));
    replaced(text, &line(old), &line(new))
}

/// The shortest requirement that takes every version that is compatible.
fn requirement(version: &Version) -> String {
    match (version.major, version.minor) {
        (0, 0) => version.to_string(),
        (0, minor) => format!("0.{minor}"),
        (major, _) => major.to_string(),
    }
}

fn replaced(text: &str, old: &str, new: &str) -> Result<String> {
    match text.matches(old).count() {
        1 => Ok(text.replacen(old, new, 1)),
        count => bail!(
            "it should have these lines once, and has them {count} times:{}",
            old.trim_end()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(edit: Edit, text: &str, old: &str, new: &str) -> Result<String> {
        edit(text, &old.parse().unwrap(), &new.parse().unwrap())
    }

    #[test]
    fn only_the_version_of_the_sdk_changes() {
        let lock_text = "[[package]]\nname = \"a\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"telnyx-video\"\nversion = \"0.1.0\"\n";
        assert_eq!(
            edited(lock, lock_text, "0.1.0", "0.2.0").unwrap(),
            "[[package]]\nname = \"a\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"telnyx-video\"\nversion = \"0.2.0\"\n"
        );
    }

    #[test]
    fn the_readme_asks_for_what_is_compatible() {
        let text = "```toml\ntelnyx-video = \"0.1\"\nother = \"0.1\"\n```\n";
        for (new, expected) in [("0.1.7", "0.1"), ("0.2.0", "0.2"), ("1.4.2", "1")] {
            assert_eq!(
                edited(readme, text, "0.1.0", new).unwrap(),
                format!("```toml\ntelnyx-video = \"{expected}\"\nother = \"0.1\"\n```\n")
            );
        }
    }

    #[test]
    fn a_text_that_says_another_version_is_refused() {
        let error = edited(readme, "a\ntelnyx-video = \"0.3\"\n", "0.1.0", "0.2.0").unwrap_err();
        assert_eq!(
            error.to_string(),
            "it should have these lines once, and has them 0 times:\ntelnyx-video = \"0.1\""
        );
    }
}
