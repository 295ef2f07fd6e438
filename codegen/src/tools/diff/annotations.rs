//! Compares the description, example, default, bounds and deprecation of a value.

use std::cmp::Ordering;

use serde_json::Value;

use super::bounds;
use super::change::{Changes, Item};
use super::verdict::Kind;
use crate::ir::Annotations;
use crate::render::signature::phrase;

pub(super) fn compare(changes: &mut Changes, item: &Item, both: [&Annotations; 2]) {
    compare_bounds(changes, item, both);
    let defaults = both.map(|annotations| match &annotations.default {
        // Null as a default has no effect.
        None | Some(Value::Null) => "none".to_owned(),
        Some(value) => format!("`{value}`"),
    });
    let kind = item.kind_by_direction(Kind::RequestDefaultChanged, Kind::ResponseDefaultChanged);
    changes.changed(kind, item, defaults);
    compare_deprecation(changes, item, both.map(|it| it.deprecated));
    let [old, new] = both;
    let texts = [
        ("description", old.description != new.description),
        ("example", old.example != new.example),
    ];
    changes.documentation_changed(item, &texts);
}

pub(super) fn compare_deprecation(changes: &mut Changes, item: &Item, deprecated: [bool; 2]) {
    let kinds = [Kind::Deprecated, Kind::DeprecationRemoved];
    changes.toggled(kinds, item, deprecated, "deprecated");
}

fn compare_bounds(changes: &mut Changes, item: &Item, both: [&Annotations; 2]) {
    let (in_request, in_response) = match bounds::compare(both.map(|it| &*it.bounds)) {
        Some(Ordering::Equal) => return,
        Some(Ordering::Less) => (Kind::RequestBoundsNarrowed, Kind::ResponseBoundsNarrowed),
        Some(Ordering::Greater) => (Kind::RequestBoundsWidened, Kind::ResponseBoundsWidened),
        None => (Kind::RequestBoundsChanged, Kind::ResponseBoundsChanged),
    };
    let phrases = both.map(|annotations| match &*annotations.bounds {
        [] => "no bounds".to_owned(),
        bounds => bounds.iter().map(phrase).collect::<Vec<_>>().join(", "),
    });
    changes.changed(
        item.kind_by_direction(in_request, in_response),
        item,
        phrases,
    );
}
