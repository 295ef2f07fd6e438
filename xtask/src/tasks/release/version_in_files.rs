//! Replaces the SDK's version in the texts of files.

use anyhow::{Result, bail};
use codegen::tools::diff::Version;

use crate::plural;

/// Returns the lines of a file that contain the version.
type Lines = fn(&Version) -> String;

/// The files that contain the version.
pub(super) const FILES: [(&str, Lines); 3] = [
    ("telnyx-video/Cargo.toml", package_lines),
    ("Cargo.lock", package_lines),
    ("README.md", dependency_line),
];

/// Replaces the lines with the old version by those with the new one.
pub(super) fn replace(text: &str, lines: Lines, old: &Version, new: &Version) -> Result<String> {
    let old = lines(old);
    match text.matches(&old).count() {
        1 => Ok(text.replacen(&old, &lines(new), 1)),
        count => bail!(
            "expected 1 occurrence of these lines, found {}:{}",
            plural::count(count, "occurrence"),
            old.trim_end()
        ),
    }
}

/// Returns the lines in the manifest of the SDK and in the lock file, which may contain the same version elsewhere.
fn package_lines(version: &Version) -> String {
    format!("\nname = \"telnyx-video\"\nversion = \"{version}\"\n")
}

fn dependency_line(version: &Version) -> String {
    format!("\ntelnyx-video = \"{}\"\n", requirement(version))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn replace(text: &str, lines: Lines, old: &str, new: &str) -> Result<String> {
        super::replace(text, lines, &old.parse().unwrap(), &new.parse().unwrap())
    }

    #[test]
    fn package_lines_are_those_of_the_sdk() {
        let lock = "[[package]]\nname = \"a\"\nversion = \"0.1.0\"\n\n\
                    [[package]]\nname = \"telnyx-video\"\nversion = \"0.1.0\"\n";
        assert_eq!(
            replace(lock, package_lines, "0.1.0", "0.2.0").unwrap(),
            "[[package]]\nname = \"a\"\nversion = \"0.1.0\"\n\n\
             [[package]]\nname = \"telnyx-video\"\nversion = \"0.2.0\"\n"
        );
    }

    #[test]
    fn dependency_line_requires_compatible_version() {
        let text = "```toml\ntelnyx-video = \"0.1\"\nother = \"0.1\"\n```\n";
        for (new, expected) in [
            ("0.1.7", "0.1"),
            ("0.2.0", "0.2"),
            ("1.4.2", "1"),
            ("1.0.0-rc.1", "1.0.0-rc.1"),
        ] {
            assert_eq!(
                replace(text, dependency_line, "0.1.0", new).unwrap(),
                format!("```toml\ntelnyx-video = \"{expected}\"\nother = \"0.1\"\n```\n")
            );
        }
    }

    #[test]
    fn replace_without_old_version_fails() {
        let text = "a\ntelnyx-video = \"0.3\"\n";
        let error = replace(text, dependency_line, "0.1.0", "0.2.0").unwrap_err();
        assert_eq!(
            error.to_string(),
            "expected 1 occurrence of these lines, found 0 occurrences:\ntelnyx-video = \"0.1\""
        );
    }
}
