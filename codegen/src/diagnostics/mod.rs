//! Problems with a document, collected and displayed in one form.

mod collector;
mod diagnostic;
mod pointer;
mod report;
mod unmatched_decision;

pub use self::collector::Collector;
pub use self::diagnostic::{Diagnostic, Result, Severity};
pub use self::pointer::Pointer;
pub use self::report::{Effect, Mode, Report};
pub use self::unmatched_decision::UnmatchedDecision;
