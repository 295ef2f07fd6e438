//! What became of a document: what of it could not be generated, or not as it was written.

use std::fmt;

use crate::diagnostics::error::Error;
use crate::diagnostics::pointer::Pointer;

/// What to do with what cannot be generated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Stop: it is an error.
    #[default]
    Strict,
    /// Go on without it, and say so.
    Lenient,
}

/// What was done about a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// The operation was left out.
    Skipped,
    /// The value may be any JSON.
    Fallback,
    /// What stands there was not read.
    Ignored,
    /// It got another name than the document suggests.
    Renamed,
}

/// One thing that is not as the document has it.
#[derive(Debug)]
pub struct Notice {
    /// What was done.
    pub effect: Effect,
    /// What it was done to.
    pub node: Pointer,
    /// Why.
    pub fault: Error,
}

/// What became of a document.
#[derive(Debug, Default)]
pub struct Report {
    /// How many operations the document has.
    pub operations: usize,
    /// How many requests the API sends, by webhooks and callbacks: types, and no operations.
    pub webhooks: usize,
    /// What is not as the document has it, in the order in which it was met.
    pub notices: Vec<Notice>,
}

impl Report {
    /// How often this was done.
    pub fn count(&self, effect: Effect) -> usize {
        let notices = self.notices.iter();
        notices.filter(|notice| notice.effect == effect).count()
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Skipped => "the operation is left out",
            Self::Fallback => "this is any JSON value",
            Self::Ignored => "this is ignored",
            Self::Renamed => "this got another name",
        })
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            effect,
            node,
            fault,
        } = self;
        if let Some(document) = fault.document() {
            write!(f, "{document}: ")?;
        }
        write!(f, "{node}: {effect}: ")?;
        match fault.pointer() {
            Some(pointer) if pointer != node => write!(f, "{pointer}: ")?,
            _ => {}
        }
        f.write_str(fault.cause())
    }
}
