//! Tools in addition to the generator: compare, check and import documents, and scaffold crates.

pub mod diff;
pub mod import;
#[cfg(feature = "lint")]
pub mod lint;
pub mod scaffold;
