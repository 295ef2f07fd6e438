//! Writes unified diffs of generated files.

use anstyle::{AnsiColor, Style};
use codegen::diagnostics::terminal::terminal_line;
use similar::{ChangeTag, TextDiff};

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
    let path = terminal_line(path);
    let name = |side: &str, text: &Option<String>| match text {
        Some(_) => format!("{side}/{path}"),
        None => "/dev/null".to_owned(),
    };
    let mut diff = painted(FILE, &format!("--- {}", name("current", old)))
        + &painted(FILE, &format!("+++ {}", name("generated", new)));
    let changes = TextDiff::from_lines(
        old.as_deref().unwrap_or_default(),
        new.as_deref().unwrap_or_default(),
    );
    for hunk in changes.unified_diff().context_radius(CONTEXT).iter_hunks() {
        diff += &painted(HUNK, &hunk.header().to_string());
        for change in hunk.iter_changes() {
            let line = terminal_line(change.value().trim_end_matches('\n'));
            diff += &match change.tag() {
                ChangeTag::Equal => format!(" {line}\n"),
                ChangeTag::Delete => painted(REMOVED, &format!("-{line}")),
                ChangeTag::Insert => painted(ADDED, &format!("+{line}")),
            };
        }
    }
    diff
}

fn painted(style: Style, line: &str) -> String {
    format!("{style}{line}{style:#}\n")
}
