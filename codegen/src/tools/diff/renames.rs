//! Finds renamed resources and types.

use std::collections::{HashMap, HashSet};
use std::mem::discriminant;

use super::change::{Changes, Direction, Item};
use super::verdict::Kind;
use super::{describe, matching};
use crate::ir::{Api, Resource, Type, TypeDefinition};
use crate::names;

/// Pairs of an old item and the same item with a new name.
pub(super) struct Renames<'a> {
    resources: Vec<[&'a Resource; 2]>,
    types: Vec<[&'a TypeDefinition; 2]>,
}

impl<'a> Renames<'a> {
    pub(super) fn between(old: &'a Api, new: &'a Api) -> Self {
        Self {
            resources: renamed_resources(old, new),
            types: renamed_types(old, new),
        }
    }

    pub(super) fn report(&self, changes: &mut Changes) {
        for [old, new] in &self.resources {
            let names = [old, new].map(|resource| names::resource_expression(&resource.path));
            let item = Item::new(names::resource_expression(&new.path), &new.pointer);
            changes.changed(Kind::ResourceRenamed, &item, names);
        }
        for [old, new] in &self.types {
            let names = [old, new].map(|definition| describe::model(definition));
            let item = Item::new(describe::model(new), &new.pointer)
                .with_direction(Direction::of_type([old, new]));
            changes.changed(Kind::TypeRenamed, &item, names);
        }
    }

    pub(super) fn apply(&self, old: &Api) -> Api {
        let paths: HashMap<&[String], &[String]> = self
            .resources
            .iter()
            .map(|[old, new]| (&*old.path, &*new.path))
            .collect();
        let names: HashMap<&str, &str> = self
            .types
            .iter()
            .map(|[old, new]| (&*old.name, &*new.name))
            .collect();
        let mut api = old.clone();
        for resource in &mut api.resources {
            if let Some(path) = paths.get(resource.path.as_slice()) {
                resource.path = path.to_vec();
            }
        }
        for definition in &mut api.types {
            rename(&mut definition.name, &names);
            let parts = definition.shape.parts_mut().into_iter();
            parts.for_each(|ty| rename_type(ty, &names));
        }
        for operation in api.resources.iter_mut().flat_map(|it| &mut it.operations) {
            let types = operation.types_mut();
            types.for_each(|ty| rename_type(ty, &names));
        }
        api
    }
}

/// Finds pairs of resources with different paths of the same length. Both have an operation in common or, without
/// operations, the same pointer.
fn renamed_resources<'a>(old: &'a Api, new: &'a Api) -> Vec<[&'a Resource; 2]> {
    let matches = matching::by_key([&old.resources, &new.resources], |it| &it.path);
    let mut candidates = HashMap::new();
    for new in matches.added {
        candidates.extend(identities(new).map(|identity| (identity, new)));
    }
    let mut paired = HashSet::new();
    let renamed = matches.removed.into_iter().filter_map(|old| {
        let new = identities(old).find_map(|identity| {
            let new = *candidates.get(&identity)?;
            paired.insert(&new.path).then_some(new)
        })?;
        Some([old, new])
    });
    renamed.collect()
}

/// Returns values of which a renamed resource keeps at least one: the length of its path with the ID of each operation
/// or, without operations, with its pointer.
fn identities(resource: &Resource) -> impl Iterator<Item = (usize, &str)> {
    let operations = resource.operations.iter();
    let is_empty = resource.operations.is_empty();
    let pointer = is_empty.then(|| resource.pointer.as_str());
    operations
        .map(|operation| operation.id.as_str())
        .chain(pointer)
        .map(|identity| (resource.path.len(), identity))
}

/// Finds pairs of types with different names, the same pointer and the same kind, such as struct.
fn renamed_types<'a>(old: &'a Api, new: &'a Api) -> Vec<[&'a TypeDefinition; 2]> {
    let matches = matching::by_key([&old.types, &new.types], |it| &it.name);
    let unmatched = [matches.removed, matches.added];
    matching::by_key(unmatched, |it| (&it.pointer, discriminant(&it.shape))).both
}

fn rename(name: &mut String, names: &HashMap<&str, &str>) {
    if let Some(new) = names.get(name.as_str()) {
        *name = (*new).to_owned();
    }
}

fn rename_type(ty: &mut Type, names: &HashMap<&str, &str>) {
    if let Type::Named(name) = ty.innermost_mut() {
        rename(name, names);
    }
}
