//! The named types as a whole: their names, which of them contain each other, and whether requests and responses
//! contain them.

pub(super) mod ambiguity;
mod conflict;
mod graph;
pub(super) mod infinite_union;
pub(super) mod registry;
pub(super) mod usage;
