//! Collects diagnostics while a document is read.

use super::{Diagnostic, Effect, Mode, Pointer, Report, Result, UnmatchedDecision};

/// The diagnostics so far, and the mode that decides which problems stop the generator.
#[derive(Debug, Default)]
pub struct Collector {
    mode: Mode,
    /// Whether decisions about something that the document doesn't have are collected; otherwise, they are an error.
    allows_unmatched: bool,
    report: Report,
    unmatched: Vec<UnmatchedDecision>,
}

impl Collector {
    /// Creates a collector without diagnostics.
    pub fn new(mode: Mode) -> Self {
        Self {
            mode,
            ..Self::default()
        }
    }

    /// Collects unmatched decisions instead of rejecting them.
    pub(crate) fn allowing_unmatched(mut self) -> Self {
        self.allows_unmatched = true;
        self
    }

    pub(crate) fn mode(&self) -> Mode {
        self.mode
    }

    pub(crate) fn is_lenient(&self) -> bool {
        self.mode == Mode::Lenient
    }

    pub(crate) fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.report.diagnostics.extend(diagnostics);
    }

    /// Sets the number of operations in the document.
    pub(crate) fn set_operations(&mut self, count: usize) {
        self.report.operations = count;
    }

    /// Sets the number of webhooks and callbacks in the document.
    pub(crate) fn set_webhooks(&mut self, count: usize) {
        self.report.webhooks = count;
    }

    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.report.diagnostics
    }

    pub(crate) fn into_report(self) -> (Report, Vec<UnmatchedDecision>) {
        (self.report, self.unmatched)
    }

    /// Collects decisions about things that the document doesn't have.
    ///
    /// # Errors
    ///
    /// Returns one error about all of them, unless they are allowed.
    pub fn add_unmatched(&mut self, decisions: Vec<UnmatchedDecision>) -> Result<()> {
        if self.allows_unmatched {
            self.unmatched.extend(decisions);
            return Ok(());
        }
        UnmatchedDecision::error(decisions).map_or(Ok(()), Err)
    }

    /// Reports an effect on the object at `target`.
    ///
    /// # Errors
    ///
    /// Returns the problem itself in strict mode, unless it is a limitation of the generator.
    pub(crate) fn report(
        &mut self,
        effect: Effect,
        target: Pointer,
        problem: Diagnostic,
    ) -> Result<()> {
        if !self.is_lenient() && !problem.is_limitation() {
            return Err(problem);
        }
        self.report
            .diagnostics
            .push(problem.with_effect(effect, target));
        Ok(())
    }

    /// Reports that the type of the object is any JSON value.
    pub(crate) fn fallback(&mut self, problem: Diagnostic) -> Result<()> {
        let target = problem.object();
        self.report(Effect::Fallback, target, problem)
    }

    /// Reports that the object is ignored.
    pub(crate) fn ignore(&mut self, problem: Diagnostic) -> Result<()> {
        let target = problem.object();
        self.report(Effect::Ignored, target, problem)
    }
}
