//! The named types as a whole: names and shapes, what contains what, and which messages contain them.

mod graph;
pub(super) mod registry;
pub(super) mod usage;
