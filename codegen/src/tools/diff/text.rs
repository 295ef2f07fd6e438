//! Writes a report as text for a terminal.

use super::change::{Change, Direction};
use super::report::{Report, Unmatched};
use crate::diagnostics::terminal::{terminal_line, terminal_lines};

/// Returns the report as text, with a summary in the last line.
pub fn text(report: &Report) -> String {
    let mut text: String = report.unmatched.iter().map(unmatched).collect();
    if !text.is_empty() {
        text.push('\n');
    }
    text.extend(report.changes.iter().map(change));
    terminal_lines(&format!("{text}{}\n", report.conclusion()))
}

fn unmatched(it: &Unmatched) -> String {
    let text = format!(
        "warning: {}: {}: `{}` matches nothing in {}",
        it.file, it.pointer, it.target, it.document
    );
    terminal_line(&text) + "\n"
}

fn change(change: &Change) -> String {
    let direction = match change.item.direction {
        Direction::Both => String::new(),
        direction => format!(" ({direction})"),
    };
    let value = |name, value: &Option<String>| match value {
        Some(value) => format!("  {name}: {}\n", terminal_line(value)),
        None => String::new(),
    };
    let (old, new) = (value("old", &change.old), value("new", &change.new));
    let [item, pointer] = [&*change.item.label, change.item.pointer.as_str()].map(terminal_line);
    let (verdict, title, reason) = (change.verdict(), change.kind.rule().title, change.reason());
    format!(
        "{verdict}: {title}: {item}{direction}\n  at:  #{pointer}\n{old}{new}  why: {reason}\n\n"
    )
}
