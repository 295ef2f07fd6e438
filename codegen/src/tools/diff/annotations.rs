//! Descriptions, examples, defaults, bounds and deprecation of a value.

use std::cmp::Ordering;

use serde_json::Value;

use super::bounds;
use super::change::{Changes, Direction, Item};
use super::verdict::Kind;
use crate::ir::Annotations;
use crate::render::signature::phrase;

/// Compares the annotations of one value.
pub(super) fn compare(changes: &mut Changes, item: &Item<'_>, both: [&Annotations; 2]) {
    compare_bounds(changes, item, both);
    let is_received = item.direction == Direction::Response;
    let kind = if is_received {
        Kind::ResponseDefaultChanged
    } else {
        Kind::RequestDefaultChanged
    };
    let defaults = both.map(|annotations| match &annotations.default {
        // A default of null has the same effect as none.
        None | Some(Value::Null) => "none".to_owned(),
        Some(value) => format!("`{value}`"),
    });
    changes.changed(kind, item, defaults);
    compare_deprecation(
        changes,
        item,
        both.map(|annotations| annotations.deprecated),
    );
    let [old, new] = both;
    let texts = [
        ("description", old.description != new.description),
        ("example", old.example != new.example),
    ];
    changes.documentation(item, &texts);
}

pub(super) fn compare_deprecation(changes: &mut Changes, item: &Item<'_>, deprecated: [bool; 2]) {
    let kinds = [Kind::Deprecated, Kind::DeprecationRemoved];
    changes.toggled(kinds, item, deprecated, "deprecated");
}

fn compare_bounds(changes: &mut Changes, item: &Item<'_>, both: [&Annotations; 2]) {
    let is_received = item.direction == Direction::Response;
    let kind = match bounds::compare(both.map(|annotations| &*annotations.bounds)) {
        Some(Ordering::Equal) => return,
        Some(Ordering::Less) if is_received => Kind::ResponseBoundsNarrowed,
        Some(Ordering::Less) => Kind::RequestBoundsNarrowed,
        Some(Ordering::Greater) if is_received => Kind::ResponseBoundsWidened,
        Some(Ordering::Greater) => Kind::RequestBoundsWidened,
        None if is_received => Kind::ResponseBoundsChanged,
        None => Kind::RequestBoundsChanged,
    };
    let phrases = both.map(|annotations| match &*annotations.bounds {
        [] => "no bounds".to_owned(),
        bounds => bounds.iter().map(phrase).collect::<Vec<_>>().join(", "),
    });
    changes.changed(kind, item, phrases);
}
