//! Tools around the generator: compare, lint and import documents, and scaffold crates for other APIs.

pub mod diff;
pub mod import;
#[cfg(feature = "lint")]
pub mod lint;
pub mod scaffold;
