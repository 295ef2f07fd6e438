//! Descriptions, examples, defaults, bounds and deprecation of a value.

use serde_json::Value;

use super::bounds::{self, Movement};
use super::change::{Changes, Direction, Item};
use super::verdict::Kind;
use crate::ir::Annotations;
use crate::render::signature::phrase;

/// Compares the annotations of one value.
pub(super) fn compare(item: Item<'_>, old: &Annotations, new: &Annotations, changes: &mut Changes) {
    compare_bounds(item, old, new, changes);
    compare_defaults(item, old, new, changes);
    compare_deprecation(item, old.deprecated, new.deprecated, changes);
    let texts = [
        ("description", old.description != new.description),
        ("example", old.example != new.example),
    ];
    changes.documentation(item, &texts);
}

pub(super) fn compare_deprecation(item: Item<'_>, old: bool, new: bool, changes: &mut Changes) {
    let kinds = (Kind::Deprecated, Kind::DeprecationRemoved);
    changes.toggled(kinds, item, (old, new), "deprecated");
}

fn compare_bounds(item: Item<'_>, old: &Annotations, new: &Annotations, changes: &mut Changes) {
    let is_received = item.direction == Direction::Response;
    let kind = match bounds::movement(&old.bounds, &new.bounds) {
        Movement::None => return,
        Movement::Narrower if is_received => Kind::ResponseBoundsNarrowed,
        Movement::Narrower => Kind::RequestBoundsNarrowed,
        Movement::Wider if is_received => Kind::ResponseBoundsWidened,
        Movement::Wider => Kind::RequestBoundsWidened,
        Movement::Other if is_received => Kind::ResponseBoundsChanged,
        Movement::Other => Kind::RequestBoundsChanged,
    };
    let phrases = |annotations: &Annotations| match annotations.bounds.as_slice() {
        [] => "no bounds".to_owned(),
        bounds => bounds.iter().map(phrase).collect::<Vec<_>>().join(", "),
    };
    changes.changed(kind, item, phrases(old), phrases(new));
}

fn compare_defaults(item: Item<'_>, old: &Annotations, new: &Annotations, changes: &mut Changes) {
    let kind = if item.direction == Direction::Response {
        Kind::ResponseDefaultChanged
    } else {
        Kind::RequestDefaultChanged
    };
    let default = |annotations: &Annotations| match &annotations.default {
        // A default of null has the same effect as none.
        None | Some(Value::Null) => "none".to_owned(),
        Some(value) => format!("`{value}`"),
    };
    changes.changed(kind, item, default(old), default(new));
}
