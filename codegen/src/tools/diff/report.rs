//! The result of comparing two documents.

use semver::Version;

use super::change::Change;
use super::{diff, next_version};
use crate::diagnostics::{Result, UnmatchedDecision};
use crate::{Input, read_with_unmatched};

/// The changes between two documents, and the versions of the SDK.
#[derive(Clone, Debug)]
pub struct Report {
    /// The decisions that match nothing in their document.
    pub unmatched: Vec<Unmatched>,
    /// The changes, major ones first.
    pub changes: Vec<Change>,
    /// The versions of the SDK, if its current version is known.
    pub versions: Option<Versions>,
}

/// The versions of the SDK before and after the changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versions {
    /// The current version.
    pub current: Version,
    /// The lowest version that the next release may have.
    pub next: Version,
}

/// A decision that matches nothing in a document: an overlay action, or an entry of a document-level `x-sdk-…` key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    /// The name of the document.
    pub document: String,
    /// The decision, with its file.
    pub decision: UnmatchedDecision,
}

/// Compares two documents. `version` is the current version of the SDK, if it is known. Decisions that match nothing
/// become a part of the report.
///
/// # Errors
///
/// Returns an error if a document can't be [read](crate::read).
pub fn report(old: Input<'_>, new: Input<'_>, version: Option<Version>) -> Result<Report> {
    let mut unmatched = Vec::new();
    let mut read = |input: Input<'_>| {
        let (api, decisions) = read_with_unmatched(input)?;
        unmatched.extend(decisions.into_iter().map(|decision| Unmatched {
            document: input.document.name.to_owned(),
            decision,
        }));
        Ok(api)
    };
    let changes = diff(&read(old)?, &read(new)?);
    let versions = version.map(|current| Versions {
        next: next_version(&current, &changes),
        current,
    });
    Ok(Report {
        unmatched,
        changes,
        versions,
    })
}

impl Report {
    /// Returns the last line of a report: the next version or the highest verdict, and the number of changes by
    /// verdict.
    pub(super) fn conclusion(&self) -> String {
        let Some(highest) = self.changes.first().map(Change::verdict) else {
            return match &self.versions {
                Some(Versions { next, .. }) => format!("next version: {next} (no changes)"),
                None => "no changes".to_owned(),
            };
        };
        let counts: Vec<String> = self
            .changes
            .chunk_by(|a, b| a.verdict() == b.verdict())
            .filter_map(|chunk| Some(format!("{} {}", chunk.len(), chunk.first()?.verdict())))
            .collect();
        let counts = counts.join(", ");
        match &self.versions {
            Some(Versions { current, next }) => {
                format!("next version: {next}, after {current} ({counts})")
            }
            None => format!("highest verdict: {highest} ({counts})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tools::diff::Kind;

    #[test]
    fn conclusion_without_versions_is_the_highest_verdict() {
        let conclusion = |kinds: &[Kind]| {
            let report = Report {
                unmatched: Vec::new(),
                changes: kinds.iter().copied().map(Change::for_tests).collect(),
                versions: None,
            };
            report.conclusion()
        };
        assert_eq!(conclusion(&[]), "no changes");
        assert_eq!(
            conclusion(&[Kind::TypeAdded]),
            "highest verdict: minor (1 minor)"
        );
        let kinds = [Kind::TypeRemoved, Kind::TypeRemoved, Kind::TypeAdded];
        assert_eq!(
            conclusion(&kinds),
            "highest verdict: major (2 major, 1 minor)"
        );
    }
}
