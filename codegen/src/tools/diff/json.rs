//! Writes a report as JSON for other programs.

use serde_json::{Value, json};

use super::change::Change;
use super::report::Report;
use crate::render::escape;

/// Returns the report as an indented JSON document.
pub fn json(report: &Report) -> String {
    let versions = report.versions.as_ref();
    let document = json!({
        "unmatched": report.unmatched,
        "changes": report.changes.iter().map(change).collect::<Vec<_>>(),
        "version": versions.map(|it| it.current.to_string()),
        "next_version": versions.map(|it| it.next.to_string()),
    });
    escape::json(&format!("{document:#}\n"))
}

fn change(change: &Change) -> Value {
    json!({
        "kind": format!("{:?}", change.kind),
        "title": change.kind.rule().title,
        "item": change.item.label,
        "pointer": change.item.pointer,
        "direction": change.item.direction,
        "old": change.old,
        "new": change.new,
        "verdict": change.verdict(),
        "reason": change.reason(),
    })
}
