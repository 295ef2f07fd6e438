//! Compares two APIs as those who call the SDK feel the difference.
//!
//! What is compared is the IR, in the terms of the code that is emitted for it: a change on the wire that leaves Rust
//! alone is told as such, and a change of a component's name that reaches neither is none.
//!
#![doc = include_str!("verdicts.md")]

mod api;
mod bounds;
mod change;
mod fields;
mod inputs;
mod json;
mod labels;
mod markdown;
mod notes;
mod operations;
mod pairs;
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
pub use semver::Version;

pub use report::{Report, Unmatched, report};
pub use text::text;
pub use verdict::{Build, Kind, Rule, Verdict, table};
pub use version::next_version;

use self::change::Changes;
use self::renames::Renames;
use crate::ir::Api;
use crate::render::signature::Signatures;

/// What has changed from one API to another: what weighs most first, and there operations before types.
pub fn diff(old: &Api, new: &Api) -> Vec<Change> {
    let mut changes = Changes::default();
    let renames = Renames::between(old, new);
    renames.tell(&mut changes);
    // What has another name is told once, and looked at under its new name from here on.
    let old = &renames.applied_to(old);
    let comparison = Comparison {
        old,
        new,
        old_signatures: Signatures::of(old),
        new_signatures: Signatures::of(new),
    };
    api::compare(old, new, &mut changes);
    resources::compare(&comparison, &mut changes);
    operations::compare(&comparison, &mut changes);
    types::compare(&comparison, &mut changes);
    changes.sorted()
}

/// Two APIs, and what their emitted code asks for.
struct Comparison<'a> {
    old: &'a Api,
    new: &'a Api,
    old_signatures: Signatures<'a>,
    new_signatures: Signatures<'a>,
}
