//! A report as Markdown for the description of a pull request.

use std::fmt::{self, Write};

use super::change::Change;
use super::report::Report;
use super::verdict::Verdict;
use crate::render::markdown::code_span;

/// Returns the report as Markdown, with the next version in the last line.
pub fn markdown(report: &Report) -> String {
    let mut text = String::new();
    // Writing to a `String` doesn't fail.
    let _ = write(&mut text, report);
    text
}

fn write(text: &mut String, report: &Report) -> fmt::Result {
    writeln!(text, "## API changes\n")?;
    if !report.unmatched.is_empty() {
        writeln!(text, "Decisions that match nothing:\n")?;
        for unmatched in &report.unmatched {
            let target = code(&unmatched.decision.target);
            let (overlay, spec) = (code(&unmatched.overlay), code(&unmatched.spec));
            writeln!(text, "- {target} in {overlay} matches nothing in {spec}")?;
        }
        writeln!(text)?;
    }
    for (verdict, heading) in [
        (Verdict::Major, "Major"),
        (Verdict::Minor, "Minor"),
        (Verdict::Patch, "Patch"),
    ] {
        let changes = report.changes.iter();
        let changes: Vec<&Change> = changes
            .filter(|change| change.verdict() == verdict)
            .collect();
        write_section(text, heading, &changes)?;
    }
    writeln!(text, "{}", report.conclusion())
}

fn write_section(text: &mut String, heading: &str, changes: &[&Change]) -> fmt::Result {
    if changes.is_empty() {
        return Ok(());
    }
    writeln!(text, "### {heading} ({})\n", changes.len())?;
    writeln!(
        text,
        "| change | item | direction | old | new | effect on callers |\n|---|---|---|---|---|---|"
    )?;
    for change in changes {
        let value = |value: &Option<String>| value.as_deref().map(code).unwrap_or_default();
        writeln!(
            text,
            "| {} | {}<br>{} | {} | {} | {} | {} |",
            change.kind.rule().title,
            code(&change.item),
            code(&change.pointer.to_string()),
            change.direction,
            value(&change.old),
            value(&change.new),
            change.reason().replace('|', "\\|"),
        )?;
    }
    writeln!(text)
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
