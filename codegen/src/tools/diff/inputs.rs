//! Arguments and setters of request builders.

use std::collections::HashSet;

use super::change::{Changes, Item};
use super::matching::{self, Match};
use super::verdict::Kind;
use super::{annotations, describe};
use crate::ir::{Location, Type};
use crate::render::signature::{Input, RequestPart};

/// Compares the arguments and setters of one operation.
pub(super) fn compare(
    operation: Item<'_>,
    mut old: Vec<Input<'_>>,
    new: Vec<Input<'_>>,
    changes: &mut Changes,
) {
    rename_placeholders(operation, &mut old, &new, changes);
    for found in matching::by_key(&old, &new, |input| input.name.clone()) {
        let (Match::Added(input) | Match::Removed(input) | Match::Both(_, input)) = found;
        let label = describe::input(operation.label, input);
        let item = Item {
            label: &label,
            pointer: input.pointer,
            ..operation
        };
        match found {
            Match::Added(input) => {
                let kind = if input.is_argument {
                    Kind::RequiredParameterAdded
                } else {
                    Kind::ParameterAdded
                };
                changes.added(kind, item, &*input.accepts);
            }
            Match::Removed(input) => changes.removed(Kind::ParameterRemoved, item, &*input.accepts),
            Match::Both(old, new) => compare_one(item, old, new, changes),
        }
    }
    let arguments = |inputs: &[Input<'_>]| -> Vec<String> {
        inputs
            .iter()
            .filter(|input| input.is_argument)
            .map(|input| input.name.clone())
            .collect()
    };
    let (old, new) = (arguments(&old), arguments(&new));
    changes.reordered(Kind::ArgumentsReordered, operation, &old, &new);
}

/// Renames old path arguments to new ones.
///
/// Path arguments are positional: if their number is unchanged, removed ones correspond to added ones in order.
fn rename_placeholders(
    operation: Item<'_>,
    old: &mut [Input<'_>],
    new: &[Input<'_>],
    changes: &mut Changes,
) {
    let count = |inputs: &[Input<'_>]| inputs.iter().filter(|input| is_in_path(input)).count();
    if count(old) != count(new) {
        return;
    }
    let old_names: HashSet<String> = old.iter().map(|input| input.name.clone()).collect();
    let new_names: HashSet<&str> = new.iter().map(|input| input.name.as_str()).collect();
    let removed = old
        .iter_mut()
        .filter(|input| is_in_path(input) && !new_names.contains(input.name.as_str()));
    let added = new
        .iter()
        .filter(|input| is_in_path(input) && !old_names.contains(&input.name));
    for (old, new) in removed.zip(added) {
        let label = describe::input(operation.label, new);
        let item = Item {
            label: &label,
            pointer: new.pointer,
            ..operation
        };
        changes.changed(Kind::PlaceholderRenamed, item, &*old.name, &*new.name);
        old.name.clone_from(&new.name);
    }
}

fn compare_one(item: Item<'_>, old: &Input<'_>, new: &Input<'_>, changes: &mut Changes) {
    let role = |input: &Input<'_>| match input.is_argument {
        true => "argument",
        false => "setter",
    };
    let kind = if new.is_argument {
        Kind::ParameterNowRequired
    } else {
        Kind::ParameterNowOptional
    };
    changes.changed(kind, item, role(old), role(new));
    changes.changed(type_change(old, new), item, &*old.accepts, &*new.accepts);
    if is_in_path(old) && is_in_path(new) {
        // Another accepted type is already reported.
        if old.accepts == new.accepts {
            compare_path_types(item, old, new, changes);
        }
    } else {
        // The name of a placeholder isn't sent.
        changes.changed(Kind::WireNameChanged, item, old.wire_name, new.wire_name);
    }
    changes.changed(Kind::ParameterMoved, item, location(old), location(new));
    annotations::compare(item, old.annotations, new.annotations, changes);
}

/// Returns the kind of a change of the accepted type: values of type `T` are also accepted as `Into<Nullable<T>>`.
fn type_change(old: &Input<'_>, new: &Input<'_>) -> Kind {
    let now_wraps = |wrapper: &str| {
        let wrapped = format!("impl Into<{wrapper}<{}>>", old.plain);
        old.accepts == old.plain && new.accepts == wrapped
    };
    if now_wraps("Nullable") {
        Kind::ParameterNullable
    } else if now_wraps("Selection") {
        Kind::SelectionRequired
    } else {
        Kind::ParameterTypeChanged
    }
}

/// Compares the documented types of path arguments. The SDK accepts any value; the server may not.
fn compare_path_types(item: Item<'_>, old: &Input<'_>, new: &Input<'_>, changes: &mut Changes) {
    let kind = match (old.value, new.value) {
        // Serialized alike; the bounds of integers are compared separately.
        (Type::Integer(_), Type::Integer(_))
        | (Type::String, Type::Secret)
        | (Type::Secret, Type::String) => return,
        (_, Type::String | Type::Secret) => Kind::PathTypeWidened,
        _ => Kind::PathTypeNarrowed,
    };
    changes.changed(kind, item, &*old.plain, &*new.plain);
}

fn is_in_path(input: &Input<'_>) -> bool {
    matches!(
        input.part,
        RequestPart::Parameter {
            location: Location::Path,
            ..
        }
    )
}

/// Describes where and in which style a value is sent.
fn location(input: &Input<'_>) -> String {
    let RequestPart::Parameter {
        location,
        style,
        allow_reserved,
    } = input.part
    else {
        return "body".to_owned();
    };
    let location = match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    };
    let reserved = if allow_reserved {
        ", reserved characters allowed"
    } else {
        ""
    };
    format!("{location}, {}{reserved}", describe::style(style))
}
