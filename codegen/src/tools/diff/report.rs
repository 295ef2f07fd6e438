//! The result of comparing two documents.

use semver::Version;
use serde::Serialize;

use super::change::Change;
use super::{diff, incremented};
use crate::diagnostics::{Pointer, Result};
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unmatched {
    /// The name of the document.
    pub document: String,
    /// The name of the file that contains the decision: the document, or its overlay.
    pub file: String,
    /// The location of the decision in the file.
    pub pointer: Pointer,
    /// The JSONPath of the overlay action, or the name of the entry.
    pub target: String,
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
        let document = input.document.name;
        unmatched.extend(decisions.into_iter().map(|it| Unmatched {
            document: document.to_owned(),
            file: it.error.document().unwrap_or(document).to_owned(),
            pointer: it.error.pointer_or_root(),
            target: it.target,
        }));
        Ok(api)
    };
    let changes = diff(&read(old)?, &read(new)?);
    let versions = version.map(|current| Versions {
        next: match changes.first() {
            Some(change) => incremented(&current, change.verdict()),
            None => current.clone(),
        },
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
        let counts = self
            .changes
            .chunk_by(|a, b| a.verdict() == b.verdict())
            .filter_map(|chunk| Some(format!("{} {}", chunk.len(), chunk.first()?.verdict())));
        let counts = counts.collect::<Vec<_>>().join(", ");
        match (&self.versions, self.changes.first()) {
            (None, None) => "no changes".to_owned(),
            (None, Some(highest)) => format!("highest verdict: {} ({counts})", highest.verdict()),
            (Some(Versions { next, .. }), None) => format!("next version: {next} (no changes)"),
            (Some(Versions { current, next }), Some(_)) => {
                format!("next version: {next}, after {current} ({counts})")
            }
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
