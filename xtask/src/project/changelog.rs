//! `CHANGELOG.md`: the format of <https://keepachangelog.com>, with separate entries for each audience.

use std::collections::BTreeMap;
use std::fmt::{self, Display};

use anyhow::{Context, Result, bail};

use crate::project::documents::Document;

/// The path of the changelog in the project.
pub(crate) const CHANGELOG: &str = "CHANGELOG.md";

const UNRELEASED: &str = "## [Unreleased]";
const NEXT_VERSION: &str = "\n## ";
const BREAKING_PREFIX: &str = "- **Breaking";

/// The readers of an entry. The variants have the order of the headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Audience {
    Sdk,
    Generator,
}

/// The kind of an entry. The variants have the names and the order of the headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Added,
    Changed,
    Deprecated,
    Removed,
    Fixed,
    Security,
}

impl Audience {
    const ALL: [Self; 2] = [Self::Sdk, Self::Generator];

    fn heading(self) -> &'static str {
        match self {
            Self::Sdk => "### For users of the SDK",
            Self::Generator => "### For users of the generator",
        }
    }
}

impl Kind {
    const ALL: [Self; 6] = [
        Self::Added,
        Self::Changed,
        Self::Deprecated,
        Self::Removed,
        Self::Fixed,
        Self::Security,
    ];

    fn heading(self) -> String {
        format!("#### {self:?}")
    }
}

/// The entries of a version. Those of the same audience and kind are one Markdown list.
type Entries = BTreeMap<(Audience, Kind), String>;

/// A changelog, of which only the section `[Unreleased]` is parsed.
///
/// `Display` writes that section with headings in order and normal spacing, and the other sections unchanged.
pub(crate) struct Changelog {
    /// The text before the unreleased section.
    before: String,
    unreleased: Entries,
    /// The text from the heading of the newest version.
    after: String,
}

impl Changelog {
    /// Reads and parses the changelog of the project.
    pub(crate) fn read() -> Result<Self> {
        Self::parse(Document::in_project(CHANGELOG)?.source().text)
    }

    /// Parses a changelog.
    ///
    /// # Errors
    ///
    /// Returns an error if the unreleased section is missing or has an unknown heading.
    fn parse(text: &str) -> Result<Self> {
        let (before, rest) = text.split_once(UNRELEASED).with_context(|| {
            format!(
                "{CHANGELOG}: missing section `{UNRELEASED}`\n  \
                 help: add the line `{UNRELEASED}` above the newest version"
            )
        })?;
        let end = rest.find(NEXT_VERSION).unwrap_or(rest.len());
        let (section, after) = rest.split_at(end);
        Ok(Self {
            before: before.to_owned(),
            unreleased: parse_section(section, before.lines().count() + 1)?,
            after: after.trim_start().to_owned(),
        })
    }

    /// Adds an unreleased entry below the others of the same audience and kind. An entry of one line isn't added twice.
    pub(crate) fn add(&mut self, audience: Audience, kind: Kind, entry: &str) {
        let entries = self.unreleased.entry((audience, kind)).or_default();
        // An indented line belongs to the entry, and is no heading to `parse`.
        let lines: Vec<&str> = entry.lines().map(str::trim_start).collect();
        let line = format!("- {}", lines.join("\n  "));
        if entries.lines().any(|other| other == line) {
            return;
        }
        if !entries.is_empty() {
            entries.push('\n');
        }
        *entries += &line;
    }

    /// Whether an unreleased change breaks callers of the SDK: an entry starts with `**Breaking`, or is below `####
    /// Removed`.
    pub(crate) fn breaks_callers(&self) -> bool {
        let has_marks = |entries: &str| entries.lines().any(|it| it.starts_with(BREAKING_PREFIX));
        let mut sections = self.unreleased.iter();
        sections.any(|((audience, kind), entries)| {
            *audience == Audience::Sdk && (*kind == Kind::Removed || has_marks(entries))
        })
    }

    /// Moves the unreleased entries to the section of a new version.
    ///
    /// # Errors
    ///
    /// Returns an error if there are no unreleased entries.
    pub(crate) fn release(&mut self, version: &str, date: &str) -> Result<()> {
        if self.unreleased.is_empty() {
            bail!(
                "{CHANGELOG}: no entries below `{UNRELEASED}`\n  \
                 help: describe the changes of this release there"
            );
        }
        let section = section(&format!("## [{version}] - {date}"), &self.unreleased);
        self.after = join_blocks(&[&section, &self.after]);
        self.unreleased.clear();
        Ok(())
    }
}

impl Display for Changelog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unreleased = section(UNRELEASED, &self.unreleased);
        let text = join_blocks(&[&self.before, &unreleased, &self.after]);
        writeln!(f, "{text}")
    }
}

/// Parses the text after the heading `## [Unreleased]`, which is in the line with the number `first_line`.
fn parse_section(text: &str, first_line: usize) -> Result<Entries> {
    let mut sections: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    let mut audience = None;
    let mut section = None;
    for (number, line) in (first_line..).zip(text.lines()) {
        if let Some(next) = Audience::ALL.into_iter().find(|it| it.heading() == line) {
            audience = Some(next);
            section = None;
            continue;
        }
        let kind = Kind::ALL.into_iter().find(|it| it.heading() == line);
        match (audience.zip(kind), section) {
            (Some(next), _) => section = Some(next),
            (None, Some(section)) if !line.starts_with('#') => {
                sections.entry(section).or_default().push(line);
            }
            _ if line.is_empty() => {}
            _ => bail!(
                "{CHANGELOG}:{number}: unexpected line `{line}`\n  \
                 help: put entries below one of {}, and there below one of {}",
                quoted(Audience::ALL.map(Audience::heading)),
                quoted(Kind::ALL.map(Kind::heading)),
            ),
        }
    }
    Ok(sections
        .into_iter()
        .map(|(section, lines)| (section, lines.join("\n").trim().to_owned()))
        .filter(|(_, entries)| !entries.is_empty())
        .collect())
}

/// Returns "`a`, `b`, `c`".
fn quoted<const N: usize>(headings: [impl Display; N]) -> String {
    headings.map(|it| format!("`{it}`")).join(", ")
}

/// Returns the section of a version.
fn section(heading: &str, entries: &Entries) -> String {
    let mut section = heading.to_owned();
    let mut last_audience = None;
    for ((audience, kind), entries) in entries {
        if last_audience.replace(audience) != Some(audience) {
            section = join_blocks(&[&section, audience.heading()]);
        }
        section = join_blocks(&[&section, &kind.heading(), entries]);
    }
    section
}

/// Joins blocks of Markdown with one empty line between them, and omits empty blocks.
fn join_blocks(blocks: &[&str]) -> String {
    let blocks: Vec<&str> = blocks
        .iter()
        .map(|block| block.trim_end())
        .filter(|block| !block.is_empty())
        .collect();
    blocks.join("\n\n")
}

#[cfg(test)]
mod tests {
    use codegen::render::escape::code_span;

    use super::*;

    const RELEASED: &str = "\
# Changelog

## [Unreleased]

## [0.1.0] - 2026-01-02

### Added

- Old.
";

    const UNRELEASED_ENTRIES: &str = "\
# Changelog

## [Unreleased]

### For users of the SDK

#### Added

- One,
  of two lines.

#### Removed

- Two.

### For users of the generator

#### Fixed

- Three.

## [0.1.0] - 2026-01-02

### Added

- Old.
";

    fn parse(text: &str) -> Changelog {
        Changelog::parse(text).unwrap()
    }

    fn parse_error(text: &str) -> String {
        Changelog::parse(text).err().unwrap().to_string()
    }

    #[test]
    fn add_inserts_missing_headings_in_order() {
        let mut changelog = parse(RELEASED);
        changelog.add(Audience::Generator, Kind::Fixed, "Three.");
        changelog.add(Audience::Sdk, Kind::Removed, "Two.");
        changelog.add(Audience::Sdk, Kind::Added, "One,\n  of two lines.");
        assert_eq!(changelog.to_string(), UNRELEASED_ENTRIES);
    }

    #[test]
    fn add_appends_to_existing_entries() {
        let mut changelog = parse(UNRELEASED_ENTRIES);
        changelog.add(Audience::Sdk, Kind::Added, "More.");
        assert_eq!(
            changelog.to_string(),
            UNRELEASED_ENTRIES.replace("two lines.\n", "two lines.\n- More.\n")
        );
    }

    #[test]
    fn add_of_text_with_headings_adds_no_heading() {
        for text in [
            "A\n## [1.0.0]\n\n- **Breaking:** B",
            "A\r\n## [1.0.0]",
            "\n### For users of the generator\n\n#### Fixed",
            "\n```\n<!--",
        ] {
            for entry in [
                text.to_owned(),
                format!("{}: Value added.", code_span(text)),
            ] {
                let mut changelog = parse(UNRELEASED_ENTRIES);
                changelog.add(Audience::Sdk, Kind::Changed, "**Breaking:** First.");
                changelog.add(Audience::Sdk, Kind::Changed, &entry);
                changelog.add(Audience::Sdk, Kind::Changed, "Last.");
                let written = changelog.to_string();
                let headings =
                    |text: &str| text.lines().filter(|line| line.starts_with('#')).count();
                // `#### Changed` is new.
                assert_eq!(
                    headings(&written),
                    headings(UNRELEASED_ENTRIES) + 1,
                    "{written}"
                );
                let parsed = parse(&written);
                assert_eq!(parsed.unreleased, changelog.unreleased);
                let entries = &parsed.unreleased[&(Audience::Sdk, Kind::Changed)];
                let starts = entries.lines().filter(|line| line.starts_with('-')).count();
                assert_eq!(starts, 3, "{entries}");
            }
        }
    }

    #[test]
    fn display_of_parsed_changelog_is_unchanged() {
        for text in [RELEASED, UNRELEASED_ENTRIES, "a\n\n## [Unreleased]\n"] {
            assert_eq!(parse(text).to_string(), text);
        }
    }

    #[test]
    fn parse_without_unreleased_section_fails() {
        assert_eq!(
            parse_error("# Changelog\n"),
            "CHANGELOG.md: missing section `## [Unreleased]`\n  \
             help: add the line `## [Unreleased]` above the newest version"
        );
    }

    #[test]
    fn parse_of_unexpected_lines_fails() {
        for (section, unexpected) in [
            ("### Added\n\n- One.\n", "3: unexpected line `### Added`"),
            ("- One.\n", "3: unexpected line `- One.`"),
            (
                "### For users of the SDK\n\n- One.\n",
                "5: unexpected line `- One.`",
            ),
            (
                "### For users of the SDK\n\n#### Added\n\n- One.\n\n#### New\n",
                "9: unexpected line `#### New`",
            ),
        ] {
            let error = parse_error(&format!("## [Unreleased]\n\n{section}"));
            let expected = format!(
                "CHANGELOG.md:{unexpected}\n  help: put entries below one of `### For users of the SDK`, \
                 `### For users of the generator`, and there below one of `#### Added`, `#### Changed`, \
                 `#### Deprecated`, `#### Removed`, `#### Fixed`, `#### Security`"
            );
            assert_eq!(error, expected);
        }
    }

    #[test]
    fn release_moves_entries_to_dated_section() {
        let mut changelog = parse(UNRELEASED_ENTRIES);
        changelog.release("0.2.0", "2026-03-04").unwrap();
        assert_eq!(
            changelog.to_string(),
            UNRELEASED_ENTRIES.replace(
                "## [Unreleased]\n",
                "## [Unreleased]\n\n## [0.2.0] - 2026-03-04\n"
            )
        );
    }

    #[test]
    fn release_without_entries_fails() {
        let text =
            "## [Unreleased]\n\n### For users of the SDK\n\n#### Added\n\n## [0.1.0]\n\n- Old.\n";
        let error = parse(text).release("0.2.0", "2026-03-04").unwrap_err();
        assert_eq!(
            error.to_string(),
            "CHANGELOG.md: no entries below `## [Unreleased]`\n  help: describe the changes of this release there"
        );
    }

    #[test]
    fn breaks_callers_depends_on_entries_for_users_of_the_sdk() {
        for (audience, kind, entry, expected) in [
            (Audience::Sdk, Kind::Changed, "**Breaking:** One.", true),
            (Audience::Sdk, Kind::Removed, "One.", true),
            (Audience::Sdk, Kind::Changed, "One.", false),
            (
                Audience::Generator,
                Kind::Changed,
                "**Breaking:** One.",
                false,
            ),
            (Audience::Generator, Kind::Removed, "One.", false),
        ] {
            let mut changelog = parse("## [Unreleased]\n\n## [0.1.0]\n\n### Removed\n\n- Old.\n");
            changelog.add(audience, kind, entry);
            assert_eq!(
                changelog.breaks_callers(),
                expected,
                "{audience:?} {kind:?} {entry}"
            );
        }
    }
}
