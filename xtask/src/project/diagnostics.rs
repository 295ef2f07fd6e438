//! Prints errors and warnings, in colour on a terminal.
//!
//! `anstream` alone decides about colours, for the output of every task: it removes them unless the output is a
//! terminal. `NO_COLOR` and `CLICOLOR_FORCE` override that.

use anstyle::{AnsiColor, Style};
use anyhow::Error;
use codegen::diagnostics::terminal::terminal_lines;
use codegen::diagnostics::{Diagnostic, Severity};

const LOCATION: Style = Style::new().bold();
const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const NOTE: Style = AnsiColor::Cyan.on_default().bold();

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
    let mut text = format!(
        "{LOCATION}{}{LOCATION:#}{style}{severity}{rule}{style:#}: {}",
        diagnostic.prefix(),
        diagnostic.body()
    );
    for other in diagnostic.others() {
        text += &format!("\n{}", painted(other));
    }
    text
}

/// Returns a text with escape sequences for colours: the word before the colon of each line that starts with the name
/// of a severity or a verdict.
pub(crate) fn painted_report(text: &str) -> String {
    text.split_inclusive('\n').map(painted_line).collect()
}

fn painted_line(line: &str) -> String {
    let (word, rest) = line.split_once(':').unwrap_or_default();
    let style = match word {
        "error" | "major" => ERROR,
        "warning" | "minor" => WARNING,
        "note" | "patch" => NOTE,
        _ => return line.to_owned(),
    };
    format!("{style}{word}{style:#}:{rest}")
}

/// Prints a warning, without a location in a document.
pub(crate) fn print_warning(message: &str) {
    anstream::eprintln!("{}", painted_message(WARNING, "warning", message));
}

/// Prints a note, which needs no action.
pub(crate) fn print_note(message: &str) {
    anstream::eprintln!("{}", painted_message(NOTE, "note", message));
}

/// Prints the error that ended a task.
pub(crate) fn print_error(error: &Error) {
    anstream::eprintln!("{}", painted_error(error));
}

fn painted_error(error: &Error) -> String {
    match error.downcast_ref::<Diagnostic>() {
        Some(diagnostic) => painted(diagnostic),
        None => painted_message(ERROR, "error", &format!("{error:#}")),
    }
}

fn painted_message(style: Style, severity: &str, message: &str) -> String {
    let message = terminal_lines(message);
    format!("{style}{severity}{style:#}: {message}")
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;
    use codegen::diagnostics::Pointer;

    use super::*;

    #[test]
    fn painted_error_disables_commands_of_terminals_and_workflows() {
        let pointer = Pointer::root().child("a\n::error::b");
        let diagnostic = Diagnostic::at(&pointer, "\u{1b}[2Jc\n::error::d", "e");
        for (error, expected) in [
            (
                diagnostic.in_document("::f\u{9b}.yaml").into(),
                "\\::f\\u{9b}.yaml: error: #/a\\n::error::b: \\u{1b}[2Jc\\n::error::d\n  help: e",
            ),
            (
                anyhow!("a\u{1b}[31m\n::error::b\n  help: c"),
                "error: a\\u{1b}[31m\n\\::error::b\n  help: c",
            ),
        ] {
            let text = painted_error(&error);
            assert_eq!(anstream::adapter::strip_str(&text).to_string(), expected);
        }
    }
}
