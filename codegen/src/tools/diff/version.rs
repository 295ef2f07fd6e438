//! The lowest version that the next release may have.

use semver::Version;

use super::change::Change;
use super::verdict::Verdict;

/// Returns the lowest version that the changes allow. Below 1.0.0, cargo treats 0.1.x as incompatible with 0.2.x, and
/// 0.0.1 with 0.0.2.
pub fn next_version(current: &Version, changes: &[Change]) -> Version {
    match changes.iter().map(Change::verdict).max() {
        Some(verdict) => incremented(current, verdict),
        None => current.clone(),
    }
}

/// Returns the lowest version after `current`, other than a pre-release, that this verdict allows. See
/// [`next_version`].
pub fn incremented(current: &Version, verdict: Verdict) -> Version {
    let Version {
        major,
        minor,
        patch,
        ..
    } = *current;
    // The greatest verdict that the version, without its pre-release, allows after the release before it.
    let allowed = match (major, minor, patch) {
        (_, 0, 0) | (0, _, 0) | (0, 0, _) => Verdict::Major,
        (0, _, _) | (_, _, 0) => Verdict::Minor,
        _ => Verdict::Patch,
    };
    match (major, minor, verdict) {
        // A pre-release doesn't promise compatibility with the release after it, but the release before it does.
        _ if !current.pre.is_empty() && verdict <= allowed => Version::new(major, minor, patch),
        (0, 0, _) => Version::new(0, 0, patch + 1),
        (0, _, Verdict::Major) => Version::new(0, minor + 1, 0),
        (0, _, Verdict::Minor | Verdict::Patch) => Version::new(0, minor, patch + 1),
        (_, _, Verdict::Major) => Version::new(major + 1, 0, 0),
        (_, _, Verdict::Minor) => Version::new(major, minor + 1, 0),
        (_, _, Verdict::Patch) => Version::new(major, minor, patch + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tools::diff::Kind;

    fn next(current: &str, kinds: &[Kind]) -> String {
        let changes: Vec<Change> = kinds.iter().copied().map(Change::for_tests).collect();
        next_version(&current.parse().unwrap(), &changes).to_string()
    }

    #[test]
    fn next_version_follows_the_highest_verdict() {
        let (major, minor, patch) = (
            Kind::TypeRemoved,
            Kind::TypeAdded,
            Kind::DocumentationChanged,
        );
        for (current, kinds, expected) in [
            ("1.2.3", &[patch, major, minor][..], "2.0.0"),
            ("1.2.3", &[patch, minor], "1.3.0"),
            ("1.2.3", &[patch], "1.2.4"),
            ("1.2.3", &[], "1.2.3"),
            ("0.2.3", &[major], "0.3.0"),
            ("0.2.3", &[minor], "0.2.4"),
            ("0.2.3", &[patch], "0.2.4"),
            ("0.0.3", &[major], "0.0.4"),
            ("0.0.3", &[patch], "0.0.4"),
            ("1.0.0-rc.1", &[major], "1.0.0"),
            ("1.0.0-rc.1", &[patch], "1.0.0"),
            ("1.1.0-rc.1", &[major], "2.0.0"),
            ("1.1.0-rc.1", &[minor], "1.1.0"),
            ("0.2.1-rc.1", &[major], "0.3.0"),
        ] {
            assert_eq!(next(current, kinds), expected, "{current} {kinds:?}");
        }
    }
}
