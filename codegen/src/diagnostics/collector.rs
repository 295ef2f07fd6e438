//! Collects the problems of a document that don't stop the generator.

use super::{Diagnostic, Effect, Mode, Pointer, Report, Result, Severity, UnmatchedDecision};

/// The diagnostics so far, and the mode that decides which problems stop the generator.
#[derive(Debug, Default)]
pub struct Collector {
    pub(crate) mode: Mode,
    /// The mode for clashes of names from an overlay.
    pub(crate) mode_of_names: Mode,
    pub(crate) report: Report,
    /// Decisions about things that the document doesn't have. `UnmatchedDecision::error` lists all of these decisions
    /// in one error.
    pub(crate) unmatched: Vec<UnmatchedDecision>,
}

impl Collector {
    /// Creates a collector without diagnostics.
    pub fn new(mode: Mode) -> Self {
        Self {
            mode,
            mode_of_names: mode,
            ..Self::default()
        }
    }

    pub(crate) fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.report.diagnostics.extend(diagnostics);
    }

    /// Removes the latest diagnostics, as long as they are about the value at `pointer` or a part of it. Callers
    /// replace this value.
    pub(crate) fn discard_latest_in(&mut self, pointer: &Pointer) {
        let is_in_value = |it: &mut Diagnostic| it.pointer_or_root().is_in(pointer);
        while self.report.diagnostics.pop_if(is_in_value).is_some() {}
    }

    /// Returns the first collected error, which is about a clashing name from an overlay.
    pub(crate) fn first_error(&self) -> Result<()> {
        let mut diagnostics = self.report.diagnostics.iter();
        let error = diagnostics.find(|it| it.severity() == Severity::Error);
        error.map_or(Ok(()), |error| Err(error.clone()))
    }

    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.report.diagnostics
    }

    /// Collects a problem as a warning with the given effect on the object at `target`.
    ///
    /// # Errors
    ///
    /// Returns the problem in strict mode, unless it is tolerated. Skipping an operation is never tolerated.
    pub(crate) fn report(
        &mut self,
        effect: Effect,
        target: Pointer,
        problem: Diagnostic,
    ) -> Result<()> {
        self.add(problem.with_effect(effect, target))
    }

    /// Like [`report`](Self::report), for a problem that already has an effect.
    pub(crate) fn add(&mut self, problem: Diagnostic) -> Result<()> {
        if self.mode == Mode::Strict && problem.stops_strict_mode() {
            return Err(problem.into_error());
        }
        self.extend([problem]);
        Ok(())
    }

    /// Like [`report`](Self::report), for an object that the generator ignores.
    pub(crate) fn report_ignored(&mut self, problem: Diagnostic) -> Result<()> {
        self.report(Effect::Ignored, problem.pointer_or_root(), problem)
    }

    /// Collects a warning in both modes, with the effect [`Ignored`](Effect::Ignored).
    pub(crate) fn warn(&mut self, problem: Diagnostic) {
        self.warn_with(Effect::Ignored, problem);
    }

    /// Like [`warn`](Self::warn), with another effect.
    pub(crate) fn warn_with(&mut self, effect: Effect, problem: Diagnostic) {
        let target = problem.pointer_or_root();
        self.extend([problem.tolerated().with_effect(effect, target)]);
    }
}
