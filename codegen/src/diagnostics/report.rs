//! How a generated SDK differs from its document.

use serde::Serialize;

use super::Diagnostic;

/// The reaction to an object of the document that can't be generated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Stop with an error, unless the problem is a limitation of the generator.
    #[default]
    Strict,
    /// Continue without the object and report it.
    Lenient,
}

/// The consequence of a problem that didn't stop the generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// The operation isn't generated.
    Skipped,
    /// The type is any JSON value.
    Fallback,
    /// The object isn't read.
    Ignored,
    /// The generated name isn't the one that the document suggests.
    Renamed,
}

/// How a generated SDK differs from its document.
#[derive(Debug, Default)]
pub struct Report {
    /// The number of operations in the document.
    pub operations: usize,
    /// The number of webhooks and callbacks in the document. They become types, not operations.
    pub webhooks: usize,
    /// The differences, in the order in which the generator met them.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Counts the differences of one kind.
    pub fn count(&self, effect: Effect) -> usize {
        self.diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.effect() == Some(effect))
            .count()
    }
}
