//! The named types as a whole: their names, and facts that depend on several types.

pub(super) mod ambiguity;
mod conflict;
mod graph;
pub(super) mod infinite_union;
pub(super) mod registry;
pub(super) mod usage;
