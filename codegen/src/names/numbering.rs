//! Appends numbers to names whose identifier is taken.
//!
//! The first object in the document keeps its name, so a new object at the end renames no other. The names of enum
//! values don't depend on their order.

use std::collections::{HashMap, HashSet};

use proc_macro2::Ident;

use super::scope::{ItemKind, Scope, resource_object};
use super::{WHOLE_BODY, accessor, resource_type, setter, variant};
use crate::diagnostics::{Diagnostic, Mode, Pointer};
use crate::ir::{Api, Body, EnumValue, Field, Operation, Resource, Shape, TypeDefinition};

/// Makes the identifiers of parameters, properties, enum values and variants distinct, also those that an overlay sets.
/// Reports the changes.
pub(super) fn number_names_in_operations_and_types(api: &mut Api) -> Vec<Diagnostic> {
    let mut renamed = Vec::new();
    let resources = api.resources.iter_mut();
    for operation in resources.flat_map(|resource| &mut resource.operations) {
        number_inputs(operation, &mut renamed);
    }
    for TypeDefinition { shape, pointer, .. } in &mut api.types {
        let mut scope = Scope::default();
        match shape {
            Shape::Struct(fields) => {
                number_fields(&mut scope, ItemKind::Field, fields, &mut renamed)
            }
            Shape::Enum(values) | Shape::IntegerEnum(values) => {
                renamed.extend(number_enum_values(&mut scope, values, pointer));
            }
            Shape::Union {
                enum_values,
                variants,
                ..
            } => {
                for variant in variants {
                    let object = (variant.describe_branch(), &variant.pointer);
                    let name = &mut variant.name;
                    renamed.extend(scope.add_or_rename(ItemKind::Variant, name, &[], object));
                }
                renamed.extend(number_enum_values(&mut scope, enum_values, pointer));
            }
            // Variants are named after statuses, which are distinct.
            Shape::Responses(_) => {}
        }
    }
    renamed
}

/// Numbers the names of top-level resources without children. In strict mode, names from an overlay are kept,
/// and clashes of them are errors. Adds the changes and the errors to `problems`.
///
/// Returns the scope with the types of resources, and the scopes with their accessors by the path of the parent, which
/// is empty for the client.
pub(super) fn number_resource_names(
    api: &mut Api,
    mode: Mode,
    problems: &mut Vec<Diagnostic>,
) -> (Scope, HashMap<Vec<String>, Scope>) {
    let mut types = Scope::default();
    let mut functions = HashMap::<_, Scope>::new();
    // Nested resources exist only because an overlay declares them. Their names and those of their parents are kept,
    // and a clash is an error.
    let nested = api.resources.iter().filter(|it| it.path.len() > 1);
    let with_children: HashSet<String> = nested.filter_map(|it| it.path.first().cloned()).collect();
    let is_kept = |resource: &Resource| {
        let name = resource.path.first();
        name.is_some_and(|name| with_children.contains(name))
            || mode == Mode::Strict && resource.is_path_given
    };
    let (kept, others): (Vec<_>, Vec<_>) = api.resources.iter_mut().partition(|it| is_kept(it));
    for resource in kept.into_iter().chain(others) {
        let is_kept = is_kept(resource);
        let Resource { path, pointer, .. } = resource;
        let object = resource_object(path, pointer);
        let parent = path.split_last().map_or(&[][..], |(_, parent)| parent);
        let functions = functions.entry(parent.to_vec()).or_default();
        for (kind, identifier, scope) in [
            (
                ItemKind::ResourceType,
                resource_type as fn(&[String]) -> Ident,
                &mut types,
            ),
            (ItemKind::Accessor, accessor, functions),
        ] {
            problems.extend(match path.as_mut_slice() {
                [name] if !is_kept => scope.add_or_rename(kind, name, &[], object.clone()),
                path => scope.add_or_reject(kind, identifier(path), object.clone()),
            });
        }
        // If the name of the accessor has changed, the name of the type has changed, too.
        types.add(resource_type(path), object);
    }
    (types, functions)
}

/// Makes the identifiers of enum values distinct, whatever their order. The value that is spelled like its identifier
/// keeps it, or else the value that sorts last. Lower case sorts after upper case.
fn number_enum_values(
    scope: &mut Scope,
    values: &mut Vec<EnumValue>,
    pointer: &Pointer,
) -> Vec<Diagnostic> {
    // A repeated value is redundant.
    let mut seen = HashSet::new();
    values.retain(|value| seen.insert(value.text.clone()));
    let named = values
        .iter_mut()
        .map(|it| (variant(&it.label).to_string(), it));
    let mut sorted: Vec<(String, &mut EnumValue)> = named.collect();
    sorted.sort_by(|(a, x), (b, y)| (*b == y.text, &y.text).cmp(&(*a == x.text, &x.text)));
    let mut owners = HashMap::new();
    for (identifier, value) in &sorted {
        let owner = owners.entry(identifier.clone());
        owner.or_insert_with(|| value.text.clone());
    }
    // The owners come first, so that no new name takes their identifiers.
    sorted.sort_by_key(|(identifier, value)| owners.get(identifier) != Some(&value.text));
    let renamed = sorted
        .into_iter()
        .filter_map(|(identifier, EnumValue { text, label, .. })| {
            let owner = owners.get(&identifier)?;
            let differs_only_in_case = owner.to_lowercase() == text.to_lowercase();
            let case = letter_case(text).filter(|_| differs_only_in_case);
            let alternative = case.map(|case| format!("{label} {case}"));
            let object = (format!("enum value {text:?}"), pointer);
            scope.add_or_rename(ItemKind::EnumValue, label, alternative.as_slice(), object)
        });
    renamed.collect()
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

/// Numbers the names of the arguments and setters of a request builder.
fn number_inputs(operation: &mut Operation, renamed: &mut Vec<Diagnostic>) {
    let mut scope = Scope::default();
    // The body comes first and keeps its name; a parameter with that name gets a number.
    if let Some(Body::Value { .. }) = operation.body {
        let object = "the request body".to_owned();
        let pointer = operation.pointer.child("requestBody");
        scope.add(setter(WHOLE_BODY), (object, &pointer));
    }
    for parameter in &mut operation.parameters {
        let location = parameter.location.name();
        let object = format!("{location} parameter {:?}", parameter.name);
        let (label, object) = (&mut parameter.label, (object, &parameter.pointer));
        renamed.extend(scope.add_or_rename(ItemKind::Setter, label, &[], object));
    }
    if let Some(Body::Fields(fields)) = &mut operation.body {
        number_fields(&mut scope, ItemKind::Setter, fields, renamed);
    }
}

fn number_fields(
    scope: &mut Scope,
    kind: ItemKind,
    fields: &mut [Field],
    renamed: &mut Vec<Diagnostic>,
) {
    for field in fields {
        let object = match field.is_additional_properties {
            true => "`additionalProperties`".to_owned(),
            false => format!("property {:?}", field.name),
        };
        let (label, object) = (&mut field.label, (object, &field.pointer));
        renamed.extend(scope.add_or_rename(kind, label, &[], object));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Variant;
    use crate::lower::fixtures::{api, definition, resource};

    /// Returns the texts and variants of an enum, sorted by text.
    fn variants(shape: fn(Vec<EnumValue>) -> Shape, texts: &[&str]) -> Vec<(String, String)> {
        let values = texts.iter().copied().map(EnumValue::new).collect();
        let mut api = api(Vec::new(), vec![definition("Kind", shape(values))]);
        number_names_in_operations_and_types(&mut api);
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
            variants: vec![Variant {
                name: "asc upper".to_owned(),
                ..Variant::default()
            }],
        };
        let expected = [("ASC", "AscUpper2"), ("asc", "Asc")];
        let owned = expected.map(|(text, name)| (text.to_owned(), name.to_owned()));
        assert_eq!(variants(shape, &["ASC", "asc"]), owned);
    }

    #[test]
    fn name_of_resource_with_children_is_kept() {
        for mode in [Mode::Strict, Mode::Lenient] {
            let paths = ["rooms", "rooms.seats", "rooms_seats", "rooms_seats.rows"];
            let resources = paths.map(|path| resource(path, Vec::new()));
            let mut api = api(resources.to_vec(), Vec::new());
            let mut problems = Vec::new();
            number_resource_names(&mut api, mode, &mut problems);
            let found = api.resources.iter().map(|it| it.path.join("."));
            assert!(found.eq(paths));
            let [problem] = problems.as_slice() else {
                panic!("{problems:?}");
            };
            let message = problem.message();
            assert!(
                message.contains("both produce the type name `RoomsSeats`"),
                "{message}"
            );
        }
    }
}
