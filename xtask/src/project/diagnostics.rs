//! Prints errors and warnings, in colour on a terminal.

use std::iter;

use anstyle::{AnsiColor, Style};
use anyhow::Error;
use codegen::diagnostics::{Diagnostic, Severity};

const LOCATION: Style = Style::new().bold();
const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();

/// Returns the text of a diagnostic with escape sequences for colours.
pub(crate) fn painted(diagnostic: &Diagnostic) -> String {
    let severity = diagnostic.severity();
    let style = match severity {
        Severity::Error => ERROR,
        Severity::Warning => WARNING,
    };
    let rule = diagnostic
        .rule()
        .map_or(String::new(), |rule| format!("[{rule}]"));
    let first = format!(
        "{LOCATION}{}{LOCATION:#}{style}{severity}{rule}{style:#}: {}",
        diagnostic.prefix(),
        diagnostic.body()
    );
    let others = diagnostic.others().iter().map(painted);
    iter::once(first)
        .chain(others)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Prints the error that ended a task.
pub(crate) fn print_error(error: &Error) {
    match error.downcast_ref::<Diagnostic>() {
        Some(diagnostic) => anstream::eprintln!("{}", painted(diagnostic)),
        None => anstream::eprintln!("{ERROR}error{ERROR:#}: {error:#}"),
    }
}
