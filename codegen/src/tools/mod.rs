//! What works with documents and emitted code in addition to generating: comparing, checking, importing, scaffolding.

pub mod diff;
pub mod import;
#[cfg(feature = "lint")]
pub mod lint;
pub mod scaffold;
