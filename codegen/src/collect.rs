//! What of the API is not as the document has it, collected on the way.

use crate::error::{Error, Result};
use crate::pointer::Pointer;
use crate::report::{Effect, Mode, Notice};

/// The notices so far, and what is allowed to become one.
#[derive(Debug)]
pub(crate) struct Collected {
    mode: Mode,
    notices: Vec<Notice>,
}

impl Collected {
    pub(crate) fn new(mode: Mode) -> Self {
        Self {
            mode,
            notices: Vec::new(),
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

    /// Notes that the node at fault is not read, unless that has been noted.
    pub(crate) fn ignore_once(&mut self, fault: Error) -> Result<()> {
        let node = fault.node();
        // The last ones first: what many have in common is met again and again.
        let mut noted = self.notices.iter().rev();
        match noted.any(|notice| notice.node == node && notice.fault.cause() == fault.cause()) {
            true => Ok(()),
            false => self.ignore(fault),
        }
    }

    /// Notes that the node at fault is not read.
    pub(crate) fn ignore(&mut self, fault: Error) -> Result<()> {
        let node = fault.node();
        self.note(Effect::Ignored, node, fault)
    }
}
