//! The differences between a generated SDK and its document.

use serde::Serialize;

use super::Diagnostic;

/// The reaction of the generator to an object that it can't convert to Rust.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Stops with an error, unless the problem is a limitation of the generator, or a mistake with an obvious
    /// correction.
    #[default]
    Strict,
    /// Continues without the object and reports a warning.
    Lenient,
}

/// The consequence of a problem that didn't stop the generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// The operation isn't generated.
    Skipped,
    /// The generated type is any JSON value.
    Fallback,
    /// The object, or part of its meaning, is ignored or read differently; the note says how.
    Ignored,
    /// The generated name isn't the one that the document suggests.
    Renamed,
}

/// The differences between a generated SDK and its document, and the size of the document.
#[derive(Debug, Default)]
pub struct Report {
    /// The number of operations in the document.
    pub operations: usize,
    /// The number of webhooks and callbacks in the document. They become types, not operations.
    pub webhooks: usize,
    /// The differences, as warnings in the order of their locations. While the generator runs, also errors about names
    /// that clash, in the order of their discovery.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Returns the number of differences with this effect.
    pub fn count(&self, effect: Effect) -> usize {
        self.diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.effect() == Some(effect))
            .count()
    }
}
