//! Writes a report as Markdown for the description of a pull request.

use super::change::Change;
use super::report::{Report, Unmatched};
use crate::diagnostics::terminal::terminal_line;
use crate::render::escape::table_code;

/// Returns the report as Markdown, with a summary in the last line.
pub fn markdown(report: &Report) -> String {
    let mut text = "## API changes\n\n".to_owned();
    if !report.unmatched.is_empty() {
        text.push_str("Decisions that match nothing:\n\n");
        text.extend(report.unmatched.iter().map(unmatched));
        text.push('\n');
    }
    let by_verdict = report.changes.chunk_by(|a, b| a.verdict() == b.verdict());
    text.extend(by_verdict.filter_map(section));
    format!("{text}{}\n", report.conclusion())
}

fn unmatched(it: &Unmatched) -> String {
    let [target, file, document] = [&it.target, &it.file, &it.document].map(|it| code(it));
    format!("- {target} in {file} matches nothing in {document}\n")
}

fn section(changes: &[Change]) -> Option<String> {
    let verdict = changes.first()?.verdict();
    let rows: String = changes.iter().map(row).collect();
    Some(format!(
        "### {verdict:?} ({})\n\n| change | item | direction | old | new | effect on callers |\n\
         |---|---|---|---|---|---|\n{rows}\n",
        changes.len()
    ))
}

fn row(change: &Change) -> String {
    let (title, direction) = (change.kind.rule().title, change.item.direction);
    let [item, pointer] = [&change.item.label, &change.item.pointer.to_string()].map(|it| code(it));
    let values = [&change.old, &change.new];
    let [old, new] = values.map(|value| value.as_deref().map(code).unwrap_or_default());
    let reason = change.reason().replace('|', "\\|");
    format!("| {title} | {item}<br>{pointer} | {direction} | {old} | {new} | {reason} |\n")
}

/// Returns the code of a table cell. Reports are also printed to a terminal.
fn code(text: &str) -> String {
    table_code(&terminal_line(text))
}
