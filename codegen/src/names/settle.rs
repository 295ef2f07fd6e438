//! Other names for what would get an identifier that is taken.
//!
//! What stands first in the document keeps its name, so that what is added later changes no other.

use std::collections::{HashMap, HashSet};

use super::{WHOLE_BODY, accessor, method, operation_type, resource_type, setter, value, variant};
use crate::error::Error;
use crate::ir::{Api, Body, Operation, Resource, Shape, TypeDefinition};
use crate::pointer::Pointer;
use crate::report::{Effect, Notice};

/// Gives each thing an identifier that nothing beside it has, and says where that is not the one the document suggests.
pub fn settle(api: &mut Api) -> Vec<Notice> {
    let mut notices = Vec::new();
    settle_resources(&mut api.resources, &mut notices);
    for definition in &mut api.types {
        settle_type(definition, &mut notices);
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
    fn is_taken(&self, identifier: &str) -> bool {
        self.identifiers.contains(identifier)
    }

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
        notices: &mut Vec<Notice>,
    ) {
        if let Some(free) = self.take(name, identifier) {
            notices.push(renamed(name, pointer));
            *name = free;
        }
    }
}

fn renamed(name: &str, pointer: &Pointer) -> Notice {
    let cause = format!("the name {name:?} is taken by something else beside it");
    Notice {
        effect: Effect::Renamed,
        node: pointer.clone(),
        fault: Error::at(pointer, cause, "give it a name of its own in an overlay"),
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
            types.settle(name, &resource.pointer, identifiers, notices);
            let identifier = |name: &str| accessor(&one(name)).to_string();
            clients.settle(name, &resource.pointer, identifier, notices);
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
    let id = |id: &str| operation_type(id).to_string();
    types.settle(&mut operation.id, &pointer, id, notices);
    let name = |name: &str| method(name).to_string();
    methods.settle(&mut operation.name, &pointer, name, notices);

    let mut setters = Taken::default();
    let identifier = |label: &str| setter(label).to_string();
    let parameters = operation
        .path_parameters
        .iter_mut()
        .chain(&mut operation.query_parameters);
    for parameter in parameters {
        setters.settle(
            &mut parameter.label,
            &parameter.pointer,
            identifier,
            notices,
        );
    }
    if let Some(Body::Fields(fields)) = &mut operation.body {
        for field in fields {
            setters.settle(&mut field.label, &field.pointer, identifier, notices);
        }
    }
    if let Some(Body::Whole { .. }) = operation.body
        && setters.is_taken(WHOLE_BODY)
    {
        let parameters = operation.path_parameters.iter_mut();
        let parameters = parameters.chain(&mut operation.query_parameters);
        for parameter in parameters.filter(|parameter| setter(&parameter.label) == WHOLE_BODY) {
            setters.settle(
                &mut parameter.label,
                &parameter.pointer,
                identifier,
                notices,
            );
        }
    }
}

fn settle_type(definition: &mut TypeDefinition, notices: &mut Vec<Notice>) {
    let pointer = &definition.pointer;
    let mut taken = Taken::default();
    let variant = |name: &str| variant(name).to_string();
    match &mut definition.shape {
        Shape::Struct(fields) => {
            let identifier = |label: &str| value(label).to_string();
            for field in fields {
                taken.settle(&mut field.label, &field.pointer, identifier, notices);
            }
        }
        Shape::Enum(values) => keep_distinct(values, &mut taken, pointer, notices),
        Shape::Union {
            keywords, variants, ..
        } => {
            keep_distinct(keywords, &mut taken, pointer, notices);
            for form in variants {
                taken.settle(&mut form.name, pointer, variant, notices);
            }
        }
        // Their names are those of statuses, of which no two are alike.
        Shape::Answers(_) => {}
    }
}

/// Drops the texts that would get the variant of another: they are still read and written, as values that are not known.
fn keep_distinct(
    texts: &mut Vec<String>,
    taken: &mut Taken,
    pointer: &Pointer,
    notices: &mut Vec<Notice>,
) {
    let mut seen = HashSet::new();
    texts.retain(|text| {
        // One that is given twice says nothing new.
        if !seen.insert(text.clone()) {
            return false;
        }
        let is_free = taken.identifiers.insert(variant(text).to_string());
        if !is_free {
            let cause =
                format!("the value {text:?} has no variant of its own, since another has its name");
            notices.push(Notice {
                effect: Effect::Ignored,
                node: pointer.clone(),
                fault: Error::at(pointer, cause, "use the variant `Unknown` for it"),
            });
        }
        is_free
    });
}
