//! The result of comparing two documents.

use semver::Version;

use super::change::Change;
use super::verdict::Verdict;
use super::{diff, next_version};
use crate::diagnostics::{Result, UnmatchedDecision};
use crate::{Input, read_with_unmatched};

/// The changes between two documents, and the next version of the SDK.
#[derive(Clone, Debug)]
pub struct Report {
    /// Decisions that match nothing in one of the documents.
    pub unmatched: Vec<Unmatched>,
    /// The changes, major ones first.
    pub changes: Vec<Change>,
    /// The current version of the SDK.
    pub version: Version,
    /// The version of the next release.
    pub next: Version,
}

/// A decision that matches nothing in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    /// The name of the document.
    pub spec: String,
    /// The name of the overlay.
    pub overlay: String,
    /// The decision.
    pub decision: UnmatchedDecision,
}

/// Compares two documents. Decisions that match nothing are reported and don't fail the comparison.
///
/// # Errors
///
/// Returns the other errors of [`read`](crate::read).
pub fn report(old: Input<'_>, new: Input<'_>, version: Version) -> Result<Report> {
    let mut unmatched = Vec::new();
    let mut read = |input: Input<'_>| {
        let (api, decisions) = read_with_unmatched(input)?;
        let overlay = input.overlay.map_or("", |overlay| overlay.name);
        unmatched.extend(decisions.into_iter().map(|decision| Unmatched {
            spec: input.spec.name.to_owned(),
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
        let counts = [Verdict::Major, Verdict::Minor, Verdict::Patch].map(|verdict| {
            let verdicts = self.changes.iter().map(Change::verdict);
            (verdicts.filter(|it| *it == verdict).count(), verdict)
        });
        let counts: Vec<String> = counts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, verdict)| format!("{count} {verdict}"))
            .collect();
        format!(
            "next version: {next}, after {} ({})",
            self.version,
            counts.join(", ")
        )
    }
}
