//! `CHANGELOG.md`, in the form of Keep a Changelog.

use anyhow::{Result, anyhow, bail};

/// The changelog, by its path in the project.
pub(crate) const CHANGELOG: &str = "CHANGELOG.md";

/// The section for what is not released yet.
const UNRELEASED: &str = "## [Unreleased]";

/// The kinds of changes, in the order of their headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Heading {
    Added,
    Changed,
    Deprecated,
    Removed,
}

impl Heading {
    const ALL: [Self; 4] = [Self::Added, Self::Changed, Self::Deprecated, Self::Removed];

    fn line(self) -> &'static str {
        match self {
            Self::Added => "### Added",
            Self::Changed => "### Changed",
            Self::Deprecated => "### Deprecated",
            Self::Removed => "### Removed",
        }
    }
}

/// The changelog with entries added at the end of their headings in the section for what is not released yet.
pub(crate) fn with_entries(changelog: &str, entries: &[(Heading, String)]) -> Result<String> {
    let mut lines: Vec<String> = changelog.lines().map(str::to_owned).collect();
    let start = unreleased(&lines)?;
    for heading in Heading::ALL {
        let added = entries.iter().filter(|(of, _)| *of == heading);
        let added: Vec<String> = added.map(|(_, entry)| format!("- {entry}")).collect();
        if added.is_empty() {
            continue;
        }
        let is_next = |line: &String| line.starts_with("## ");
        let end = position_from(&lines, start, is_next);
        match position_before(&lines, start, end, |line| line == heading.line()) {
            Some(own) => {
                let end = position_from(&lines, own + 1, |line| line.starts_with("##")).min(end);
                insert(&mut lines, end, added);
            }
            None => {
                let is_later = |line: &String| {
                    Heading::ALL
                        .iter()
                        .any(|other| *other > heading && line == other.line())
                };
                let place = position_before(&lines, start, end, is_later).unwrap_or(end);
                let headed = [vec![heading.line().to_owned(), String::new()], added].concat();
                insert(&mut lines, place, headed);
            }
        }
    }
    Ok(lines.join("\n") + "\n")
}

/// The changelog with what was not released yet as the section of a version, and an empty section above it.
pub(crate) fn released(changelog: &str, version: &str, date: &str) -> Result<String> {
    let mut lines: Vec<String> = changelog.lines().map(str::to_owned).collect();
    let start = unreleased(&lines)?;
    if !section(&lines, start).any(|line| line.starts_with("- ")) {
        bail!(
            "CHANGELOG.md says nothing of what this release changes\n  help: add entries below `{UNRELEASED}`"
        );
    }
    let heading = [String::new(), format!("## [{version}] - {date}")];
    lines.splice(start..start, heading);
    Ok(lines.join("\n") + "\n")
}

/// Whether something that is not released yet breaks callers, by what the changelog says of it.
pub(crate) fn says_breaking(changelog: &str) -> Result<bool> {
    let lines: Vec<String> = changelog.lines().map(str::to_owned).collect();
    let start = unreleased(&lines)?;
    Ok(section(&lines, start)
        .any(|line| line.starts_with("- **Breaking") || line == Heading::Removed.line()))
}

/// The line after the heading of what is not released yet.
fn unreleased(lines: &[String]) -> Result<usize> {
    let heading = lines.iter().position(|line| line == UNRELEASED);
    let heading = heading.ok_or_else(|| {
        anyhow!("CHANGELOG.md has no section for what is not released yet\n  help: add a line `{UNRELEASED}` above the newest version")
    })?;
    Ok(heading + 1)
}

/// The lines from `start` to the next version.
fn section(lines: &[String], start: usize) -> impl Iterator<Item = &String> {
    let lines = lines.iter().skip(start);
    lines.take_while(|line| !line.starts_with("## "))
}

/// Puts lines before `place`: after the text above, directly if both are of one list, and with an empty line around it.
fn insert(lines: &mut Vec<String>, place: usize, mut added: Vec<String>) {
    let mut at = place;
    while at > 0 && lines.get(at - 1).is_some_and(String::is_empty) {
        at -= 1;
    }
    let is_heading = |line: Option<&String>| line.is_some_and(|line| line.starts_with('#'));
    if is_heading(added.first()) || is_heading(at.checked_sub(1).and_then(|above| lines.get(above)))
    {
        added.insert(0, String::new());
    }
    if at == place && at < lines.len() {
        added.push(String::new());
    }
    lines.splice(at..at, added);
}

/// The first line from `start` on that meets the condition, or the end.
fn position_from(lines: &[String], start: usize, meets: impl Fn(&String) -> bool) -> usize {
    let found = lines.iter().skip(start).position(meets);
    found.map_or(lines.len(), |found| start + found)
}

fn position_before(
    lines: &[String],
    start: usize,
    end: usize,
    meets: impl Fn(&String) -> bool,
) -> Option<usize> {
    Some(position_from(lines, start, meets)).filter(|found| *found < end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(changelog: &str, entries: &[(Heading, &str)]) -> String {
        let entries = entries
            .iter()
            .map(|(heading, entry)| (*heading, (*entry).to_owned()));
        with_entries(changelog, &entries.collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn entries_join_those_of_their_heading() {
        let changelog = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- One,\n  of two lines.\n\n### Removed\n\n- Two.\n\n## [0.1.0]\n\n### Added\n\n- Old.\n";
        let expected = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- One,\n  of two lines.\n- Three.\n\n### Changed\n\n- Four.\n- Five.\n\n### Removed\n\n- Two.\n\n## [0.1.0]\n\n### Added\n\n- Old.\n";
        let entries = [
            (Heading::Changed, "Four."),
            (Heading::Added, "Three."),
            (Heading::Changed, "Five."),
        ];
        assert_eq!(added(changelog, &entries), expected);
    }

    #[test]
    fn an_empty_section_gets_its_headings() {
        let expected = "## [Unreleased]\n\n### Added\n\n- One.\n\n### Removed\n\n- Two.\n";
        let entries = [(Heading::Removed, "Two."), (Heading::Added, "One.")];
        assert_eq!(added("## [Unreleased]\n", &entries), expected);
        let with_release = format!("{expected}\n## [0.1.0]\n");
        assert_eq!(
            added("## [Unreleased]\n\n## [0.1.0]\n", &entries),
            with_release
        );
    }

    #[test]
    fn without_entries_nothing_changes_and_without_the_section_it_is_an_error() {
        assert_eq!(
            added("a\n## [Unreleased]\n\nb\n", &[]),
            "a\n## [Unreleased]\n\nb\n"
        );
        let error = with_entries("# Changelog\n", &[]).unwrap_err().to_string();
        assert!(
            error.contains("\n  help: add a line `## [Unreleased]`"),
            "{error}"
        );
    }

    #[test]
    fn a_release_gets_a_dated_section_and_leaves_an_empty_one() {
        let changelog =
            "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- One.\n\n## [0.1.0] - 2026-01-02\n";
        let expected = "# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-03-04\n\n### Added\n\n- One.\n\n## [0.1.0] - 2026-01-02\n";
        assert_eq!(
            released(changelog, "0.2.0", "2026-03-04").unwrap(),
            expected
        );
    }

    #[test]
    fn a_release_of_nothing_is_refused() {
        let changelog = "## [Unreleased]\n\n### Added\n\n## [0.1.0]\n\n- Old.\n";
        let error = released(changelog, "0.2.0", "2026-03-04").unwrap_err();
        let error = error.to_string();
        assert!(error.starts_with("CHANGELOG.md says nothing"), "{error}");
    }

    #[test]
    fn what_breaks_is_what_is_marked_so_or_removed() {
        let says = |entries: &str| {
            let changelog =
                format!("## [Unreleased]\n\n{entries}\n\n## [0.1.0]\n\n### Removed\n\n- Old.\n");
            says_breaking(&changelog).unwrap()
        };
        assert!(says("### Changed\n\n- **Breaking:** One."));
        assert!(says("### Removed\n\n- One."));
        assert!(!says("### Changed\n\n- One."));
    }
}
