//! Compares two APIs and reports how each change affects code that uses the SDK.
//!
//! Compares the IR and the rendered signatures. A change only of the HTTP API is reported with the note that the Rust
//! API is unchanged. Renaming a component is no change if it changes neither the HTTP API nor the Rust API.
//!
#![doc = include_str!("verdicts.md")]

mod annotations;
mod api;
mod bounds;
mod change;
mod describe;
mod fields;
mod inputs;
mod json;
mod markdown;
mod matching;
mod operations;
mod renames;
mod report;
mod resources;
mod text;
mod types;
mod verdict;
mod version;

pub use change::{Change, Direction};
pub use json::json;
pub use markdown::markdown;
pub use report::{Report, Unmatched, report};
pub use semver::Version;
pub use text::text;
pub use verdict::{Build, Kind, Rule, Verdict, table};
pub use version::next_version;

use self::change::Changes;
use self::renames::Renames;
use crate::ir::Api;
use crate::render::signature::Signatures;

/// Returns the changes between two APIs, major ones first; of the same verdict, operations before types.
pub fn diff(old: &Api, new: &Api) -> Vec<Change> {
    let mut changes = Changes::default();
    let renames = Renames::between(old, new);
    renames.report(&mut changes);
    // A renamed item is reported once and compared under its new name.
    let old = &renames.apply(old);
    let comparison = Comparison {
        apis: [old, new],
        signatures: [old, new].map(Signatures::of),
    };
    api::compare(&mut changes, comparison.apis);
    resources::compare(&mut changes, comparison.apis);
    operations::compare(&mut changes, &comparison);
    types::compare(&mut changes, &comparison);
    changes.sorted()
}

/// The old and the new API, and the signatures of their emitted code.
struct Comparison<'a> {
    apis: [&'a Api; 2],
    signatures: [Signatures<'a>; 2],
}
