//! Finds renamed resources and types.

use std::collections::{HashMap, HashSet};
use std::mem::discriminant;

use super::change::{Changes, Direction, Item};
use super::verdict::Kind;
use super::{describe, matching};
use crate::ir::{Api, Resource, Type, TypeDefinition};
use crate::names;

/// Reports renamed resources and types, and returns the old API with their new names, so that they aren't also reported
/// as removed and added.
pub(super) fn report_and_apply(changes: &mut Changes, old: &Api, new: &Api) -> Api {
    let mut api = old.clone();
    let mut paths = HashMap::new();
    for both in renamed_resources(old, new) {
        let [old, new] = both;
        let expressions = both.map(|resource| names::resource_expression(&resource.path));
        let item = Item::new(names::resource_expression(&new.path), &new.pointer);
        changes.changed(Kind::ResourceRenamed, &item, expressions);
        paths.insert(&old.path, &new.path);
    }
    for resource in &mut api.resources {
        if let Some(path) = paths.get(&resource.path) {
            resource.path.clone_from(path);
        }
    }
    let mut names = HashMap::new();
    for both in renamed_types(old, new) {
        let [old, new] = both;
        let item =
            Item::new(describe::model(new), &new.pointer).with_direction(Direction::of_type(both));
        changes.changed(Kind::TypeRenamed, &item, both.map(describe::model));
        names.insert(&old.name, &new.name);
    }
    let rename = |name: &mut String| {
        if let Some(new) = names.get(name) {
            name.clone_from(new);
        }
    };
    let rename_type = |ty: &mut Type| {
        if let Type::Named(name) = ty.innermost_mut() {
            rename(name);
        }
    };
    for definition in &mut api.types {
        rename(&mut definition.name);
        let parts = definition.shape.parts_mut().into_iter();
        parts.for_each(rename_type);
    }
    // `Api::definition` needs this order.
    api.types.sort_by(|a, b| a.name.cmp(&b.name));
    for operation in api.resources.iter_mut().flat_map(|it| &mut it.operations) {
        operation.types_mut().for_each(rename_type);
    }
    api
}

/// Finds pairs of resources with different paths of the same length. Both have an operation in common or, without
/// operations, the same pointer.
fn renamed_resources<'a>(old: &'a Api, new: &'a Api) -> Vec<[&'a Resource; 2]> {
    let matches = matching::by_key([&old.resources, &new.resources], |it| &it.path);
    let mut candidates = HashMap::new();
    for new in matches.added {
        candidates.extend(rename_keys(new).map(|key| (key, new)));
    }
    let mut paired = HashSet::new();
    let renamed = matches.removed.into_iter().filter_map(|old| {
        let new = rename_keys(old).find_map(|key| {
            let new = *candidates.get(&key)?;
            paired.insert(&new.path).then_some(new)
        })?;
        Some([old, new])
    });
    renamed.collect()
}

/// Returns the keys of a resource: one with the ID of each operation or, without operations, one with the pointer.
/// Each key contains the length of the path. The old and the new resource of a rename have at least one key in common.
fn rename_keys(resource: &Resource) -> impl Iterator<Item = (usize, &str)> {
    let operations = resource.operations.iter();
    let is_empty = resource.operations.is_empty();
    let pointer = is_empty.then(|| resource.pointer.as_str());
    operations
        .map(|operation| operation.id.as_str())
        .chain(pointer)
        .map(|id_or_pointer| (resource.path.len(), id_or_pointer))
}

/// Finds pairs of types with different names, the same pointer and the same kind, such as struct.
fn renamed_types<'a>(old: &'a Api, new: &'a Api) -> Vec<[&'a TypeDefinition; 2]> {
    let matches = matching::by_key([&old.types, &new.types], |it| &it.name);
    let unmatched = [matches.removed, matches.added];
    matching::by_key(unmatched, |it| (&it.pointer, discriminant(&it.shape))).both
}
