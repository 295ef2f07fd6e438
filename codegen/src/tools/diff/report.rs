//! The result of comparing two documents.

use semver::Version;

use super::change::Change;
use super::{diff, next_version};
use crate::diagnostics::{Result, UnmatchedDecision};
use crate::{Input, read_with_unmatched};

/// The changes between two documents, and the next version of the SDK.
#[derive(Clone, Debug)]
pub struct Report {
    /// Decisions that match nothing in their document.
    pub unmatched: Vec<Unmatched>,
    /// The changes, major ones first.
    pub changes: Vec<Change>,
    /// The current version of the SDK.
    pub version: Version,
    /// The lowest version that the next release may have.
    pub next: Version,
}

/// A decision (an action of an overlay) that matches nothing in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    /// The name of the document.
    pub spec: String,
    /// The name of the overlay.
    pub overlay: String,
    /// The decision.
    pub decision: UnmatchedDecision,
}

/// Compares two documents. A decision that matches nothing is part of the report instead of an error.
///
/// # Errors
///
/// Returns an error if one of the documents can't be read, as [`read`](crate::read) does.
pub fn report(old: Input<'_>, new: Input<'_>, version: Version) -> Result<Report> {
    let mut unmatched = Vec::new();
    let mut read = |input: Input<'_>| {
        let (api, decisions) = read_with_unmatched(input)?;
        let overlay = input.overlay.map_or("", |overlay| overlay.name);
        unmatched.extend(decisions.into_iter().map(|decision| Unmatched {
            spec: input.document.name.to_owned(),
            overlay: overlay.to_owned(),
            decision,
        }));
        Ok(api)
    };
    let changes = diff(&read(old)?, &read(new)?);
    Ok(Report {
        unmatched,
        next: next_version(&version, &changes),
        changes,
        version,
    })
}

impl Report {
    /// Returns the last line of every report: the next version and the number of changes by verdict.
    pub(super) fn conclusion(&self) -> String {
        let next = &self.next;
        if self.changes.is_empty() {
            return format!("next version: {next} (no changes)");
        }
        let counts: Vec<String> = self
            .changes
            .chunk_by(|a, b| a.verdict() == b.verdict())
            .filter_map(|chunk| Some(format!("{} {}", chunk.len(), chunk.first()?.verdict())))
            .collect();
        let counts = counts.join(", ");
        format!("next version: {next}, after {} ({counts})", self.version)
    }
}
