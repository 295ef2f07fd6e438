//! Writes unified diffs of generated files.

use anstyle::{AnsiColor, Style};
use codegen::diagnostics::terminal::terminal_line;
use similar::TextDiff;

use crate::project::generated_files::Difference;

const HUNK: Style = AnsiColor::Cyan.on_default();
const REMOVED: Style = AnsiColor::Red.on_default();
const ADDED: Style = AnsiColor::Green.on_default();

/// Returns a coloured unified diff from the current to the generated text of a file.
pub(super) fn unified_diff(difference: &Difference) -> String {
    let Difference { path, old, new } = difference;
    let name = |side: &str, text: &Option<String>| match text {
        Some(_) => format!("{side}/{path}"),
        None => "/dev/null".to_owned(),
    };
    let changes = TextDiff::from_lines(
        old.as_deref().unwrap_or_default(),
        new.as_deref().unwrap_or_default(),
    );
    let diff = changes
        .unified_diff()
        .header(&name("current", old), &name("generated", new))
        .to_string();
    diff.split_terminator('\n').map(painted).collect()
}

fn painted(line: &str) -> String {
    let style = match line.chars().next() {
        Some('@') => HUNK,
        Some('-') => REMOVED,
        Some('+') => ADDED,
        _ => Style::new(),
    };
    format!("{style}{}{style:#}\n", terminal_line(line))
}
