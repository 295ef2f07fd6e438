//! A report as Markdown for the description of a pull request.

use super::change::Change;
use super::report::{Report, Unmatched};
use super::verdict::Verdict;
use crate::render::markdown::code_span;

/// Returns the report as Markdown, with the next version in the last line.
pub fn markdown(report: &Report) -> String {
    let mut text = "## API changes\n\n".to_owned();
    if !report.unmatched.is_empty() {
        text.push_str("Decisions that match nothing:\n\n");
        text.extend(report.unmatched.iter().map(unmatched));
        text.push('\n');
    }
    for verdict in [Verdict::Major, Verdict::Minor, Verdict::Patch] {
        let changes = report
            .changes
            .iter()
            .filter(|change| change.verdict() == verdict);
        text.push_str(&section(verdict, &changes.collect::<Vec<_>>()));
    }
    format!("{text}{}\n", report.conclusion())
}

fn unmatched(unmatched: &Unmatched) -> String {
    let Unmatched {
        spec,
        overlay,
        decision,
    } = unmatched;
    let (target, overlay, spec) = (code(&decision.target), code(overlay), code(spec));
    format!("- {target} in {overlay} matches nothing in {spec}\n")
}

fn section(verdict: Verdict, changes: &[&Change]) -> String {
    if changes.is_empty() {
        return String::new();
    }
    let rows: String = changes.iter().map(|change| row(change)).collect();
    format!(
        "### {verdict:?} ({})\n\n| change | item | direction | old | new | effect on callers |\n\
         |---|---|---|---|---|---|\n{rows}\n",
        changes.len()
    )
}

fn row(change: &Change) -> String {
    let Change {
        kind,
        item,
        pointer,
        direction,
        old,
        new,
    } = change;
    let (title, item, pointer) = (kind.rule().title, code(item), code(&pointer.to_string()));
    let [old, new] = [old, new].map(|value| value.as_deref().map(code).unwrap_or_default());
    let reason = change.reason().replace('|', "\\|");
    format!("| {title} | {item}<br>{pointer} | {direction} | {old} | {new} | {reason} |\n")
}

/// Returns a code span that doesn't end its table cell.
fn code(text: &str) -> String {
    code_span(&text.replace(char::is_control, " ")).replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_escapes_pipes_backticks_and_line_ends() {
        assert_eq!(code("a|b\nc"), "`a\\|b c`");
        assert_eq!(code("a`b"), "``a`b``");
    }
}
