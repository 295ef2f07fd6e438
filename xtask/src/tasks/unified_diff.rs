//! Writes unified diffs of generated files.

use anstyle::{AnsiColor, Style};
use codegen::diagnostics::terminal::terminal_line;
use similar::TextDiff;

use crate::project::generated_files::Difference;

/// The number of unchanged lines around a change.
const CONTEXT: usize = 3;

const FILE: Style = Style::new().bold();
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
    let headers = [
        format!("--- {}", name("current", old)),
        format!("+++ {}", name("generated", new)),
    ];
    let changes = TextDiff::from_lines(
        old.as_deref().unwrap_or_default(),
        new.as_deref().unwrap_or_default(),
    );
    let hunks = changes.unified_diff().context_radius(CONTEXT).to_string();
    let headers = headers.iter().map(|line| painted(FILE, line));
    let lines = hunks
        .split_terminator('\n')
        .map(|line| match line.chars().next() {
            Some('@') => painted(HUNK, line),
            Some('-') => painted(REMOVED, line),
            Some('+') => painted(ADDED, line),
            _ => painted(Style::new(), line),
        });
    headers.chain(lines).collect()
}

fn painted(style: Style, line: &str) -> String {
    format!("{style}{}{style:#}\n", terminal_line(line))
}
