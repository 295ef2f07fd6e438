//! Resources and types that have another name and are the same otherwise.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::change::{Changes, Direction, Item};
use super::labels;
use super::verdict::Kind;
use crate::ir::{Api, Body, Resource, Shape, Type, TypeDefinition};

/// What has another name, by the one it had.
pub(super) struct Renames<'a> {
    resources: Vec<(&'a Resource, &'a Resource)>,
    types: Vec<(&'a TypeDefinition, &'a TypeDefinition)>,
}

impl<'a> Renames<'a> {
    pub(super) fn between(old: &'a Api, new: &'a Api) -> Self {
        Self {
            resources: resources(old, new),
            types: types(old, new),
        }
    }

    pub(super) fn tell(&self, changes: &mut Changes) {
        for (old, new) in &self.resources {
            let label = labels::resource(&new.path);
            let item = Item {
                label: &label,
                pointer: &new.pointer,
                direction: Direction::Both,
            };
            changes.replaced(
                Kind::ResourceRenamed,
                item,
                labels::resource(&old.path),
                &*label,
            );
        }
        for (old, new) in &self.types {
            let label = labels::model(new);
            let item = Item {
                label: &label,
                pointer: &new.pointer,
                direction: Direction::of(old, new),
            };
            changes.replaced(Kind::TypeRenamed, item, labels::model(old), &*label);
        }
    }

    /// The old API under the new names.
    pub(super) fn applied_to(&self, old: &Api) -> Api {
        let paths: HashMap<&[String], &[String]> = self
            .resources
            .iter()
            .map(|(old, new)| (old.path.as_slice(), new.path.as_slice()))
            .collect();
        let names: HashMap<&str, &str> = self
            .types
            .iter()
            .map(|(old, new)| (old.name.as_str(), new.name.as_str()))
            .collect();
        let mut api = old.clone();
        for resource in &mut api.resources {
            if let Some(path) = paths.get(resource.path.as_slice()) {
                resource.path = path.to_vec();
            }
        }
        for definition in &mut api.types {
            rename(&mut definition.name, &names);
        }
        values(&mut api, &mut |value| rename_in(value, &names));
        api
    }
}

/// A resource is the same if one of its operations is, or if it stands in the same place.
fn resources<'a>(old: &'a Api, new: &'a Api) -> Vec<(&'a Resource, &'a Resource)> {
    let paths = |api: &'a Api| -> HashSet<&'a [String]> {
        let resources = api.resources.iter();
        resources.map(|resource| resource.path.as_slice()).collect()
    };
    let (old_paths, new_paths) = (paths(old), paths(new));
    let gone = old.resources.iter();
    let gone = gone.filter(|resource| !new_paths.contains(resource.path.as_slice()));
    let mut candidates: Vec<&Resource> = new
        .resources
        .iter()
        .filter(|resource| !old_paths.contains(resource.path.as_slice()))
        .collect();
    let mut renamed = Vec::new();
    for earlier in gone {
        let found = candidates
            .iter()
            .position(|later| earlier.path.len() == later.path.len() && is_same(earlier, later));
        if let Some(place) = found {
            renamed.push((earlier, candidates.remove(place)));
        }
    }
    renamed
}

fn is_same(old: &Resource, new: &Resource) -> bool {
    if old.operations.is_empty() && new.operations.is_empty() {
        return old.pointer == new.pointer;
    }
    let ids: HashSet<&str> = old
        .operations
        .iter()
        .map(|operation| operation.id.as_str())
        .collect();
    new.operations
        .iter()
        .any(|operation| ids.contains(operation.id.as_str()))
}

/// A type is the same if it is of the same kind and stands in the same place.
fn types<'a>(old: &'a Api, new: &'a Api) -> Vec<(&'a TypeDefinition, &'a TypeDefinition)> {
    let names = |api: &'a Api| -> HashSet<&'a str> {
        api.types
            .iter()
            .map(|definition| definition.name.as_str())
            .collect()
    };
    let (old_names, new_names) = (names(old), names(new));
    let added = new.types.iter();
    let added = added.filter(|definition| !old_names.contains(definition.name.as_str()));
    let added: BTreeMap<_, _> = added
        .map(|definition| (&definition.pointer, definition))
        .collect();
    let gone = old.types.iter();
    let gone = gone.filter(|definition| !new_names.contains(definition.name.as_str()));
    gone.filter_map(|earlier| Some((earlier, *added.get(&earlier.pointer)?)))
        .filter(|(earlier, later)| same_kind(&earlier.shape, &later.shape))
        .collect()
}

fn same_kind(old: &Shape, new: &Shape) -> bool {
    std::mem::discriminant(old) == std::mem::discriminant(new)
}

fn rename(name: &mut String, names: &HashMap<&str, &str>) {
    if let Some(new) = names.get(name.as_str()) {
        *name = (*new).to_owned();
    }
}

fn rename_in(value: &mut Type, names: &HashMap<&str, &str>) {
    match value {
        Type::Named(name) => rename(name, names),
        Type::Array(inner) | Type::Map(inner) => rename_in(inner, names),
        _ => {}
    }
}

/// Visits the type of every value in an API.
fn values(api: &mut Api, visit: &mut impl FnMut(&mut Type)) {
    for definition in &mut api.types {
        definition
            .shape
            .parts_mut()
            .into_iter()
            .for_each(&mut *visit);
    }
    let operations = api
        .resources
        .iter_mut()
        .flat_map(|resource| &mut resource.operations);
    for operation in operations {
        let parameters = operation
            .path_parameters
            .iter_mut()
            .chain(&mut operation.other_parameters);
        parameters.for_each(|parameter| visit(&mut parameter.value));
        let body = operation.body.iter_mut().flat_map(Body::values_mut);
        body.chain(operation.output.value_mut())
            .for_each(&mut *visit);
    }
}
