//! The lowest version that the next release may have.

use semver::Version;

use super::verdict::Verdict;

/// Returns the lowest version after `current`, other than a pre-release, that changes with this verdict allow. Below
/// 1.0.0, cargo treats 0.1.x as incompatible with 0.2.x, and 0.0.1 with 0.0.2.
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

    #[test]
    fn incremented_version_depends_on_current_version_and_verdict() {
        use Verdict::{Major, Minor, Patch};
        for (current, verdict, expected) in [
            ("1.2.3", Major, "2.0.0"),
            ("1.2.3", Minor, "1.3.0"),
            ("1.2.3", Patch, "1.2.4"),
            ("0.2.3", Major, "0.3.0"),
            ("0.2.3", Minor, "0.2.4"),
            ("0.2.3", Patch, "0.2.4"),
            ("0.0.3", Major, "0.0.4"),
            ("0.0.3", Patch, "0.0.4"),
            ("1.0.0-rc.1", Major, "1.0.0"),
            ("1.0.0-rc.1", Patch, "1.0.0"),
            ("1.1.0-rc.1", Major, "2.0.0"),
            ("1.1.0-rc.1", Minor, "1.1.0"),
            ("0.2.1-rc.1", Major, "0.3.0"),
        ] {
            let next = incremented(&current.parse().unwrap(), verdict);
            assert_eq!(next.to_string(), expected, "{current} {verdict}");
        }
    }
}
