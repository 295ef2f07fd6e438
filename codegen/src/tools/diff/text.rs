//! A report as text for a terminal.

use std::fmt::Write;

use super::change::Change;
use super::report::Report;

/// The report as text; its last line is the version that a release needs next.
pub fn text(report: &Report) -> String {
    let mut text = String::new();
    for unmatched in &report.unmatched {
        let (place, path) = (&unmatched.decision.pointer, &unmatched.decision.target);
        line(
            &mut text,
            format_args!(
                "note: {} no longer fits {}: {place}: `{path}` matches nothing",
                unmatched.overlay, unmatched.spec
            ),
        );
    }
    if !report.unmatched.is_empty() {
        text.push('\n');
    }
    for change in &report.changes {
        add_change(&mut text, change);
        text.push('\n');
    }
    line(&mut text, format_args!("{}", report.conclusion()));
    text
}

fn add_change(text: &mut String, change: &Change) {
    let (verdict, title) = (change.verdict(), change.kind.rule().title);
    line(
        text,
        format_args!("{verdict}: {title}: {} ({})", change.item, change.direction),
    );
    line(text, format_args!("  at:  {}", change.pointer));
    for (name, value) in [("was", &change.was), ("is", &change.is)] {
        if let Some(value) = value {
            line(text, format_args!("  {:4} {value}", format!("{name}:")));
        }
    }
    line(text, format_args!("  why: {}", change.reason()));
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a text does not fail.
    let _ = writeln!(text, "{line}");
}
