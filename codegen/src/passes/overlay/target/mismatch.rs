//! Explains why a target matches nothing.

use indexmap::IndexSet;
use serde_json::Value;

use super::super::type_name;
use super::segments::{Segment, SegmentKind};
use super::step::reference_chain;
use crate::diagnostics::Pointer;
use crate::openapi::errors::{enumeration, listed, quoted};

/// Returns why a segment selects nothing in `values`, which the segments `before` select.
pub(super) fn mismatch(
    document: &Value,
    before: &[Segment],
    segment: &Segment,
    values: &IndexSet<Pointer>,
) -> String {
    let count = values.len();
    if let (1, Some(pointer)) = (count, values.first()) {
        return reason(document, pointer, segment);
    }
    let before: String = before.iter().map(|it| &*it.text).collect();
    let text = &segment.text;
    format!("`${before}` matches {count} values, but `{text}` matches nothing in them")
}

/// Returns why a segment selects nothing in the value at `pointer`.
fn reason(document: &Value, pointer: &Pointer, segment: &Segment) -> String {
    // If the value is a Reference Object, the reason is about the referenced object.
    let location = reference_chain(document, pointer)
        .last()
        .map_or_else(|| pointer.clone(), |(location, _)| location);
    let value = document.pointer(location.as_str()).unwrap_or(&Value::Null);
    let name = match location.key() {
        None => "the document".to_owned(),
        Some(_) if location != *pointer => location.to_string(),
        Some(key) => quoted(&key),
    };
    let text = &segment.text;
    match (value, &segment.kind) {
        (Value::Object(members), _) if members.is_empty() => format!("{name} is empty"),
        (Value::Array(items), _) if items.is_empty() => format!("{name} is empty"),
        (Value::Object(members), SegmentKind::Names(names)) => format!(
            "{name} has no member {}; it has {}",
            either(names),
            listed(members.keys().map(|key| quoted(key)))
        ),
        (Value::Array(items), SegmentKind::Indices(indices)) => {
            let noun = if items.len() == 1 { "item" } else { "items" };
            format!(
                "{name} has no item {}; it has {} {noun}",
                either(indices),
                items.len()
            )
        }
        (Value::Object(_), SegmentKind::Indices(indices)) => format!(
            "{name} is an object, and `{text}` selects items of an array; names need quotes: `['{}']`",
            indices.join("', '")
        ),
        (Value::Array(_), SegmentKind::Names(names)) if is_indices(names) => format!(
            "{name} is an array, and `{text}` selects members of an object; indices have no quotes: `[{}]`",
            names.join(", ")
        ),
        (Value::Object(_) | Value::Array(_), SegmentKind::Filter | SegmentKind::Other) => {
            format!("nothing in {name} matches `{text}`")
        }
        (value, _) => {
            let found = type_name(value);
            format!("{name} is {found}, in which nothing matches `{text}`")
        }
    }
}

fn is_indices(names: &[String]) -> bool {
    names.iter().all(|name| name.parse::<i64>().is_ok())
}

/// Returns the quoted names or indices: `200` or `201`.
fn either(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    enumeration(&names, "or")
}
