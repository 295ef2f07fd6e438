//! A report as Markdown for the body of a pull request.

use std::fmt::Write;

use super::change::Change;
use super::report::Report;
use super::verdict::Verdict;

/// The report as Markdown; its last line is the version that a release needs next.
pub fn markdown(report: &Report) -> String {
    let mut text = String::from("## Changes of the API\n\n");
    if !report.unmatched.is_empty() {
        text.push_str("Decisions that no longer fit:\n\n");
        for unmatched in &report.unmatched {
            let (overlay, spec) = (&unmatched.overlay, &unmatched.spec);
            let target = code(&unmatched.decision.target);
            // Writing to a text does not fail.
            let _ = writeln!(
                text,
                "- {target} of {} matches nothing in {}",
                code(overlay),
                code(spec)
            );
        }
        text.push('\n');
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
        add_section(&mut text, heading, &changes);
    }
    text.push_str(&report.conclusion());
    text.push('\n');
    text
}

fn add_section(text: &mut String, heading: &str, changes: &[&Change]) {
    if changes.is_empty() {
        return;
    }
    let _ = write!(
        text,
        "### {heading} ({})\n\n| what | item | direction | was | is | why |\n|---|---|---|---|---|---|\n",
        changes.len()
    );
    for change in changes {
        let value = |value: &Option<String>| value.as_deref().map(code).unwrap_or_default();
        let _ = writeln!(
            text,
            "| {} | {}<br>{} | {} | {} | {} | {} |",
            change.kind.rule().title,
            code(&change.item),
            code(&change.pointer.to_string()),
            change.direction,
            value(&change.was),
            value(&change.is),
            change.reason().replace('|', "\\|"),
        );
    }
    text.push('\n');
}

/// A code span that stays in its cell, whatever is in it.
fn code(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|character| {
            if character.is_control() {
                ' '
            } else {
                character
            }
        })
        .collect();
    crate::render::markdown::code_span(&text).replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_gets_out_of_its_cell() {
        assert_eq!(code("a|b\nc"), "`a\\|b c`");
        assert_eq!(code("a`b"), "``a`b``");
    }
}
