//! Appends numbers to names whose identifier is taken.
//!
//! The first object in the document keeps its name, so that adding an object at the end renames no other. Enum
//! values are the exception: their names don't depend on their order.

use std::collections::{HashMap, HashSet};

use super::clash::{Kind, Object, Scope};
use super::{WHOLE_BODY, accessor, resource_type, variant};
use crate::diagnostics::{Diagnostic, Mode, Pointer};
use crate::ir::{Api, Body, EnumValue, Field, Operation, Resource, Shape, Variant};

/// Numbers the names that only the document gives: those of parameters, properties and enum values. Reports the
/// changes.
pub fn make_document_names_distinct(api: &mut Api) -> Vec<Diagnostic> {
    let mut renamed = Vec::new();
    let resources = api.resources.iter_mut();
    for operation in resources.flat_map(|resource| &mut resource.operations) {
        number_inputs(operation, &mut renamed);
    }
    for definition in &mut api.types {
        let mut scope = Scope::default();
        match &mut definition.shape {
            Shape::Struct(fields) => {
                for field in fields {
                    let object = property(field);
                    let Field { label, pointer, .. } = field;
                    scope.take_or_number(Kind::Field, label, (object, pointer), &mut renamed);
                }
            }
            Shape::Enum(values) | Shape::IntegerEnum(values) => {
                name_enum_values(&mut scope, values, &definition.pointer, &mut renamed);
            }
            Shape::Union {
                enum_values,
                variants,
                ..
            } => {
                for Variant { name, .. } in variants {
                    let object = (format!("the variant {name:?}"), &definition.pointer);
                    scope.take(variant(name).to_string(), object);
                }
                name_enum_values(&mut scope, enum_values, &definition.pointer, &mut renamed);
            }
            // Variants are named after statuses, which are distinct.
            Shape::Responses(_) => {}
        }
    }
    renamed
}

/// Numbers the names of top-level resources. In strict mode, names from an overlay (`given`) are kept, since a clash of
/// them is an error. Reports the changes.
pub fn make_resource_names_distinct(
    api: &mut Api,
    given: &HashSet<Vec<String>>,
    mode: Mode,
) -> Vec<Diagnostic> {
    let mut renamed = Vec::new();
    let (mut types, mut client) = (Scope::default(), Scope::default());
    // Nested resources exist only because an overlay declares them. Their names are kept, and a clash is an error.
    let is_kept = |path: &[String]| path.len() > 1 || mode == Mode::Strict && given.contains(path);
    let (kept, others): (Vec<_>, Vec<_>) =
        api.resources.iter_mut().partition(|it| is_kept(&it.path));
    for Resource { path, pointer, .. } in kept {
        let object = (format!("resource {:?}", path.join(".")), &*pointer);
        types.take(resource_type(path).to_string(), object.clone());
        if path.len() == 1 {
            client.take(accessor(path).to_string(), object);
        }
    }
    for Resource { path, pointer, .. } in others {
        if let [name] = path.as_mut_slice() {
            let object = (format!("resource {name:?}"), &*pointer);
            types.take_or_number(Kind::ResourceType, name, object.clone(), &mut renamed);
            client.take_or_number(Kind::Accessor, name, object, &mut renamed);
        }
    }
    renamed
}

/// Numbers the names that an overlay gives to methods and request builders. Reports the changes.
pub fn make_overlay_names_distinct(api: &mut Api) -> Vec<Diagnostic> {
    let mut renamed = Vec::new();
    let mut types = Scope::default();
    for Resource { path, pointer, .. } in &api.resources {
        let object = (format!("resource {:?}", path.join(".")), pointer);
        types.take(resource_type(path).to_string(), object);
    }
    let mut functions = HashMap::<Vec<String>, Scope>::new();
    for Resource { path, pointer, .. } in &api.resources {
        if let Some((_, parent)) = path.split_last() {
            let object = (format!("resource {:?}", path.join(".")), pointer);
            let scope = functions.entry(parent.to_vec()).or_default();
            scope.take(accessor(path).to_string(), object);
        }
    }
    for resource in &mut api.resources {
        let mut functions = functions.remove(&resource.path).unwrap_or_default();
        for operation in &mut resource.operations {
            let Operation {
                id,
                method,
                builder,
                pointer,
                ..
            } = operation;
            let object = (format!("operation {id:?}"), &*pointer);
            // Default names, which are chosen later, are distinct from these.
            if !builder.is_empty() {
                types.take_or_number(Kind::RequestBuilder, builder, object.clone(), &mut renamed);
            }
            if !method.is_empty() {
                functions.take_or_number(Kind::Method, method, object, &mut renamed);
            }
        }
    }
    renamed
}

/// Makes the names of enum values distinct, whatever their order. Of several values with the same identifier, the value
/// that is spelled like the identifier keeps it. If there is none, the value that sorts last keeps it; lower case sorts
/// after upper case.
fn name_enum_values(
    scope: &mut Scope,
    values: &mut Vec<EnumValue>,
    pointer: &Pointer,
    renamed: &mut Vec<Diagnostic>,
) {
    // A repeated value is redundant.
    let mut seen = HashSet::new();
    values.retain(|value| seen.insert(value.text.clone()));
    let mut sorted: Vec<(String, &mut EnumValue)> = values
        .iter_mut()
        .map(|value| (variant(&value.label).to_string(), value))
        .collect();
    sorted.sort_by(|(a, x), (b, y)| (*b == y.text, &y.text).cmp(&(*a == x.text, &x.text)));
    let mut owners = HashMap::new();
    for (identifier, value) in &sorted {
        let owner = owners.entry(identifier.clone());
        owner.or_insert_with(|| value.text.clone());
    }
    let (first, others): (Vec<_>, Vec<_>) = sorted
        .into_iter()
        .partition(|(identifier, value)| owners.get(identifier) == Some(&value.text));
    for (identifier, EnumValue { text, label, .. }) in first.into_iter().chain(others) {
        let object = (format!("enum value {text:?}"), pointer);
        let differs_in_case = owners
            .get(&identifier)
            .is_some_and(|owner| owner.to_lowercase() == text.to_lowercase());
        let case = letter_case(text).filter(|_| differs_in_case);
        let alternatives = case.map(|case| format!("{label} {case}"));
        let alternatives = alternatives.as_slice();
        scope.take_or_rename(Kind::EnumValue, label, alternatives, object, renamed);
    }
}

/// Returns the case of a text, if all its letters have the same.
fn letter_case(text: &str) -> Option<&'static str> {
    let has = |is_case: fn(char) -> bool| text.contains(is_case);
    match (has(char::is_lowercase), has(char::is_uppercase)) {
        (true, false) => Some("lower"),
        (false, true) => Some("upper"),
        _ => None,
    }
}

fn number_inputs(operation: &mut Operation, renamed: &mut Vec<Diagnostic>) {
    let mut scope = Scope::default();
    let mut number = |label: &mut String, object: Object<'_>| {
        scope.take_or_number(Kind::Setter, label, object, renamed);
    };
    // The body is numbered first and keeps its name; a parameter with that name gets a number.
    if let Some(Body::Value { .. }) = operation.body {
        let pointer = operation.pointer.child("requestBody");
        number(
            &mut WHOLE_BODY.to_owned(),
            ("the request body".to_owned(), &pointer),
        );
    }
    let parameters = operation.path_parameters.iter_mut();
    for parameter in parameters.chain(&mut operation.other_parameters) {
        let location = parameter.location.name();
        let object = format!("{location} parameter {:?}", parameter.name);
        number(&mut parameter.label, (object, &parameter.pointer));
    }
    if let Some(Body::Fields(fields)) = &mut operation.body {
        for field in fields {
            let object = property(field);
            number(&mut field.label, (object, &field.pointer));
        }
    }
}

/// Describes a property, or the additional properties of an object.
fn property(field: &Field) -> String {
    match field.is_additional_properties {
        true => "`additionalProperties`".to_owned(),
        false => format!("property {:?}", field.name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Type;
    use crate::lower::fixtures::{api, definition};

    /// Returns the texts and variants of an enum, sorted by text.
    fn variants(shape: fn(Vec<EnumValue>) -> Shape, texts: &[&str]) -> Vec<(String, String)> {
        let values = texts.iter().copied().map(EnumValue::new).collect();
        let mut api = api(Vec::new(), vec![definition("Kind", shape(values))]);
        make_document_names_distinct(&mut api);
        let (Shape::Enum(values)
        | Shape::Union {
            enum_values: values,
            ..
        }) = &api.types[0].shape
        else {
            panic!("{:?}", api.types);
        };
        let mut variants: Vec<_> = values
            .iter()
            .map(|it| (it.text.clone(), variant(&it.label).to_string()))
            .collect();
        variants.sort();
        variants
    }

    #[test]
    fn names_of_enum_values_do_not_depend_on_order() {
        for expected in [
            &[("ASC", "AscUpper"), ("asc", "Asc")][..],
            &[("ASC", "AscUpper"), ("Asc", "Asc"), ("asc", "AscLower")],
            &[("aBc", "ABc2"), ("a_bc", "ABc")],
            &[("a b", "AB3"), ("a-b", "AB2"), ("a_b", "AB")],
            &[("A", "A"), ("a", "ALower2"), ("a lower", "ALower")],
        ] {
            let texts: Vec<&str> = expected.iter().map(|(text, _)| *text).collect();
            for shift in 0..texts.len() {
                let mut texts = texts.clone();
                texts.rotate_left(shift);
                let owned = expected
                    .iter()
                    .map(|(text, name)| ((*text).to_owned(), (*name).to_owned()));
                assert_eq!(
                    variants(Shape::Enum, &texts),
                    owned.collect::<Vec<_>>(),
                    "{texts:?}"
                );
            }
        }
    }

    #[test]
    fn enum_value_with_name_of_variant_gets_number() {
        let shape = |enum_values| Shape::Union {
            discriminator: None,
            enum_values,
            variants: vec![Variant::new("asc upper".to_owned(), Type::Boolean)],
        };
        let expected = [("ASC", "AscUpper2"), ("asc", "Asc")];
        let owned = expected.map(|(text, name)| (text.to_owned(), name.to_owned()));
        assert_eq!(variants(shape, &["ASC", "asc"]), owned);
    }
}
