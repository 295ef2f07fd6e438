//! Arguments and setters of request builders.

use std::collections::HashSet;

use super::change::{Changes, Item};
use super::verdict::Kind;
use super::{annotations, describe};
use crate::ir::{Location, Type};
use crate::render::signature::{Input, RequestPart};

/// Compares the arguments and setters of one operation.
pub(super) fn compare<'a>(
    changes: &mut Changes,
    operation: &Item<'a>,
    mut old: Vec<Input<'a>>,
    new: &[Input<'a>],
) {
    rename_placeholders(changes, operation, &mut old, new);
    changes.list(
        [&old, new],
        |input| input.name.clone(),
        |input| item(operation, input),
        |input| {
            let kind = match input.is_argument {
                true => Kind::RequiredParameterAdded,
                false => Kind::ParameterAdded,
            };
            (kind, input.accepts.clone())
        },
        |input| (Kind::ParameterRemoved, input.accepts.clone()),
        compare_one,
    );
    let arguments = [&old, new].map(|inputs| {
        let arguments = inputs.iter().filter(|input| input.is_argument);
        arguments.map(|input| input.name.clone()).collect()
    });
    changes.reordered(Kind::ArgumentsReordered, operation, arguments);
}

fn item<'a>(operation: &Item<'a>, input: &Input<'a>) -> Item<'a> {
    operation.part(describe::input(&operation.label, input), input.pointer)
}

/// Renames old path arguments to new ones.
///
/// Path arguments are positional: if their number is unchanged, removed ones correspond to added ones in order.
fn rename_placeholders<'a>(
    changes: &mut Changes,
    operation: &Item<'a>,
    old: &mut [Input<'a>],
    new: &[Input<'a>],
) {
    let count = |inputs: &[Input<'_>]| inputs.iter().filter(|input| is_in_path(input)).count();
    if count(old) != count(new) {
        return;
    }
    let names = |inputs: &[Input<'_>]| -> HashSet<String> {
        inputs.iter().map(|input| input.name.clone()).collect()
    };
    let (old_names, new_names) = (names(old), names(new));
    let removed = old
        .iter_mut()
        .filter(|it| is_in_path(it) && !new_names.contains(&it.name));
    let added = new
        .iter()
        .filter(|it| is_in_path(it) && !old_names.contains(&it.name));
    for (old, new) in removed.zip(added) {
        let item = item(operation, new);
        changes.changed(Kind::PlaceholderRenamed, &item, [&*old.name, &*new.name]);
        old.name.clone_from(&new.name);
    }
}

fn compare_one(changes: &mut Changes, item: Item<'_>, both: [&Input<'_>; 2]) {
    let [old, new] = both;
    let kind = match new.is_argument {
        true => Kind::ParameterNowRequired,
        false => Kind::ParameterNowOptional,
    };
    let roles = both.map(|it| if it.is_argument { "argument" } else { "setter" });
    changes.changed(kind, &item, roles);
    changes.changed(type_change(old, new), &item, both.map(|it| &*it.accepts));
    if is_in_path(old) && is_in_path(new) {
        // Another accepted type is already reported.
        if old.accepts == new.accepts {
            compare_path_types(changes, &item, old, new);
        }
    } else {
        // The name of a placeholder isn't sent.
        changes.changed(Kind::WireNameChanged, &item, both.map(|it| it.wire_name));
    }
    changes.changed(Kind::ParameterMoved, &item, both.map(location));
    annotations::compare(changes, &item, both.map(|input| input.annotations));
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
fn compare_path_types(changes: &mut Changes, item: &Item<'_>, old: &Input<'_>, new: &Input<'_>) {
    let kind = match (old.ty, new.ty) {
        // Serialized alike; the bounds of integers are compared separately.
        (Type::Integer(_), Type::Integer(_))
        | (Type::String, Type::Secret)
        | (Type::Secret, Type::String) => return,
        (_, Type::String | Type::Secret) => Kind::PathTypeWidened,
        _ => Kind::PathTypeNarrowed,
    };
    changes.changed(kind, item, [&*old.plain, &*new.plain]);
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
    let location = format!("{location:?}").to_lowercase();
    let reserved = if allow_reserved {
        ", reserved characters allowed"
    } else {
        ""
    };
    format!("{location}, {}{reserved}", describe::style(style))
}
