//! The named types by name. Schemas with the same name share a type if their types decode and encode the same JSON.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::conflict::{self, texts};
use crate::diagnostics::{Pointer, Result};
use crate::ir::{Shape, TypeDefinition};

/// The named types so far. Includes types in objects that turned out not to be supported, such as skipped operations.
/// No message contains these types, so [`usage::analyze`](super::usage::analyze) removes them.
#[derive(Debug, Default)]
pub(in crate::lower) struct Registry {
    types: BTreeMap<String, TypeDefinition>,
    /// For each type name, the type names of the components that contain a schema of this type.
    component_types: HashMap<String, Vec<String>>,
    /// The names of types by the locations of their schemas.
    names: HashMap<Pointer, String>,
    /// The names of types by the wanted name and the [`json_format`] of the type. A type with a number, such as
    /// `Room2`, is there under `Room` and under `Room2`.
    names_by_format: HashMap<(String, String), String>,
    /// The names in use, including those of types that aren't lowered yet, with the location of their first schema.
    reserved: HashMap<String, Pointer>,
    /// The last number that was appended to each name that was in use.
    last_numbers: HashMap<String, usize>,
}

impl Registry {
    /// Returns the name of the type of the schema at `pointer`.
    pub(in crate::lower) fn name_of(&self, pointer: &Pointer) -> Option<String> {
        self.names.get(pointer).cloned()
    }

    /// Sets the name of the type of the schema at `pointer`. The type may be added later.
    pub(in crate::lower) fn reserve(&mut self, pointer: &Pointer, name: &str) {
        self.names.insert(pointer.clone(), name.to_owned());
        let reserved = self.reserved.entry(name.to_owned());
        reserved.or_insert_with(|| pointer.clone());
    }

    /// Returns the location of the first schema whose type has this name.
    pub(in crate::lower) fn schema_of(&self, name: &str) -> Option<&Pointer> {
        self.reserved.get(name)
    }

    /// Returns `wanted`, followed by a number if it is in use.
    pub(in crate::lower) fn free_name(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut number = self.last_numbers.get(wanted).copied().unwrap_or(1);
        while self.schema_of(&name).is_some() {
            number += 1;
            name = format!("{wanted}{number}");
        }
        if number > 1 {
            self.last_numbers.insert(wanted.to_owned(), number);
        }
        name
    }

    /// Adds a type and returns its name. Fails if a type with another shape has the name. `component_type` names the
    /// type of the component that contains the schema.
    pub(in crate::lower) fn add(
        &mut self,
        definition: TypeDefinition,
        component_type: Option<String>,
    ) -> Result<String> {
        let key = (definition.name.clone(), json_format(&definition.shape));
        if let Some(known) = self.types.get(&definition.name)
            && self.names_by_format.get(&key) != Some(&known.name)
        {
            return Err(conflict::error(known, &definition));
        }
        self.names_by_format.insert(key, definition.name.clone());
        Ok(self.insert(definition, component_type))
    }

    /// Adds a type and returns its name. If the name is in use for a type with another shape, appends a number. Types
    /// with the same name and shape share a number.
    pub(in crate::lower) fn add_numbered(
        &mut self,
        mut definition: TypeDefinition,
        component_type: Option<String>,
    ) -> String {
        let key = (definition.name.clone(), json_format(&definition.shape));
        definition.name = match self.names_by_format.get(&key) {
            Some(known) => known.clone(),
            None => {
                let name = self.free_name(&definition.name);
                let key_with_number = (name.clone(), key.1.clone());
                for key in [key, key_with_number] {
                    self.names_by_format.insert(key, name.clone());
                }
                name
            }
        };
        self.insert(definition, component_type)
    }

    /// Adds a type, unless there is one with its name. Returns the name.
    fn insert(&mut self, definition: TypeDefinition, component_type: Option<String>) -> String {
        let name = definition.name.clone();
        let components = self.component_types.entry(name.clone()).or_default();
        components.extend(component_type);
        let reserved = self.reserved.entry(name.clone());
        reserved.or_insert_with(|| definition.pointer.clone());
        self.types.entry(name.clone()).or_insert(definition);
        name
    }

    /// Returns all types and sets their families. A type joins the family of the first component that contains its
    /// schema and is a type itself. Without such a component, it starts a family.
    pub(in crate::lower) fn into_types(self) -> Vec<TypeDefinition> {
        let mut types = self.types;
        for (name, components) in self.component_types {
            let mut components = components.into_iter();
            let family = components.find(|it| *it != name && types.contains_key(it));
            if let (Some(definition), Some(family)) = (types.get_mut(&name), family) {
                definition.family = family;
            }
        }
        types.into_values().collect()
    }
}

/// Returns a text that is equal for shapes that decode and encode the same JSON. Their annotations may differ.
fn json_format(shape: &Shape) -> String {
    match shape {
        Shape::Struct(fields) => {
            let fields = fields.iter().map(|it| {
                let flags = [it.is_additional_properties, it.required, it.nullable];
                (&it.name, flags, it.access, &it.ty)
            });
            format!("struct {:?}", Vec::from_iter(fields))
        }
        // The order of the values doesn't matter.
        Shape::Enum(values) => format!("enum {:?}", BTreeSet::from_iter(texts(values))),
        Shape::IntegerEnum(values) => {
            format!("integer enum {:?}", BTreeSet::from_iter(texts(values)))
        }
        Shape::Union {
            discriminator,
            enum_values,
            variants,
        } => {
            let values = Vec::from_iter(texts(enum_values));
            let variants = variants
                .iter()
                .map(|it| (&it.name, &it.tags, &it.constants, it.is_closed, &it.ty));
            let variants = Vec::from_iter(variants);
            format!("union {discriminator:?} {values:?} {variants:?}")
        }
        Shape::Responses(responses) => format!("responses {responses:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{EnumValue, Type};
    use crate::lower::fixtures::{definition, field};

    fn one_field(name: &str, value: Type) -> TypeDefinition {
        definition(name, Shape::Struct(vec![field("a", value)]))
    }

    fn families(registry: Registry) -> Vec<(String, String)> {
        let types = registry.into_types().into_iter();
        types
            .map(|definition| (definition.name, definition.family))
            .collect()
    }

    #[test]
    fn add_with_same_shape_keeps_first_type() {
        let mut registry = Registry::default();
        let mut twin = one_field("Room", Type::String);
        twin.description = Some("Says more.".into());
        twin.pointer = Pointer::root().child("twin");
        registry.add(one_field("Room", Type::String), None).unwrap();
        registry.add(twin, None).unwrap();
        assert_eq!(registry.into_types(), [one_field("Room", Type::String)]);
    }

    #[test]
    fn enums_with_values_in_another_order_have_same_shape() {
        let kind = |values: [&str; 2]| {
            definition("Kind", Shape::Enum(values.map(EnumValue::new).to_vec()))
        };
        let mut registry = Registry::default();
        registry.add(kind(["a", "b"]), None).unwrap();
        registry.add(kind(["b", "a"]), None).unwrap();
        assert!(registry.add(kind(["a", "c"]), None).is_err());
    }

    #[test]
    fn add_with_different_shape_is_an_error() {
        let required = |mut definition: TypeDefinition| {
            if let Shape::Struct(fields) = &mut definition.shape {
                fields[0].required = true;
            }
            definition
        };
        let named = Type::Named("Other".into());
        for other in [
            one_field("Room", Type::Number),
            one_field("Room", named),
            required(one_field("Room", Type::String)),
            definition("Room", Shape::Struct(Vec::new())),
            definition("Room", Shape::Enum(Vec::new())),
        ] {
            let mut registry = Registry::default();
            registry.add(one_field("Room", Type::String), None).unwrap();
            let error = registry.add(other, None).unwrap_err();
            assert!(
                error.message().contains("both have the name `Room`"),
                "{error}"
            );
        }
    }

    #[test]
    fn name_in_use_gets_number() {
        let mut registry = Registry::default();
        let mut add = |value| registry.add_numbered(one_field("Room", value), None);
        assert_eq!(add(Type::String), "Room");
        assert_eq!(add(Type::Number), "Room2");
        assert_eq!(add(Type::String), "Room");
        assert_eq!(add(Type::Number), "Room2");
        assert_eq!(add(Type::Boolean), "Room3");
        assert_eq!(add(Type::Number), "Room2");
        assert_eq!(registry.free_name("Room"), "Room4");
        assert_eq!(registry.free_name("Session"), "Session");
    }

    #[test]
    fn family_is_first_component_that_is_a_type() {
        let mut registry = Registry::default();
        let kind = || one_field("Kind", Type::String);
        registry.add(kind(), Some("List".into())).unwrap();
        registry.add(kind(), Some("Room".into())).unwrap();
        registry
            .add(one_field("Room", Type::String), Some("Room".into()))
            .unwrap();
        let expected = [("Kind", "Room"), ("Room", "Room")];
        assert_eq!(
            families(registry),
            expected.map(|(name, family)| (name.to_owned(), family.to_owned()))
        );
    }
}
