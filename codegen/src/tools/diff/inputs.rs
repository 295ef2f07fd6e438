//! Compares *inputs*: the arguments of a method, and the setters of its request builder.

use std::collections::HashSet;

use super::change::{Changes, Item};
use super::verdict::Kind;
use super::{annotations, describe};
use crate::ir::{Location, Type};
use crate::render::signature::{InputKind, InputSignature};

pub(super) fn compare<'a>(
    changes: &mut Changes,
    operation: &Item,
    mut old: Vec<InputSignature<'a>>,
    new: &[InputSignature<'a>],
) {
    rename_path_arguments(changes, operation, &mut old, new);
    let pairs = changes.compare_lists(
        [old.as_slice(), new],
        |input| &input.name,
        |input| {
            let kinds = match input.input.is_argument {
                true => [Kind::RequiredParameterAdded, Kind::ParameterRemoved],
                false => [Kind::ParameterAdded, Kind::ParameterRemoved],
            };
            (item(operation, input), kinds, input.accepts.clone())
        },
    );
    for (item, both) in pairs {
        compare_one(changes, &item, both);
    }
    let arguments = [&old, new].map(|inputs| {
        let arguments = inputs.iter().filter(|it| it.input.is_argument);
        arguments.map(|it| it.name.clone()).collect()
    });
    changes.reordered(Kind::ArgumentsReordered, operation, arguments);
}

fn item<'a>(operation: &Item, input: &InputSignature<'a>) -> Item {
    operation.part(
        describe::input(&operation.label, input),
        input.input.pointer,
    )
}

/// Reports renamed path arguments, and gives the new names to the old arguments.
///
/// Path arguments are positional. If their number is unchanged, the removed names were replaced by the added names, in
/// order.
fn rename_path_arguments<'a>(
    changes: &mut Changes,
    operation: &Item,
    old: &mut [InputSignature<'a>],
    new: &[InputSignature<'a>],
) {
    let count =
        |inputs: &[InputSignature<'_>]| inputs.iter().filter(|input| is_in_path(input)).count();
    if count(old) != count(new) {
        return;
    }
    let names = |inputs: &[InputSignature<'_>]| inputs.iter().map(|it| it.name.clone()).collect();
    let [old_names, new_names]: [HashSet<String>; 2] = [names(old), names(new)];
    let old = old.iter_mut().filter(|it| is_in_path(it));
    let new = new.iter().filter(|it| is_in_path(it));
    let removed = old.filter(|it| !new_names.contains(&it.name));
    let added = new.filter(|it| !old_names.contains(&it.name));
    for (old, new) in removed.zip(added) {
        let item = item(operation, new);
        changes.changed(Kind::PlaceholderRenamed, &item, [&*old.name, &*new.name]);
        old.name.clone_from(&new.name);
    }
}

/// Adds a change for each difference between inputs with the same name.
fn compare_one(changes: &mut Changes, item: &Item, both: [&InputSignature<'_>; 2]) {
    let [old, new] = both;
    let kind = match new.input.is_argument {
        true => Kind::ParameterNowRequired,
        false => Kind::ParameterNowOptional,
    };
    let roles = both.map(|it| {
        if it.input.is_argument {
            "argument"
        } else {
            "setter"
        }
    });
    changes.changed(kind, item, roles);
    changes.changed(type_change(old, new), item, both.map(|it| &*it.accepts));
    if is_in_path(old) && is_in_path(new) {
        // `type_change` already reported different accepted types.
        if old.accepts == new.accepts {
            compare_path_types(changes, item, old, new);
        }
    } else {
        // Requests contain the names of inputs, except those of placeholders.
        changes.changed(
            Kind::WireNameChanged,
            item,
            both.map(|it| it.input.wire_name),
        );
    }
    changes.changed(Kind::ParameterMoved, item, both.map(describe_location));
    annotations::compare(changes, item, both.map(|it| it.input.annotations));
}

/// Returns the kind of a change of the accepted type. Calls that pass a `T` still compile if the new type is `impl
/// Into<Nullable<T>>` or `impl Into<Selection<T>>`.
fn type_change(old: &InputSignature<'_>, new: &InputSignature<'_>) -> Kind {
    let now_accepts = |wrapper| {
        old.accepts == old.value_type
            && new.accepts == format!("impl Into<{wrapper}<{}>>", old.value_type)
    };
    if now_accepts("Nullable") {
        Kind::ParameterNullable
    } else if now_accepts("Selection") {
        Kind::SelectionRequired
    } else {
        Kind::ParameterTypeChanged
    }
}

/// Compares the types of path parameters in the documents, which can differ if the method accepts the same Rust type.
fn compare_path_types(
    changes: &mut Changes,
    item: &Item,
    old: &InputSignature<'_>,
    new: &InputSignature<'_>,
) {
    let kind = match (old.input.ty, new.input.ty) {
        // The serialized values are the same. The bounds of integers are compared separately.
        (Type::Integer(_), Type::Integer(_))
        | (Type::String, Type::Secret)
        | (Type::Secret, Type::String) => return,
        (_, Type::String | Type::Secret) => Kind::PathTypeWidened,
        _ => Kind::PathTypeNarrowed,
    };
    changes.changed(kind, item, [&*old.value_type, &*new.value_type]);
}

fn is_in_path(input: &InputSignature<'_>) -> bool {
    matches!(input.input.kind, InputKind::Parameter(it) if it.location == Location::Path)
}

/// Describes the location and style of a value: `query, style form, exploded`.
fn describe_location(input: &InputSignature<'_>) -> String {
    let InputKind::Parameter(parameter) = input.input.kind else {
        return "body".to_owned();
    };
    let location = parameter.location.name();
    let style = describe::style(parameter.style);
    let reserved = match parameter.allow_reserved {
        true => ", reserved characters allowed",
        false => "",
    };
    format!("{location}, {style}{reserved}")
}
