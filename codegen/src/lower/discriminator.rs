//! Lowers Discriminator Objects. The *discriminator* is the property whose value, the *tag*, selects a branch of a
//! `oneOf` or `anyOf`.

use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};

use indexmap::IndexSet;
use openapiv3::{Discriminator, ObjectType, ReferenceOr, Schema, SchemaKind, Type};

use super::Lowering;
use super::resolve::{MAX_SCHEMA_DEPTH, ResolvedSchema, annotated_reference};
use super::schema_kind;
use crate::diagnostics::{Diagnostic, Effect, Pointer, Result};
use crate::ir::{Constant, Variant};
use crate::openapi::references::mapped_schema;
use crate::passes::merge_all_of::MERGED_COMPONENT;

/// The discriminator as a property of a branch.
#[derive(Clone)]
struct TagProperty {
    parse: ParseTag,
    /// The values of the property's `enum`; for a union, the values that select its branches.
    values: Vec<Constant>,
    is_missing: bool,
}

/// Parses a key of `mapping` or the name of a component. Returns `None` if the property can't have this value.
type ParseTag = fn(&str) -> Option<Constant>;

fn parse_string(text: &str) -> Option<Constant> {
    Some(Constant::String(text.to_owned()))
}

impl<'a> Lowering<'a> {
    /// Returns the name of the discriminator, and one variant for each branch, in which only `tags` and `adds_tag` are
    /// set. Reports and ignores an unusable discriminator.
    pub(super) fn lower_discriminator(
        &mut self,
        schema: &ResolvedSchema<'a>,
        branches: &[ReferenceOr<Schema>],
        resolved: &[ResolvedSchema<'a>],
    ) -> Option<(String, Vec<Variant>)> {
        let discriminator = schema.schema.schema_data.discriminator.as_ref()?;
        let pointer = schema.pointer.child("discriminator");
        let name = &discriminator.property_name;
        let mut finder = TagFinder {
            lowering: self,
            pointer: &pointer,
            property_name: name,
            unions: HashMap::new(),
        };
        let variants = finder.variants(discriminator, branches, resolved, 0);
        let checked = variants.and_then(|variants| {
            // If there is no `mapping` and no branch declares the property, nothing shows that the objects have it.
            let is_plausible = !discriminator.mapping.is_empty()
                || variants.iter().any(|it| !it.adds_tag);
            is_plausible.then_some(variants).ok_or_else(|| {
                Diagnostic::at(
                    &pointer.child("propertyName"),
                    format!("no branch of `oneOf` or `anyOf` has the property `{name}`"),
                    format!(
                        "add a string property `{name}` to each branch, or set `propertyName` to a property that they \
                         have"
                    ),
                )
            })
        });
        match checked {
            Ok(variants) => Some((name.clone(), variants)),
            Err(error) => {
                let error = error.tolerated().with_effect(Effect::Ignored, pointer);
                self.diagnostics.extend([error]);
                None
            }
        }
    }

    /// Reports the entries of the discriminator's `mapping` that refer to no branch.
    pub(super) fn check_mapping(
        &mut self,
        schema: &ResolvedSchema<'a>,
        branches: &[ReferenceOr<Schema>],
    ) {
        let pointer = schema.pointer.child("discriminator").child("mapping");
        let names: HashSet<&str> = branches.iter().filter_map(component_name).collect();
        let discriminator = schema.schema.schema_data.discriminator.as_ref();
        for (value, component) in discriminator.into_iter().flat_map(|it| &it.mapping) {
            let name = mapped_schema(component);
            if names.contains(name) {
                continue;
            }
            self.diagnostics.warn(Diagnostic::at(
                &pointer.child(value),
                format!(
                    "the value `{value}` is mapped to `{component}`, which is not a branch of `oneOf` or `anyOf`"
                ),
                format!(
                    "delete `{value}` from `mapping`, or add the branch `{{$ref: '#/components/schemas/{name}'}}` to \
                     `oneOf` or `anyOf`"
                ),
            ));
        }
    }
}

/// Finds the values of a discriminator that select each branch of a union.
struct TagFinder<'l, 'a> {
    lowering: &'l Lowering<'a>,
    /// The location of the Discriminator Object.
    pointer: &'l Pointer,
    property_name: &'l str,
    /// The results for branches that are unions. Nested unions may contain the same branch very often.
    unions: HashMap<Pointer, TagProperty>,
}

impl<'a> TagFinder<'_, 'a> {
    /// Returns a variant for each branch, with the values of `discriminator` that select it. `discriminator` is the
    /// discriminator of the outermost union or, `depth` levels below, of a branch with the same discriminator.
    fn variants(
        &mut self,
        discriminator: &Discriminator,
        branches: &[ReferenceOr<Schema>],
        resolved: &[ResolvedSchema<'a>],
        depth: usize,
    ) -> Result<Vec<Variant>> {
        let mut keys_by_schema = HashMap::<&str, Vec<&str>>::new();
        for (key, schema) in &discriminator.mapping {
            let keys = keys_by_schema.entry(mapped_schema(schema)).or_default();
            keys.push(key);
        }
        let branches = branches.iter().zip(resolved);
        let variants = branches.map(|(branch, resolved)| {
            let property = self.tag_property(resolved, depth)?;
            let name = component_name(branch);
            let keys = name.and_then(|name| keys_by_schema.get(name));
            let keys = keys.map_or(&[][..], Vec::as_slice);
            self.variant(discriminator, resolved, property, name, keys)
        });
        variants.collect()
    }

    /// Returns the discriminator as a property of a branch. A union has the property if all of its branches do.
    fn tag_property(&mut self, branch: &ResolvedSchema<'a>, depth: usize) -> Result<TagProperty> {
        if let Some(object) = branch.object() {
            return self.tag_property_of_object(branch, object);
        }
        if let Some(known) = self.unions.get(&branch.pointer) {
            return Ok(known.clone());
        }
        let Some((branches, keyword)) = branch.union().filter(|_| depth < MAX_SCHEMA_DEPTH) else {
            return Err(Diagnostic::at(
                &self.pointer.child("propertyName"),
                format!(
                    "the branch {} is a Schema Object {}, which has no property `{}`",
                    branch.pointer,
                    schema_kind::describe(branch.kind()),
                    self.property_name
                ),
                "in an overlay, delete `discriminator`, or the branch",
            ));
        };
        let resolved = self.lowering.resolve_branches(branches, &keyword)?;
        let properties = resolved
            .iter()
            .map(|inner| self.tag_property(inner, depth + 1))
            .collect::<Result<Vec<_>>>()?;
        let inner = branch.schema.schema_data.discriminator.as_ref();
        let values = match inner.filter(|inner| inner.property_name == self.property_name) {
            Some(inner) => {
                let variants = self.variants(inner, branches, &resolved, depth + 1)?;
                distinct(variants.into_iter().flat_map(|it| it.tags))
            }
            None => distinct(properties.iter().flat_map(|it| it.values.clone())),
        };
        let property = TagProperty {
            parse: properties.first().map_or(parse_string, |it| it.parse),
            values,
            is_missing: properties.iter().any(|property| property.is_missing),
        };
        self.unions.insert(branch.pointer.clone(), property.clone());
        Ok(property)
    }

    fn tag_property_of_object(
        &self,
        branch: &ResolvedSchema<'a>,
        object: &'a ObjectType,
    ) -> Result<TagProperty> {
        let name = self.property_name;
        let Some(property) = object.properties.get(name) else {
            return Ok(TagProperty {
                parse: parse_string,
                values: Vec::new(),
                is_missing: true,
            });
        };
        let property = self.lowering.resolve_property(branch, name, property)?;
        match tag_parser(property.kind()) {
            Some(parse) => Ok(TagProperty {
                parse,
                values: enum_constants(property.kind()),
                is_missing: false,
            }),
            None => Err(Diagnostic::at(
                &self.pointer.child("propertyName"),
                format!(
                    "property `{name}` of the branch {} is a Schema Object {}; expected the type `string`, `integer` or \
                     `boolean`",
                    branch.pointer,
                    schema_kind::describe(property.kind())
                ),
                format!(
                    "set `propertyName` to the property that selects the branch; or, if the API sends `{name}` as a \
                     string, set its `type` to `string`"
                ),
            )),
        }
    }

    /// Returns a variant with the values that select a branch, which are the first of the following that exist:
    ///
    /// 1. the `keys` of `mapping` that refer to the branch
    /// 2. the name of the branch, if the property has several values, among them the name
    /// 3. the values of the property; if there are several, those that aren't keys of `mapping`
    /// 4. the name of the branch, if the property has no `enum`
    fn variant(
        &self,
        discriminator: &Discriminator,
        branch: &ResolvedSchema<'_>,
        property: TagProperty,
        name: Option<&str>,
        keys: &[&str],
    ) -> Result<Variant> {
        let property_name = self.property_name;
        let parse_key = |key: &&str| {
            (property.parse)(key).ok_or_else(|| {
                Diagnostic::at(
                    &self.pointer.child("mapping").child(key),
                    format!(
                        "the value `{key}` doesn't have the type of the property `{property_name}`"
                    ),
                    "correct the value, or the type of the property",
                )
            })
        };
        let mapped = keys.iter().map(parse_key).collect::<Result<Vec<_>>>()?;
        let by_name = name.and_then(property.parse);
        let is_mapped = |value: &Constant| discriminator.mapping.contains_key(&value.to_string());
        let mut values = property.values;
        match (values.as_slice(), by_name) {
            _ if !mapped.is_empty() => values = mapped,
            ([], Some(by_name)) => values = vec![by_name],
            ([_, _, ..], Some(by_name)) if values.contains(&by_name) => values = vec![by_name],
            // Keys of `mapping` select other branches.
            ([_, _, ..], _) => values.retain(|value| !is_mapped(value)),
            _ => {}
        }
        if values.is_empty() {
            return Err(Diagnostic::at(
                &branch.pointer,
                format!("no value of the discriminator `{property_name}` selects this branch"),
                format!(
                    "add an `enum` with one value to the property `{property_name}`, or move the Schema Object to \
                     `#/components/schemas` and add it to `mapping`"
                ),
            ));
        }
        Ok(Variant {
            tags: values,
            adds_tag: property.is_missing,
            ..Variant::default()
        })
    }
}

/// Returns the parser for tags of a schema's type, or `None` if tags can't have this type.
fn tag_parser(kind: &SchemaKind) -> Option<ParseTag> {
    match kind {
        SchemaKind::Type(Type::String(_)) => Some(parse_string),
        SchemaKind::Type(Type::Integer(_)) => Some(|text| text.parse().ok().map(Constant::Integer)),
        SchemaKind::Type(Type::Boolean(_)) => Some(|text| text.parse().ok().map(Constant::Boolean)),
        _ => None,
    }
}

/// Returns the values of an enum without duplicates. Other schemas have no values.
pub(super) fn enum_constants(kind: &SchemaKind) -> Vec<Constant> {
    fn constants<T: Clone>(values: &[Option<T>], constant: fn(T) -> Constant) -> Vec<Constant> {
        distinct(values.iter().flatten().cloned().map(constant))
    }
    match kind {
        SchemaKind::Type(Type::String(it)) => constants(&it.enumeration, Constant::String),
        SchemaKind::Type(Type::Integer(it)) => constants(&it.enumeration, Constant::Integer),
        SchemaKind::Type(Type::Boolean(it)) => constants(&it.enumeration, Constant::Boolean),
        _ => Vec::new(),
    }
}

/// Returns the constants without duplicates, in order.
pub(super) fn distinct(constants: impl Iterator<Item = Constant>) -> Vec<Constant> {
    Vec::from_iter(constants.collect::<IndexSet<_>>())
}

/// Returns the name of the component that a schema refers to, annotates or extends.
pub(super) fn component_name(schema: &ReferenceOr<impl Borrow<Schema>>) -> Option<&str> {
    match schema {
        ReferenceOr::Reference { reference } => Some(mapped_schema(reference)),
        ReferenceOr::Item(schema) => annotated_reference(schema.borrow())
            .map(mapped_schema)
            .or_else(|| merged_component(schema.borrow())),
    }
}

/// Returns the name of the component that an inline branch extends.
pub(super) fn merged_component(branch: &Schema) -> Option<&str> {
    let name = branch.schema_data.extensions.get(MERGED_COMPONENT)?;
    name.as_str()
}
