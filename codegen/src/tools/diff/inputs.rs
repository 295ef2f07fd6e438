//! What callers give to an operation: arguments and setters.

use std::collections::HashSet;

use super::change::{Changes, Item};
use super::pairs::{Pair, pairs, same_order};
use super::verdict::Kind;
use super::{labels, notes};
use crate::ir::{Location, Style, Type};
use crate::render::signature::{Input, Place};

/// Compares the inputs of one operation.
pub(super) fn compare(
    operation: Item<'_>,
    mut old: Vec<Input<'_>>,
    new: Vec<Input<'_>>,
    changes: &mut Changes,
) {
    rename_placeholders(operation, &mut old, &new, changes);
    for pair in pairs(&old, &new, |input| input.name.clone()) {
        let (Pair::New(input) | Pair::Gone(input) | Pair::Kept(_, input)) = pair;
        let label = labels::input(operation.label, input);
        let item = Item {
            label: &label,
            pointer: input.pointer,
            ..operation
        };
        match pair {
            Pair::New(input) if input.is_argument => {
                changes.added(Kind::ParameterNewRequired, item, &*input.accepts);
            }
            Pair::New(input) => changes.added(Kind::ParameterNew, item, &*input.accepts),
            Pair::Gone(input) => changes.gone(Kind::ParameterGone, item, &*input.accepts),
            Pair::Kept(old, new) => compare_one(item, old, new, changes),
        }
    }
    compare_order(operation, &old, &new, changes);
}

/// Path arguments go by their order, not by their names: as long as there are as many, one that is gone and one that is new
/// are the same.
fn rename_placeholders(
    operation: Item<'_>,
    old: &mut [Input<'_>],
    new: &[Input<'_>],
    changes: &mut Changes,
) {
    let count = |inputs: &[Input<'_>]| inputs.iter().filter(|input| in_path(input)).count();
    if count(old) != count(new) {
        return;
    }
    let known: HashSet<String> = old.iter().map(|input| input.name.clone()).collect();
    let kept: HashSet<&str> = new.iter().map(|input| input.name.as_str()).collect();
    let gone = old
        .iter_mut()
        .filter(|input| in_path(input) && !kept.contains(input.name.as_str()));
    let added = new
        .iter()
        .filter(|input| in_path(input) && !known.contains(&input.name));
    for (before, after) in gone.zip(added) {
        let label = labels::input(operation.label, after);
        let item = Item {
            label: &label,
            pointer: after.pointer,
            ..operation
        };
        changes.replaced(Kind::PlaceholderRenamed, item, &*before.name, &*after.name);
        before.name.clone_from(&after.name);
    }
}

fn compare_one(item: Item<'_>, old: &Input<'_>, new: &Input<'_>, changes: &mut Changes) {
    match (old.is_argument, new.is_argument) {
        (false, true) => {
            changes.replaced(Kind::ParameterNowRequired, item, "a setter", "an argument")
        }
        (true, false) => {
            changes.replaced(Kind::ParameterNowOptional, item, "an argument", "a setter")
        }
        _ => {}
    }
    changes.replaced(kind_of_types(old, new), item, &*old.accepts, &*new.accepts);
    if in_path(old) && in_path(new) {
        // Where another type is taken, that has been told.
        if old.accepts == new.accepts {
            compare_segment(item, old, new, changes);
        }
    } else {
        // The name of a placeholder is not sent.
        changes.replaced(Kind::WireNameChanged, item, old.wire_name, new.wire_name);
    }
    changes.replaced(Kind::ParameterMoved, item, place(old), place(new));
    notes::compare(item, old.annotations, new.annotations, changes);
}

/// What it means that an argument accepts another type.
///
/// One that took a type alone goes on to take it when it takes what converts into a wrapper of it.
fn kind_of_types(old: &Input<'_>, new: &Input<'_>) -> Kind {
    let now_wraps = |wrapper: &str| {
        let wrapped = format!("impl Into<{wrapper}<{}>>", old.plain);
        old.accepts == old.plain && new.accepts == wrapped
    };
    if now_wraps("Nullable") {
        Kind::ParameterTakesMore
    } else if now_wraps("Selection") {
        Kind::SelectionDemanded
    } else {
        Kind::ParameterTypeChanged
    }
}

/// Any value can stand in a path, so only the server knows the difference.
fn compare_segment(item: Item<'_>, old: &Input<'_>, new: &Input<'_>, changes: &mut Changes) {
    let kind = match (old.value, new.value) {
        // Written alike; how far an integer reaches, its bounds say.
        (Type::Integer(_), Type::Integer(_))
        | (Type::String, Type::Secret)
        | (Type::Secret, Type::String) => return,
        (_, Type::String | Type::Secret) => Kind::PathTypeWidened,
        _ => Kind::PathTypeNarrowed,
    };
    changes.replaced(kind, item, &*old.plain, &*new.plain);
}

fn in_path(input: &Input<'_>) -> bool {
    matches!(
        input.place,
        Place::Parameter {
            location: Location::Path,
            ..
        }
    )
}

/// Where a value travels, and how, unless it does so as most do there.
fn place(input: &Input<'_>) -> String {
    let Place::Parameter {
        location,
        style,
        allow_reserved,
    } = input.place
    else {
        return "in the body".to_owned();
    };
    let place = match location {
        Location::Path => "in the path",
        Location::Query => "in the query",
        Location::Header => "in a header",
        Location::Cookie => "in a cookie",
    };
    let style = match style {
        Style::Simple | Style::FormExploded => String::new(),
        style => format!(", {}", labels::style(style)),
    };
    let reserved = if allow_reserved {
        ", reserved characters as they are"
    } else {
        ""
    };
    [place, &style, reserved].concat()
}

fn compare_order(operation: Item<'_>, old: &[Input<'_>], new: &[Input<'_>], changes: &mut Changes) {
    let arguments = |inputs: &[Input<'_>]| -> Vec<String> {
        let arguments = inputs.iter().filter(|input| input.is_argument);
        arguments.map(|input| input.name.clone()).collect()
    };
    let (old, new) = (arguments(old), arguments(new));
    if !same_order(&old, &new) {
        changes.replaced(
            Kind::ArgumentsReordered,
            operation,
            old.join(", "),
            new.join(", "),
        );
    }
}
