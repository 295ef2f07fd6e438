//! The named types by name. Schemas with the same name share a type if their types decode and encode the same JSON.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::iter;

use super::conflict::{self, texts};
use crate::diagnostics::{Pointer, Result};
use crate::ir::{Field, Shape, TypeDefinition, Variant};

/// The named types so far. A step that may fail writes to its own layer, which is merged if the step succeeds.
#[derive(Debug, Default)]
pub(in crate::lower) struct Registry {
    base: Layer,
    scratch: Vec<Layer>,
}

/// The types and names that one step added.
#[derive(Debug, Default)]
pub(in crate::lower) struct Layer {
    types: BTreeMap<String, TypeDefinition>,
    /// For each type name, the type names of the components that contain a schema of this type.
    component_types: HashMap<String, Vec<String>>,
    /// The names of types by the locations of their schemas.
    names: HashMap<Pointer, String>,
    /// The names in use, including those of types that aren't lowered yet, with the location of their first schema.
    reserved: HashMap<String, Pointer>,
    /// The last number that was appended to each name that was in use.
    last_numbers: HashMap<String, usize>,
    /// The names with a number, such as `Room2`, by the name without it and the hash of the type's shape.
    numbered: HashMap<(String, u64), Vec<String>>,
}

impl Registry {
    pub(in crate::lower) fn push_scratch(&mut self) {
        self.scratch.push(Layer::default());
    }

    pub(in crate::lower) fn pop_scratch(&mut self) -> Layer {
        self.scratch.pop().unwrap_or_default()
    }

    /// Adds the contents of a layer to the top layer.
    pub(in crate::lower) fn merge(&mut self, layer: Layer) {
        let top = self.top();
        top.types.extend(layer.types);
        for (name, components) in layer.component_types {
            let known = top.component_types.entry(name).or_default();
            known.extend(components);
        }
        top.names.extend(layer.names);
        for (name, pointer) in layer.reserved {
            top.reserved.entry(name).or_insert(pointer);
        }
        top.last_numbers.extend(layer.last_numbers);
        for (key, names) in layer.numbered {
            top.numbered.entry(key).or_default().extend(names);
        }
    }

    fn top(&mut self) -> &mut Layer {
        self.scratch.last_mut().unwrap_or(&mut self.base)
    }

    /// Returns the layers, newest first.
    fn layers(&self) -> impl Iterator<Item = &Layer> {
        self.scratch.iter().rev().chain(iter::once(&self.base))
    }

    pub(in crate::lower) fn name_of(&self, pointer: &Pointer) -> Option<String> {
        let mut layers = self.layers();
        layers.find_map(|it| it.names.get(pointer)).cloned()
    }

    pub(in crate::lower) fn reserve(&mut self, pointer: &Pointer, name: &str) {
        let top = self.top();
        top.names.insert(pointer.clone(), name.to_owned());
        top.reserved
            .entry(name.to_owned())
            .or_insert_with(|| pointer.clone());
    }

    /// Returns the location of the first schema whose type has this name.
    pub(in crate::lower) fn schema_of(&self, name: &str) -> Option<&Pointer> {
        let reserved = self.layers().filter_map(|it| it.reserved.get(name));
        reserved.last()
    }

    /// Returns `wanted`, followed by a number if it is in use.
    pub(in crate::lower) fn free_name(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let last_number = self.layers().find_map(|it| it.last_numbers.get(wanted));
        let mut number = last_number.copied().unwrap_or(1);
        while self.schema_of(&name).is_some() {
            number += 1;
            name = format!("{wanted}{number}");
        }
        if number > 1 {
            self.top().last_numbers.insert(wanted.to_owned(), number);
        }
        name
    }

    fn definition(&self, name: &str) -> Option<&TypeDefinition> {
        self.layers().find_map(|layer| layer.types.get(name))
    }

    /// Adds a type and returns its name. Fails if a type with another shape has the name. `component_type` names the
    /// type of the component that contains the schema.
    pub(in crate::lower) fn add(
        &mut self,
        definition: TypeDefinition,
        component_type: Option<String>,
    ) -> Result<String> {
        if let Some(known) = self.definition(&definition.name)
            && !same_shape(&known.shape, &definition.shape)
        {
            return Err(conflict::error(known, &definition));
        }
        Ok(self.insert(definition, component_type))
    }

    /// Adds a type. If a type with another shape has its name, appends a number, which types with the same shape share.
    pub(in crate::lower) fn add_numbered(
        &mut self,
        mut definition: TypeDefinition,
        component_type: Option<String>,
    ) -> String {
        let has_same_shape = |name: &&String| {
            self.definition(name)
                .is_some_and(|known| same_shape(&known.shape, &definition.shape))
        };
        if has_same_shape(&&definition.name) {
            return self.insert(definition, component_type);
        }
        let key = (definition.name.clone(), hash(&definition.shape));
        let numbered = self.layers().filter_map(|layer| layer.numbered.get(&key));
        let known = numbered.flatten().find(has_same_shape).cloned();
        definition.name = known.unwrap_or_else(|| {
            let name = self.free_name(&definition.name);
            if name != definition.name {
                let numbered = self.top().numbered.entry(key).or_default();
                numbered.push(name.clone());
            }
            name
        });
        self.insert(definition, component_type)
    }

    /// Adds a type, unless there is one with its name. Returns the name.
    fn insert(&mut self, definition: TypeDefinition, component_type: Option<String>) -> String {
        let is_new = self.definition(&definition.name).is_none();
        let name = definition.name.clone();
        let top = self.top();
        if let Some(component_type) = component_type {
            let components = top.component_types.entry(name.clone()).or_default();
            components.push(component_type);
        }
        if is_new {
            top.reserved
                .entry(name.clone())
                .or_insert_with(|| definition.pointer.clone());
            top.types.insert(name.clone(), definition);
        }
        name
    }

    /// Returns all types and sets their families. A type joins the family of the first component that contains its
    /// schema and is a type itself. Without such a component, it starts a family.
    pub(in crate::lower) fn into_types(self) -> Vec<TypeDefinition> {
        let mut types = self.base.types;
        for (name, components) in self.base.component_types {
            let mut components = components.into_iter();
            let family = components.find(|it| *it != name && types.contains_key(it));
            if let (Some(definition), Some(family)) = (types.get_mut(&name), family) {
                definition.family = family;
            }
        }
        types.into_values().collect()
    }
}

/// Returns a number that is equal for shapes that decode and encode the same JSON.
fn hash(shape: &Shape) -> u64 {
    let mut hasher = DefaultHasher::new();
    match shape {
        Shape::Struct(fields) => {
            let fields = fields.iter().map(|field| (&field.name, &field.ty));
            fields.for_each(|it| it.hash(&mut hasher));
        }
        // The order of the values doesn't matter.
        Shape::Enum(values) | Shape::IntegerEnum(values) => {
            texts(values).collect::<BTreeSet<_>>().hash(&mut hasher);
        }
        Shape::Union { .. } | Shape::Responses(_) => shape.parts().hash(&mut hasher),
    }
    hasher.finish()
}

/// Whether two shapes decode and encode the same JSON. Their annotations may differ.
fn same_shape(a: &Shape, b: &Shape) -> bool {
    match (a, b) {
        (Shape::Struct(a), Shape::Struct(b)) => {
            a.iter().map(json_of_field).eq(b.iter().map(json_of_field))
        }
        (Shape::Enum(a), Shape::Enum(b)) | (Shape::IntegerEnum(a), Shape::IntegerEnum(b)) => {
            HashSet::<&str>::from_iter(texts(a)) == HashSet::from_iter(texts(b))
        }
        (
            Shape::Union {
                discriminator: a,
                enum_values: a_values,
                variants: a_variants,
            },
            Shape::Union {
                discriminator: b,
                enum_values: b_values,
                variants: b_variants,
            },
        ) => {
            let [a_variants, b_variants] =
                [a_variants, b_variants].map(|it| it.iter().map(json_of_variant));
            a == b && texts(a_values).eq(texts(b_values)) && a_variants.eq(b_variants)
        }
        (Shape::Responses(a), Shape::Responses(b)) => a == b,
        _ => false,
    }
}

/// Returns the parts of a field that affect its JSON.
fn json_of_field(field: &Field) -> impl PartialEq {
    let flags = [
        field.is_additional_properties,
        field.required,
        field.nullable,
    ];
    (&field.name, flags, field.access, &field.ty)
}

fn json_of_variant(variant: &Variant) -> impl PartialEq {
    let Variant {
        name,
        tags,
        constants,
        is_closed,
        ty,
        ..
    } = variant;
    (name, tags, constants, is_closed, ty)
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
    fn pop_without_merge_leaves_registry_unchanged() {
        let mut registry = Registry::default();
        registry.add_numbered(one_field("Room", Type::String), None);
        registry.push_scratch();
        registry.reserve(&Pointer::root(), "Session");
        registry.add_numbered(one_field("Kind", Type::String), None);
        registry.add_numbered(one_field("Room", Type::Number), None);
        registry.add_numbered(one_field("Room", Type::String), Some("Kind".into()));
        registry.pop_scratch();
        assert_eq!(registry.name_of(&Pointer::root()), None);
        assert_eq!(registry.free_name("Session"), "Session");
        assert_eq!(registry.free_name("Room"), "Room2");
        assert_eq!(families(registry), [("Room".to_owned(), "Room".to_owned())]);
    }

    #[test]
    fn merge_keeps_names_and_types_of_layers() {
        let mut registry = Registry::default();
        registry.push_scratch();
        registry.add_numbered(one_field("Room", Type::String), None);
        registry.push_scratch();
        registry.reserve(&Pointer::root(), "Session");
        registry.add_numbered(one_field("Kind", Type::String), Some("Room".into()));
        assert_eq!(registry.free_name("Room"), "Room2");
        for _ in 0..2 {
            let layer = registry.pop_scratch();
            registry.merge(layer);
        }
        assert_eq!(registry.name_of(&Pointer::root()), Some("Session".into()));
        assert_eq!(registry.free_name("Room"), "Room3");
        let expected = [("Kind", "Room"), ("Room", "Room")];
        assert_eq!(
            families(registry),
            expected.map(|(name, family)| (name.to_owned(), family.to_owned()))
        );
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
