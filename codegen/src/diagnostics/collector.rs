//! What of the API is not as the document has it, collected on the way.

use std::collections::HashMap;

use crate::diagnostics::error::{Error, Result};
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::report::{Effect, Mode, Notice};

/// The notices so far, and what is allowed to become one.
#[derive(Debug)]
pub(crate) struct Collected {
    mode: Mode,
    notices: Vec<Notice>,
    /// At which place among the notices one is that stands for many.
    places: HashMap<Pointer, usize>,
}

impl Collected {
    pub(crate) fn new(mode: Mode) -> Self {
        Self {
            mode,
            notices: Vec::new(),
            places: HashMap::new(),
        }
    }

    pub(crate) fn is_lenient(&self) -> bool {
        self.mode == Mode::Lenient
    }

    /// How many there are, to go back to.
    pub(crate) fn mark(&self) -> usize {
        self.notices.len()
    }

    /// Forgets all since the mark.
    pub(crate) fn forget_since(&mut self, mark: usize) {
        self.notices.truncate(mark);
    }

    pub(crate) fn into_notices(self) -> Vec<Notice> {
        self.notices
    }

    /// Notes what was done about a fault, unless nothing may be done about it.
    ///
    /// What the document says may be right, and the generator not able to say it in Rust: no mode makes an error of that.
    pub(crate) fn note(&mut self, effect: Effect, node: Pointer, fault: Error) -> Result<()> {
        if !self.is_lenient() && !fault.is_limit() {
            return Err(fault);
        }
        self.notices.push(Notice {
            effect,
            node,
            fault,
        });
        Ok(())
    }

    /// Notes that the node at fault is any value.
    pub(crate) fn fall_back(&mut self, fault: Error) -> Result<()> {
        let node = fault.node();
        self.note(Effect::Fallback, node, fault)
    }

    /// Notes that the node at fault is not read, unless that has been noted: for what many places have in common.
    pub(crate) fn ignore_once(&mut self, fault: Error) -> Result<()> {
        let node = fault.node();
        let noted = self.places.get(&node).and_then(|at| self.notices.get(*at));
        // Another may have taken its place, where it was forgotten.
        if noted.is_some_and(|notice| notice.node == node) {
            return Ok(());
        }
        self.places.insert(node, self.notices.len());
        self.ignore(fault)
    }

    /// Notes that the node at fault is not read.
    pub(crate) fn ignore(&mut self, fault: Error) -> Result<()> {
        let node = fault.node();
        self.note(Effect::Ignored, node, fault)
    }
}
