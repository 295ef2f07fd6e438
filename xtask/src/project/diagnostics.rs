//! Prints errors, warnings and progress, in colour on a terminal.
//!
//! `anstream` alone decides about colours, for the output of every task: it removes them unless the output is a
//! terminal. `NO_COLOR` and `CLICOLOR_FORCE` override that.

use std::io::{self, IsTerminal};

use anstyle::{AnsiColor, Style};
use anyhow::Error;
use codegen::diagnostics::terminal::terminal_lines;
use codegen::diagnostics::{Diagnostic, Severity};

const LOCATION: Style = Style::new().bold();
const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const NOTE: Style = AnsiColor::Cyan.on_default().bold();
const PROGRESS: Style = Style::new().dimmed();

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
pub(crate) fn painted_lines(text: &str) -> String {
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

/// Prints a message, such as `warning: the old spec is missing`, that isn't about a part of a document.
pub(crate) fn print(message: &str) {
    anstream::eprintln!("{}", painted_lines(&terminal_lines(message)));
}

/// Prints the error that ended a task.
pub(crate) fn print_error(error: &Error) {
    anstream::eprintln!("{}", painted_error(error));
}

/// Prints work that may take long, such as `linting the spec`, unless standard error isn't a terminal.
pub(crate) fn print_progress(work: &str) {
    if io::stderr().is_terminal() {
        anstream::eprintln!("{PROGRESS}{work}…{PROGRESS:#}");
    }
}

fn painted_error(error: &Error) -> String {
    match error.downcast_ref::<Diagnostic>() {
        Some(diagnostic) => painted(diagnostic),
        None => painted_lines(&terminal_lines(&format!("error: {error:#}"))),
    }
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
