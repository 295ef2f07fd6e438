//! Renames objects whose identifier is taken.
//!
//! The first object in the document keeps its name, so that one added at the end renames no other.

use std::collections::{HashMap, HashSet};

use super::{
    WHOLE_BODY, accessor, builder, builder_type, field_or_argument, method, resource_type, setter,
    variant,
};
use crate::diagnostics::{Diagnostic, Effect, Pointer};
use crate::ir::{Api, Body, EnumValue, Operation, Resource, Shape, TypeDefinition};

/// The help for a name that an overlay can set.
const NAME: &str = "set a distinct name in an overlay";

/// The help for a name that no overlay can set.
const WIRE_NAME: &str = "no action needed: the name in requests and responses is unchanged";

/// Makes the identifiers of parameters, properties and enum values distinct, since no overlay can rename them, and
/// reports the changes.
pub fn dedupe_values(api: &mut Api) -> Vec<Diagnostic> {
    let mut renamed = Vec::new();
    let resources = api.resources.iter_mut();
    for operation in resources.flat_map(|resource| &mut resource.operations) {
        dedupe_inputs(operation, &mut renamed);
    }
    for definition in &mut api.types {
        dedupe_members(definition, &mut renamed);
    }
    renamed
}

/// Names the request builders that no overlay names, after the names of resources and methods.
///
/// If several calls produce the same name, the one with the shortest path keeps it, and the names of the others contain
/// the whole path of their resource.
pub fn name_builders(api: &mut Api) -> Vec<Diagnostic> {
    let shapes = api.types.iter();
    let shapes: HashMap<&str, &Shape> = shapes.map(|it| (&*it.name, &it.shape)).collect();
    let mut taken = Taken::default();
    for Resource {
        path, operations, ..
    } in &api.resources
    {
        taken.identifiers.insert(resource_type(path).to_string());
        let given = operations.iter().filter(|it| !it.builder.is_empty());
        let given = given.map(|it| builder_type(&it.builder).to_string());
        taken.identifiers.extend(given);
    }
    let resources = api.resources.iter_mut();
    let operations = resources.flat_map(
        |Resource {
             path, operations, ..
         }| {
            let path = path.as_slice();
            operations
                .iter_mut()
                .map(move |operation| (path, operation))
        },
    );
    let unnamed = operations.filter(|(_, operation)| operation.builder.is_empty());
    let mut unnamed: Vec<(&[String], &mut Operation)> = unnamed.collect();
    unnamed.sort_by(|(a, x), (b, y)| (a.len(), a, &x.name).cmp(&(b.len(), b, &y.name)));
    let mut renamed = Vec::new();
    let identifier = |name: &str| builder_type(name).to_string();
    for (path, operation) in unnamed {
        let is_list = operation.output.is_list(|name| shapes.get(name).copied());
        let wanted = builder::name(path, operation, is_list);
        operation.builder.clone_from(&wanted);
        if taken.identifiers.insert(identifier(&wanted)) {
            continue;
        }
        let full = format!("{} {}", path.join(" "), operation.name);
        let free = taken.take(&full, identifier);
        operation.builder = free.unwrap_or(full);
        let message = format!(
            "the request builder is named `{}`, because `{}` is taken",
            builder_type(&operation.builder),
            builder_type(&wanted),
        );
        let diagnostic = Diagnostic::at(
            &operation.pointer,
            message,
            "set `x-sdk-name` on the Operation Object to choose another name",
        );
        renamed.push(diagnostic.with_effect(Effect::Renamed, operation.pointer.clone()));
    }
    renamed
}

/// Gives resources, operations and variants of unions distinct identifiers, which an overlay can set, and reports
/// changes.
pub fn dedupe_names(api: &mut Api) -> Vec<Diagnostic> {
    let mut renamed = Vec::new();
    dedupe_resources(&mut api.resources, &mut renamed);
    for definition in &mut api.types {
        dedupe_variants(definition, &mut renamed);
    }
    renamed
}

/// The identifiers that are taken in one scope.
#[derive(Default)]
struct Taken {
    identifiers: HashSet<String>,
    /// The last number tried for an identifier, so that many equal names take linear time.
    numbers: HashMap<String, usize>,
}

impl Taken {
    /// Takes the identifier of a name. If it is taken, takes and returns a free name instead.
    fn take(&mut self, name: &str, identifier: impl Fn(&str) -> String) -> Option<String> {
        let wanted = identifier(name);
        if self.identifiers.insert(wanted.clone()) {
            return None;
        }
        loop {
            let number = self.numbers.entry(wanted.clone()).or_insert(1);
            *number += 1;
            let free = format!("{name} {number}");
            if self.identifiers.insert(identifier(&free)) {
                return Some(free);
            }
        }
    }

    /// Takes the identifier of a name, and changes and reports the name if it is taken.
    fn dedupe(
        &mut self,
        name: &mut String,
        pointer: &Pointer,
        identifier: impl Fn(&str) -> String,
        help: &str,
        renamed: &mut Vec<Diagnostic>,
    ) {
        if let Some(free) = self.take(name, identifier) {
            let message =
                format!("the identifier of {name:?} is taken by another name in the same scope");
            let diagnostic = Diagnostic::at(pointer, message, help);
            renamed.push(diagnostic.with_effect(Effect::Renamed, pointer.clone()));
            *name = free;
        }
    }
}

fn dedupe_resources(resources: &mut [Resource], renamed: &mut Vec<Diagnostic>) {
    let mut types = Taken::default();
    let mut clients = Taken::default();
    let mut below = HashMap::<Vec<String>, Taken>::new();
    for resource in &mut *resources {
        // The names of nested resources come from an overlay.
        if let [name] = resource.path.as_mut_slice() {
            let one = |name: &str| [name.to_owned()];
            let identifiers = |name: &str| resource_type(&one(name)).to_string();
            types.dedupe(name, &resource.pointer, identifiers, NAME, renamed);
            let identifier = |name: &str| accessor(&one(name)).to_string();
            clients.dedupe(name, &resource.pointer, identifier, NAME, renamed);
        } else {
            types.take("", |_| resource_type(&resource.path).to_string());
            if let Some((_, parent)) = resource.path.split_last() {
                let taken = below.entry(parent.to_vec()).or_default();
                taken.take("", |_| accessor(&resource.path).to_string());
            }
        }
    }
    for resource in resources {
        let mut methods = below.remove(&resource.path).unwrap_or_default();
        for operation in &mut resource.operations {
            dedupe_operation(operation, &mut types, &mut methods, renamed);
        }
    }
}

fn dedupe_operation(
    operation: &mut Operation,
    types: &mut Taken,
    methods: &mut Taken,
    renamed: &mut Vec<Diagnostic>,
) {
    let pointer = operation.pointer.clone();
    if !operation.builder.is_empty() {
        let builder = |name: &str| builder_type(name).to_string();
        types.dedupe(&mut operation.builder, &pointer, builder, NAME, renamed);
    }
    let name = |name: &str| method(name).to_string();
    methods.dedupe(&mut operation.name, &pointer, name, NAME, renamed);
}

fn dedupe_inputs(operation: &mut Operation, renamed: &mut Vec<Diagnostic>) {
    let mut taken = Taken::default();
    let identifier = |label: &str| setter(label).to_string();
    let mut dedupe = |label: &mut String, pointer: &Pointer| {
        taken.dedupe(label, pointer, identifier, WIRE_NAME, renamed);
    };
    // The argument of a body has a fixed name, so a parameter of that name is renamed.
    if let Some(Body::Value { .. }) = operation.body {
        dedupe(&mut WHOLE_BODY.to_owned(), &operation.pointer);
    }
    let parameters = operation.path_parameters.iter_mut();
    for parameter in parameters.chain(&mut operation.other_parameters) {
        dedupe(&mut parameter.label, &parameter.pointer);
    }
    if let Some(Body::Fields(fields)) = &mut operation.body {
        for field in fields {
            dedupe(&mut field.label, &field.pointer);
        }
    }
}

fn dedupe_members(definition: &mut TypeDefinition, renamed: &mut Vec<Diagnostic>) {
    let pointer = &definition.pointer;
    match &mut definition.shape {
        Shape::Struct(fields) => {
            let mut taken = Taken::default();
            let identifier = |label: &str| field_or_argument(label).to_string();
            for field in fields {
                let (label, pointer) = (&mut field.label, &field.pointer);
                taken.dedupe(label, pointer, identifier, WIRE_NAME, renamed);
            }
        }
        Shape::Enum(words)
        | Shape::Union {
            enum_values: words, ..
        } => dedupe_enum_values(words, pointer, renamed),
        // Variants are named after statuses, which are distinct.
        Shape::Responses(_) => {}
    }
}

fn dedupe_enum_values(
    words: &mut Vec<EnumValue>,
    pointer: &Pointer,
    renamed: &mut Vec<Diagnostic>,
) {
    // A repeated value is redundant.
    let mut seen = HashSet::new();
    words.retain(|word| seen.insert(word.text.clone()));
    let mut taken = Taken::default();
    let identifier = |label: &str| variant(label).to_string();
    for word in words {
        taken.dedupe(&mut word.label, pointer, identifier, WIRE_NAME, renamed);
    }
}

fn dedupe_variants(definition: &mut TypeDefinition, renamed: &mut Vec<Diagnostic>) {
    let Shape::Union {
        enum_values,
        variants,
        ..
    } = &mut definition.shape
    else {
        return;
    };
    let mut taken = Taken::default();
    let identifier = |name: &str| variant(name).to_string();
    for word in enum_values {
        taken.take(&word.label, identifier);
    }
    for form in variants {
        let (name, pointer) = (&mut form.name, &definition.pointer);
        taken.dedupe(name, pointer, identifier, NAME, renamed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::fixtures::{api, operation, resource};

    /// Returns the type of each call's builder, and the number of renamed.
    fn builders(calls: &[(&str, &str, &str)]) -> (Vec<String>, usize) {
        let resources = calls.iter().map(|(path, method, given)| {
            let mut operation = operation("Id", method);
            operation.builder = (*given).to_owned();
            resource(path, vec![operation])
        });
        let mut api = api(resources.collect(), Vec::new());
        let renamed = name_builders(&mut api).len();
        let operations = api.resources.iter().flat_map(|it| &it.operations);
        let types = operations.map(|it| builder_type(&it.builder).to_string());
        (types.collect(), renamed)
    }

    #[test]
    fn name_builders_with_a_clash_lengthens_the_deeper_call() {
        let calls = [
            ("rooms.sessions", "list", ""),
            ("sessions", "list", ""),
            ("rooms", "retrieve", ""),
        ];
        let expected = ["RoomsSessionsList", "ListSessions", "RetrieveRooms"];
        for shift in 0..calls.len() {
            let (mut calls, mut expected) = (calls, expected);
            calls.rotate_left(shift);
            expected.rotate_left(shift);
            assert_eq!(builders(&calls), (expected.map(str::to_owned).to_vec(), 1));
        }
    }

    #[test]
    fn name_builders_keeps_given_names() {
        let calls = [("sessions", "list", ""), ("rooms", "close", "ListSessions")];
        let expected = ["SessionsList", "ListSessions"].map(str::to_owned);
        assert_eq!(builders(&calls), (expected.to_vec(), 1));
    }

    #[test]
    fn name_builders_when_all_names_are_taken_numbers_them() {
        let calls = [
            ("sessions", "list", ""),
            ("rooms", "close", "ListSessions"),
            ("rooms", "open", "SessionsList"),
        ];
        let expected = ["SessionsList2", "ListSessions", "SessionsList"].map(str::to_owned);
        assert_eq!(builders(&calls), (expected.to_vec(), 1));
    }
}
