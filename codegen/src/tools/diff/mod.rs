//! Compares two versions of an API and reports how each change affects code that uses the SDK.
//!
//! Each change has a *kind*, such as "field removed". The table below shows, for each kind, its *verdict* (the part of
//! the SDK's version that the change increments), whether calling code still compiles, and its *reason*: the effect on
//! callers. If only the HTTP API changes, calling code still compiles; the reason then says what is different at run
//! time.
//!
//! The comparison uses the IR and the signatures of the generated code. A renamed component is a change only if the
//! HTTP API or the Rust API changes.
//!
//! In this module, arrays of two values contain the old value first.
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
mod text;
mod types;
mod verdict;
mod version;

pub use change::{Change, Direction, Item};
pub use json::json;
pub use markdown::markdown;
pub use report::{Report, Unmatched, Versions, report};
pub use semver::Version;
pub use text::text;
pub use verdict::{Build, Kind, Rule, Verdict};
pub use version::incremented;

use self::change::Changes;
use crate::ir::Api;

/// Returns the changes between two versions of an API, sorted by verdict, major first. In each verdict, renamed
/// resources and types come first.
pub fn diff(old: &Api, new: &Api) -> Vec<Change> {
    let mut changes = Changes::default();
    let old = renames::report_and_apply(&mut changes, old, new);
    let apis = [&old, new];
    api::compare(&mut changes, apis);
    operations::compare(&mut changes, apis);
    types::compare(&mut changes, apis);
    changes.sorted()
}
