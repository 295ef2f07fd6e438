//! What a document says about a value beyond its type.

use serde_json::Value;

use super::bounds::{self, Movement};
use super::change::{Changes, Direction, Item};
use super::verdict::Kind;
use crate::ir::Notes;
use crate::render::signature::phrase;

/// Compares the notes of one value.
pub(super) fn compare(item: Item<'_>, old: &Notes, new: &Notes, changes: &mut Changes) {
    compare_bounds(item, old, new, changes);
    compare_defaults(item, old, new, changes);
    compare_deprecation(item, old.deprecated, new.deprecated, changes);
    let texts = [
        ("description", old.description != new.description),
        ("example", old.example != new.example),
    ];
    changes.reworded(item, &texts);
}

pub(super) fn compare_deprecation(item: Item<'_>, old: bool, new: bool, changes: &mut Changes) {
    match (old, new) {
        (false, true) => changes.added(Kind::Deprecated, item, "deprecated"),
        (true, false) => changes.gone(Kind::DeprecationWithdrawn, item, "deprecated"),
        _ => {}
    }
}

fn compare_bounds(item: Item<'_>, old: &Notes, new: &Notes, changes: &mut Changes) {
    let is_received = item.direction == Direction::Response;
    let kind = match bounds::movement(&old.bounds, &new.bounds) {
        Movement::None => return,
        Movement::Narrower if is_received => Kind::ResponseNarrowed,
        Movement::Narrower => Kind::RequestNarrowed,
        Movement::Wider if is_received => Kind::ResponseWidened,
        Movement::Wider => Kind::RequestWidened,
        Movement::Other if is_received => Kind::ResponseBoundChanged,
        Movement::Other => Kind::RequestBoundChanged,
    };
    let phrases = |notes: &Notes| match notes.bounds.as_slice() {
        [] => "no bounds".to_owned(),
        bounds => bounds.iter().map(phrase).collect::<Vec<_>>().join(", "),
    };
    changes.replaced(kind, item, phrases(old), phrases(new));
}

fn compare_defaults(item: Item<'_>, old: &Notes, new: &Notes, changes: &mut Changes) {
    let kind = if item.direction == Direction::Response {
        Kind::ResponseDefaultChanged
    } else {
        Kind::RequestDefaultChanged
    };
    let default = |notes: &Notes| match &notes.default {
        // Who leaves out what is null by default gets nothing either way.
        None | Some(Value::Null) => "none".to_owned(),
        Some(value) => format!("`{value}`"),
    };
    changes.replaced(kind, item, default(old), default(new));
}
