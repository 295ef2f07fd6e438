//! Other names for what would get an identifier that is taken.
//!
//! What stands first in the document keeps its name, so that what is added later changes no other.

use std::collections::{HashMap, HashSet};

use super::{WHOLE_BODY, accessor, method, operation_type, resource_type, setter, value, variant};
use crate::diagnostics::{Diagnostic, Effect, Pointer};
use crate::ir::{Api, Body, EnumValue, Operation, Resource, Shape, TypeDefinition};

/// What to do about a name that is taken, where an overlay can give another.
const NAME: &str = "give it a name of its own in an overlay";

/// The same, where no overlay can.
const NOTHING: &str = "nothing has to be done; on the wire, the name is what it was";

/// Gives each value an identifier that none beside it has: parameters, properties and texts, for which no overlay can give
/// another name. Says where that is not the one the document suggests.
pub fn settle_values(api: &mut Api) -> Vec<Diagnostic> {
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

/// Does the same for what an overlay can give names to: resources, operations and the forms of unions.
pub fn settle_names(api: &mut Api) -> Vec<Diagnostic> {
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
        notices: &mut Vec<Diagnostic>,
    ) {
        if let Some(free) = self.take(name, identifier) {
            let cause = format!("the name {name:?} is taken by something else beside it");
            let renamed = Diagnostic::at(pointer, cause, help);
            notices.push(renamed.with_effect(Effect::Renamed, pointer.clone()));
            *name = free;
        }
    }
}

fn settle_resources(resources: &mut [Resource], notices: &mut Vec<Diagnostic>) {
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
    notices: &mut Vec<Diagnostic>,
) {
    let pointer = operation.pointer.clone();
    let id = |id: &str| operation_type(id).to_string();
    types.settle(&mut operation.id, &pointer, id, NAME, notices);
    let name = |name: &str| method(name).to_string();
    methods.settle(&mut operation.name, &pointer, name, NAME, notices);
}

fn settle_inputs(operation: &mut Operation, notices: &mut Vec<Diagnostic>) {
    let mut taken = Taken::default();
    let identifier = |label: &str| setter(label).to_string();
    let mut settle = |label: &mut String, pointer: &Pointer| {
        taken.settle(label, pointer, identifier, NOTHING, notices);
    };
    // A whole body has no name but the one it is given, so that a parameter has to give way.
    if let Some(Body::Value { .. }) = operation.body {
        settle(&mut WHOLE_BODY.to_owned(), &operation.pointer);
    }
    let parameters = operation.path_parameters.iter_mut();
    for parameter in parameters.chain(&mut operation.other_parameters) {
        settle(&mut parameter.label, &parameter.pointer);
    }
    if let Some(Body::Fields(fields)) = &mut operation.body {
        for field in fields {
            settle(&mut field.label, &field.pointer);
        }
    }
}

fn settle_members(definition: &mut TypeDefinition, notices: &mut Vec<Diagnostic>) {
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
            enum_values: words, ..
        } => settle_words(words, pointer, notices),
        // Their names are those of statuses, of which no two are alike.
        Shape::Responses(_) => {}
    }
}

fn settle_words(words: &mut Vec<EnumValue>, pointer: &Pointer, notices: &mut Vec<Diagnostic>) {
    // One that is given twice says nothing new.
    let mut seen = HashSet::new();
    words.retain(|word| seen.insert(word.text.clone()));
    let mut taken = Taken::default();
    let identifier = |label: &str| variant(label).to_string();
    for word in words {
        taken.settle(&mut word.label, pointer, identifier, NOTHING, notices);
    }
}

fn settle_forms(definition: &mut TypeDefinition, notices: &mut Vec<Diagnostic>) {
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
        taken.settle(name, pointer, identifier, NAME, notices);
    }
}
