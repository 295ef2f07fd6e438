//! Problems with a document: one type for errors, warnings and lint findings, and the collector of warnings.
//!
//! A problem either stops the generator with an error, or becomes a warning with an [`Effect`] on the SDK. The [`Mode`]
//! decides which.

mod collector;
mod diagnostic;
mod pointer;
mod report;
pub mod terminal;
mod unmatched_decision;

pub use self::collector::Collector;
pub(crate) use self::diagnostic::OverlayCause;
pub use self::diagnostic::{Diagnostic, Result, Severity};
pub use self::pointer::Pointer;
pub use self::report::{Effect, Mode, Report};
pub use self::unmatched_decision::UnmatchedDecision;
