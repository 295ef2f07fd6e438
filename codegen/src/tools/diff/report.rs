//! Everything there is to say about two documents.

use semver::Version;

use super::change::Change;
use super::verdict::Verdict;
use super::{diff, next_version};
use crate::diagnostics::{Result, UnmatchedDecision};
use crate::{Input, read_matching};

/// What has changed between two documents, and what that means for the SDK's version.
#[derive(Clone, Debug)]
pub struct Report {
    /// Decisions that no longer fit one of the documents.
    pub unmatched: Vec<Unmatched>,
    /// What has changed, what weighs most first.
    pub changes: Vec<Change>,
    /// The version of the SDK.
    pub version: Version,
    /// The version that a release needs next.
    pub next: Version,
}

/// An action of an overlay that found nothing to act on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    /// The name of the document.
    pub spec: String,
    /// The name of the overlay.
    pub overlay: String,
    /// The action.
    pub decision: UnmatchedDecision,
}

/// Compares two documents; actions of an overlay that find nothing are told, and no failure.
///
/// # Errors
///
/// Those of [`read`](crate::read) otherwise.
pub fn report(old: Input<'_>, new: Input<'_>, version: Version) -> Result<Report> {
    let mut unmatched = Vec::new();
    let mut read = |side: Input<'_>| {
        let (api, targets) = read_matching(side)?;
        let overlay = side.overlay.map_or("", |overlay| overlay.name);
        unmatched.extend(targets.into_iter().map(|decision| Unmatched {
            spec: side.spec.name.to_owned(),
            overlay: overlay.to_owned(),
            decision,
        }));
        Ok(api)
    };
    let (old, new) = (read(old)?, read(new)?);
    let changes = diff(&old, &new);
    let next = next_version(&version, &changes);
    Ok(Report {
        unmatched,
        changes,
        version,
        next,
    })
}

impl Report {
    /// How many changes there are of each weight, as words: `1 major, 2 patch`.
    pub(super) fn counts(&self) -> String {
        let counts = [Verdict::Major, Verdict::Minor, Verdict::Patch].map(|verdict| {
            let changes = self.changes.iter();
            (
                changes.filter(|change| change.verdict() == verdict).count(),
                verdict,
            )
        });
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let counts = counts.map(|(count, verdict)| format!("{count} {verdict}"));
        counts.collect::<Vec<_>>().join(", ")
    }

    /// The line that ends every report.
    pub(super) fn conclusion(&self) -> String {
        if self.changes.is_empty() {
            return format!("next version: {}, since nothing has changed", self.next);
        }
        format!(
            "next version: {}, after {} ({})",
            self.next,
            self.version,
            self.counts()
        )
    }
}
