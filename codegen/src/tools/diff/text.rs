//! A report as text for a terminal.

use std::fmt::{self, Write};

use super::change::{Change, Direction};
use super::report::Report;

/// Returns the report as text, with the next version in the last line.
pub fn text(report: &Report) -> String {
    let mut text = String::new();
    // Writing to a `String` doesn't fail.
    let _ = write(&mut text, report);
    text
}

fn write(text: &mut String, report: &Report) -> fmt::Result {
    for unmatched in &report.unmatched {
        let (pointer, target) = (&unmatched.decision.pointer, &unmatched.decision.target);
        let (overlay, spec) = (&unmatched.overlay, &unmatched.spec);
        writeln!(
            text,
            "warning: {overlay}: {pointer}: `{target}` matches nothing in {spec}"
        )?;
    }
    if !report.unmatched.is_empty() {
        writeln!(text)?;
    }
    for change in &report.changes {
        write_change(text, change)?;
        writeln!(text)?;
    }
    writeln!(text, "{}", report.conclusion())
}

fn write_change(text: &mut String, change: &Change) -> fmt::Result {
    let (verdict, title) = (change.verdict(), change.kind.rule().title);
    write!(text, "{verdict}: {title}: {}", change.item)?;
    if change.direction != Direction::Both {
        write!(text, " ({})", change.direction)?;
    }
    writeln!(text, "\n  at:  {}", change.pointer)?;
    for (name, value) in [("old", &change.old), ("new", &change.new)] {
        if let Some(value) = value {
            writeln!(text, "  {name}: {value}")?;
        }
    }
    writeln!(text, "  why: {}", change.reason())
}
