//! Problems with a document: one type for errors, warnings and lint findings, and the collector of warnings.
//!
//! Each problem either stops the generator, or becomes a warning with an [`Effect`] on the SDK, depending on the
//! [`Mode`].

mod collector;
mod diagnostic;
mod pointer;
mod report;
pub mod terminal;
mod unmatched_decision;

pub use self::collector::Collector;
pub use self::diagnostic::{Diagnostic, Result, Severity};
pub use self::pointer::Pointer;
pub use self::report::{Effect, Mode, Report};
pub use self::unmatched_decision::UnmatchedDecision;
