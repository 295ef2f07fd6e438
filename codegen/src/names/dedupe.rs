//! Other names for what would get an identifier that is taken.
//!
//! What stands first in the document keeps its name, so that what is added later changes no other.

use std::collections::{HashMap, HashSet};

use super::{
    WHOLE_BODY, accessor, builder, builder_type, method, resource_type, setter, value, variant,
};
use crate::diagnostics::error::Error;
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::report::{Effect, Notice};
use crate::ir::{Api, Body, Operation, Resource, Shape, TypeDefinition, Word};

/// What to do about a name that is taken, where an overlay can give another.
const NAME: &str = "give it a name of its own in an overlay";

/// The same, where no overlay can.
const NOTHING: &str = "nothing has to be done; on the wire, the name is what it was";

/// Gives each value an identifier that none beside it has: parameters, properties and texts, for which no overlay can give
/// another name. Says where that is not the one the document suggests.
pub fn settle_values(api: &mut Api) -> Vec<Notice> {
    let mut notices = Vec::new();
    let resources = api.resources.iter_mut();
    for operation in resources.flat_map(|resource| &mut resource.operations) {
        settle_inputs(operation, &mut notices);
    }
    for definition in &mut api.types {
        settle_members(definition, &mut notices);
    }
    notices
}

/// Names the request builders that no overlay names, after the settled names of resources and methods.
///
/// The builder of the call with the fewest steps keeps a name that several would have. The others are called after the whole
/// path of their resource.
pub fn name_builders(api: &mut Api) -> Vec<Notice> {
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
    let mut notices = Vec::new();
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
        let cause = format!(
            "the request builder is called `{}`, since another one is called `{}`",
            builder_type(&operation.builder),
            builder_type(&wanted),
        );
        notices.push(Notice {
            effect: Effect::Renamed,
            node: operation.pointer.clone(),
            fault: Error::at(
                &operation.pointer,
                cause,
                "give it a name with `x-sdk-name`",
            ),
        });
    }
    notices
}

/// Renames resources, methods and union variants whose identifier is taken, though an overlay could name them.
pub fn settle_names(api: &mut Api) -> Vec<Notice> {
    let mut notices = Vec::new();
    settle_resources(&mut api.resources, &mut notices);
    for definition in &mut api.types {
        settle_forms(definition, &mut notices);
    }
    notices
}

/// The identifiers that are taken in one place.
#[derive(Default)]
struct Taken {
    identifiers: HashSet<String>,
    /// The last number tried for an identifier, so that many of one kind take no longer than others.
    numbers: HashMap<String, usize>,
}

impl Taken {
    /// Takes the identifier that is made of a name, or gives a name whose identifier is free, and takes that.
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

    /// Takes the identifier of a name, which is changed if it has to be.
    fn settle(
        &mut self,
        name: &mut String,
        pointer: &Pointer,
        identifier: impl Fn(&str) -> String,
        help: &str,
        notices: &mut Vec<Notice>,
    ) {
        if let Some(free) = self.take(name, identifier) {
            let cause = format!("the name {name:?} is taken by something else beside it");
            notices.push(Notice {
                effect: Effect::Renamed,
                node: pointer.clone(),
                fault: Error::at(pointer, cause, help),
            });
            *name = free;
        }
    }
}

fn settle_resources(resources: &mut [Resource], notices: &mut Vec<Notice>) {
    let mut types = Taken::default();
    let mut clients = Taken::default();
    let mut below = HashMap::<Vec<String>, Taken>::new();
    for resource in &mut *resources {
        // One that stands below another has a name that a person gave.
        if let [name] = resource.path.as_mut_slice() {
            let one = |name: &str| [name.to_owned()];
            let identifiers = |name: &str| resource_type(&one(name)).to_string();
            types.settle(name, &resource.pointer, identifiers, NAME, notices);
            let identifier = |name: &str| accessor(&one(name)).to_string();
            clients.settle(name, &resource.pointer, identifier, NAME, notices);
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
            settle_operation(operation, &mut types, &mut methods, notices);
        }
    }
}

fn settle_operation(
    operation: &mut Operation,
    types: &mut Taken,
    methods: &mut Taken,
    notices: &mut Vec<Notice>,
) {
    let pointer = operation.pointer.clone();
    if !operation.builder.is_empty() {
        let builder = |name: &str| builder_type(name).to_string();
        types.settle(&mut operation.builder, &pointer, builder, NAME, notices);
    }
    let name = |name: &str| method(name).to_string();
    methods.settle(&mut operation.name, &pointer, name, NAME, notices);
}

fn settle_inputs(operation: &mut Operation, notices: &mut Vec<Notice>) {
    let mut taken = Taken::default();
    let identifier = |label: &str| setter(label).to_string();
    let mut settle = |label: &mut String, pointer: &Pointer| {
        taken.settle(label, pointer, identifier, NOTHING, notices);
    };
    // A whole body has no name but the one it is given, so that a parameter has to give way.
    if let Some(Body::Whole { .. }) = operation.body {
        settle(&mut WHOLE_BODY.to_owned(), &operation.pointer);
    }
    let parameters = operation.path_parameters.iter_mut();
    for parameter in parameters.chain(&mut operation.query_parameters) {
        settle(&mut parameter.label, &parameter.pointer);
    }
    if let Some(Body::Fields(fields)) = &mut operation.body {
        for field in fields {
            settle(&mut field.label, &field.pointer);
        }
    }
}

fn settle_members(definition: &mut TypeDefinition, notices: &mut Vec<Notice>) {
    let pointer = &definition.pointer;
    match &mut definition.shape {
        Shape::Struct(fields) => {
            let mut taken = Taken::default();
            let identifier = |label: &str| value(label).to_string();
            for field in fields {
                let (label, pointer) = (&mut field.label, &field.pointer);
                taken.settle(label, pointer, identifier, NOTHING, notices);
            }
        }
        Shape::Enum(words)
        | Shape::Union {
            keywords: words, ..
        } => settle_words(words, pointer, notices),
        // Their names are those of statuses, of which no two are alike.
        Shape::Answers(_) => {}
    }
}

fn settle_words(words: &mut Vec<Word>, pointer: &Pointer, notices: &mut Vec<Notice>) {
    // One that is given twice says nothing new.
    let mut seen = HashSet::new();
    words.retain(|word| seen.insert(word.text.clone()));
    let mut taken = Taken::default();
    let identifier = |label: &str| variant(label).to_string();
    for word in words {
        taken.settle(&mut word.label, pointer, identifier, NOTHING, notices);
    }
}

fn settle_forms(definition: &mut TypeDefinition, notices: &mut Vec<Notice>) {
    let Shape::Union {
        keywords, variants, ..
    } = &mut definition.shape
    else {
        return;
    };
    let mut taken = Taken::default();
    let identifier = |name: &str| variant(name).to_string();
    for word in keywords {
        taken.take(&word.label, identifier);
    }
    for form in variants {
        let (name, pointer) = (&mut form.name, &definition.pointer);
        taken.settle(name, pointer, identifier, NAME, notices);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::fixtures::{api, operation, resource};

    /// Returns the type of each call's builder, and the number of notices.
    fn builders(calls: &[(&str, &str, &str)]) -> (Vec<String>, usize) {
        let resources = calls.iter().map(|(path, method, given)| {
            let mut operation = operation("Id", method);
            operation.builder = (*given).to_owned();
            resource(path, vec![operation])
        });
        let mut api = api(resources.collect(), Vec::new());
        let notices = name_builders(&mut api).len();
        let operations = api.resources.iter().flat_map(|it| &it.operations);
        let types = operations.map(|it| builder_type(&it.builder).to_string());
        (types.collect(), notices)
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
