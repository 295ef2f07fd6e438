//! A report as JSON for programs.

use serde_json::{Value, json};

use super::change::Change;
use super::report::{Report, Unmatched};

/// The report as a JSON document, indented, with the version that a release needs next as its last member.
pub fn json(report: &Report) -> String {
    let document = json!({
        "unmatched": report.unmatched.iter().map(unmatched).collect::<Vec<_>>(),
        "changes": report.changes.iter().map(change).collect::<Vec<_>>(),
        "version": report.version.to_string(),
        "next_version": report.next.to_string(),
    });
    format!("{document:#}\n")
}

fn unmatched(unmatched: &Unmatched) -> Value {
    json!({
        "spec": unmatched.spec,
        "overlay": unmatched.overlay,
        "pointer": unmatched.decision.pointer.to_string(),
        "target": unmatched.decision.target,
    })
}

fn change(change: &Change) -> Value {
    json!({
        "kind": format!("{:?}", change.kind),
        "what": change.kind.rule().title,
        "item": change.item,
        "pointer": change.pointer.to_string(),
        "direction": change.direction,
        "was": change.was,
        "is": change.is,
        "verdict": change.verdict(),
        "reason": change.reason(),
    })
}
