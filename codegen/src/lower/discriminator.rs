//! Lowers Discriminator Objects. The *discriminator* is the property whose value, the *tag*, selects a branch of a
//! `oneOf` or `anyOf`.

use std::collections::{HashMap, HashSet};

use openapiv3::{Discriminator, ReferenceOr, Schema, SchemaKind, Type};

use super::Lowering;
use super::keywords;
use super::resolve::{LONGEST_REF_STACK, ResolvedSchema};
use crate::diagnostics::{Diagnostic, Effect, Pointer, Result};
use crate::ir::Constant;
use crate::openapi::references::mapped_schema;

/// The tags of a branch.
#[derive(Default)]
pub(super) struct BranchTags {
    /// The tags that select the branch.
    pub(super) values: Vec<Constant>,
    /// Whether the branch lacks the discriminator among its properties.
    pub(super) is_property_missing: bool,
}

/// A Discriminator Object whose `mapping` can be searched by the name of the schema.
struct TagMapping<'d> {
    discriminator: &'d Discriminator,
    /// The values of each schema.
    values: HashMap<&'d str, Vec<&'d str>>,
}

impl<'d> TagMapping<'d> {
    fn new(discriminator: &'d Discriminator) -> Self {
        let mut values = HashMap::<&str, Vec<&str>>::new();
        for (value, component) in &discriminator.mapping {
            values
                .entry(mapped_schema(component))
                .or_default()
                .push(value);
        }
        Self {
            discriminator,
            values,
        }
    }
}

/// The discriminator as a property of a branch.
struct TagProperty {
    kind: TagKind,
    /// The values of its enum; empty if it has none.
    values: Vec<Constant>,
    is_missing: bool,
}

/// The type of a tag.
#[derive(Clone, Copy, PartialEq)]
enum TagKind {
    String,
    Integer,
    Boolean,
}

impl TagKind {
    /// Converts a key of `mapping`, or the name of a component.
    fn constant(self, text: &str) -> Option<Constant> {
        match self {
            Self::String => Some(Constant::String(text.to_owned())),
            Self::Integer => text.parse().ok().map(Constant::Integer),
            Self::Boolean => text.parse().ok().map(Constant::Boolean),
        }
    }
}

impl<'a> Lowering<'a> {
    /// Returns the discriminator and the tags of each branch. An unusable discriminator is reported and ignored.
    /// `resolved` are the schemas of the branches.
    pub(super) fn lower_discriminator(
        &mut self,
        schema: &ResolvedSchema<'a>,
        branches: &[ReferenceOr<Schema>],
        resolved: &[ResolvedSchema<'a>],
    ) -> Result<Option<(String, Vec<BranchTags>)>> {
        let Some(discriminator) = &schema.schema.schema_data.discriminator else {
            return Ok(None);
        };
        let pointer = schema.pointer.child("discriminator");
        let mapping = TagMapping::new(discriminator);
        let tags = branches
            .iter()
            .zip(resolved)
            .map(|(branch, resolved)| self.branch_tags(&mapping, &pointer, branch, resolved, 0))
            .collect::<Result<Vec<_>>>()
            .and_then(|tags| check_property(discriminator, &pointer, tags));
        match tags {
            Ok(tags) => {
                self.check_mapping(discriminator, &pointer, branches)?;
                Ok(Some((discriminator.property_name.clone(), tags)))
            }
            Err(error) => {
                self.diagnostics
                    .report(Effect::Ignored, pointer, error.tolerated())?;
                Ok(None)
            }
        }
    }

    /// Reports the entries of `mapping` that refer to no branch.
    fn check_mapping(
        &mut self,
        discriminator: &Discriminator,
        pointer: &Pointer,
        branches: &[ReferenceOr<Schema>],
    ) -> Result<()> {
        let names: HashSet<&str> = branches.iter().filter_map(branch_name).collect();
        for (value, component) in &discriminator.mapping {
            if names.contains(mapped_schema(component)) {
                continue;
            }
            let error = Diagnostic::at(
                &pointer.child("mapping").child(value),
                format!(
                    "the value `{value}` is mapped to `{component}`, which is not a branch of `oneOf` or `anyOf`"
                ),
                format!(
                    "delete `{value}` from `mapping`, or add a `$ref` to `{component}` to `oneOf` or `anyOf`"
                ),
            );
            self.diagnostics.ignore(error.tolerated())?;
        }
        Ok(())
    }

    /// Returns the tags of a branch: the keys of `mapping`, or else the tags of a union in the branch, or else the
    /// values of its property, or else its name.
    fn branch_tags(
        &self,
        mapping: &TagMapping<'_>,
        pointer: &Pointer,
        branch: &ReferenceOr<Schema>,
        resolved: &ResolvedSchema<'a>,
        depth: usize,
    ) -> Result<BranchTags> {
        let TagMapping {
            discriminator,
            values,
        } = mapping;
        let property = self.tag_property(discriminator, pointer, resolved, depth)?;
        let name = branch_name(branch);
        let unsupported = |value: &str| {
            Diagnostic::at(
                &pointer.child("mapping").child(value),
                format!(
                    "the value `{value}` doesn't have the type of the property `{}`",
                    discriminator.property_name
                ),
                "correct the value, or the type of the property",
            )
        };
        let mapped = name
            .and_then(|name| values.get(name))
            .into_iter()
            .flatten()
            .map(|value| {
                property
                    .kind
                    .constant(value)
                    .ok_or_else(|| unsupported(value))
            })
            .collect::<Result<Vec<_>>>()?;
        let by_name = name.and_then(|name| property.kind.constant(name));
        let is_mapped = |value: &Constant| discriminator.mapping.contains_key(&value.to_string());
        let values = match (property.values.as_slice(), by_name) {
            _ if !mapped.is_empty() => mapped,
            ([], Some(by_name)) => vec![by_name],
            ([_, _, ..], Some(by_name)) if property.values.contains(&by_name) => vec![by_name],
            ([_, _, ..], _) => property
                .values
                .into_iter()
                .filter(|it| !is_mapped(it))
                .collect(),
            _ => property.values,
        };
        if values.is_empty() {
            return Err(Diagnostic::at(
                &resolved.pointer,
                format!(
                    "no value of the discriminator `{}` selects this branch",
                    discriminator.property_name
                ),
                format!(
                    "add an `enum` with one value to the property `{}`, or move the Schema Object to \
                     `#/components/schemas` and add it to `mapping`",
                    discriminator.property_name
                ),
            ));
        }
        Ok(BranchTags {
            values,
            is_property_missing: property.is_missing,
        })
    }

    /// Returns the discriminator as a property of a branch. A union has the property if all of its branches do.
    fn tag_property(
        &self,
        discriminator: &Discriminator,
        pointer: &Pointer,
        branch: &ResolvedSchema<'a>,
        depth: usize,
    ) -> Result<TagProperty> {
        let name = &discriminator.property_name;
        if let Some(object) = branch.object() {
            let Some(property) = object.properties.get(name) else {
                return Ok(TagProperty {
                    kind: TagKind::String,
                    values: Vec::new(),
                    is_missing: true,
                });
            };
            let property = self.resolve_property(branch, name, property)?;
            if let Some((kind, values)) = tag_type(property.kind()) {
                return Ok(TagProperty {
                    kind,
                    values,
                    is_missing: false,
                });
            }
            return Err(Diagnostic::at(
                &pointer.child("propertyName"),
                format!(
                    "property `{name}` of the branch {} is a Schema Object {}; expected the type `string`, `integer` or \
                     `boolean`",
                    branch.pointer,
                    keywords::describe(property.kind())
                ),
                format!(
                    "set `type` of `{name}` to `string`, or set `propertyName` to another property"
                ),
            ));
        }
        let Some((branches, keyword)) = branch.union().filter(|_| depth < LONGEST_REF_STACK) else {
            return Err(Diagnostic::at(
                &pointer.child("propertyName"),
                format!(
                    "the branch {} is a Schema Object {}, which has no property `{name}`",
                    branch.pointer,
                    keywords::describe(branch.kind())
                ),
                "in an overlay, delete `discriminator`, or the branch",
            ));
        };
        let resolved = self.resolve_branches(branches, &keyword)?;
        let properties = resolved
            .iter()
            .map(|inner| self.tag_property(discriminator, pointer, inner, depth + 1))
            .collect::<Result<Vec<_>>>()?;
        let inner = branch.schema.schema_data.discriminator.as_ref();
        let values = match inner.filter(|inner| inner.property_name == *name) {
            Some(inner) => {
                let mapping = TagMapping::new(inner);
                branches
                    .iter()
                    .zip(&resolved)
                    .map(|(branch, resolved)| {
                        self.branch_tags(&mapping, pointer, branch, resolved, depth + 1)
                    })
                    .collect::<Result<Vec<_>>>()?
                    .into_iter()
                    .flat_map(|tags| tags.values)
                    .collect()
            }
            None => properties.iter().flat_map(|it| it.values.clone()).collect(),
        };
        Ok(TagProperty {
            kind: properties.first().map_or(TagKind::String, |it| it.kind),
            values,
            is_missing: properties.iter().any(|property| property.is_missing),
        })
    }
}

/// Checks that a branch has the discriminator, unless `mapping` shows that values have it.
fn check_property(
    discriminator: &Discriminator,
    pointer: &Pointer,
    tags: Vec<BranchTags>,
) -> Result<Vec<BranchTags>> {
    if !discriminator.mapping.is_empty() || tags.iter().any(|branch| !branch.is_property_missing) {
        return Ok(tags);
    }
    let name = &discriminator.property_name;
    Err(Diagnostic::at(
        &pointer.child("propertyName"),
        format!("no branch of `oneOf` or `anyOf` has the property `{name}`"),
        format!(
            "add a string property `{name}` to each branch, or set `propertyName` to a property that they have"
        ),
    ))
}

/// Returns the type of a tag, and the values of its enum.
fn tag_type(kind: &SchemaKind) -> Option<(TagKind, Vec<Constant>)> {
    let kind_of_tag = match kind {
        SchemaKind::Type(Type::String(_)) => TagKind::String,
        SchemaKind::Type(Type::Integer(_)) => TagKind::Integer,
        SchemaKind::Type(Type::Boolean(_)) => TagKind::Boolean,
        _ => return None,
    };
    Some((kind_of_tag, enum_constants(kind)))
}

/// Returns the values of an enum; none for any other schema.
pub(super) fn enum_constants(kind: &SchemaKind) -> Vec<Constant> {
    match kind {
        SchemaKind::Type(Type::String(string)) => {
            let texts = string.enumeration.iter().flatten();
            texts.cloned().map(Constant::String).collect()
        }
        SchemaKind::Type(Type::Integer(integer)) => {
            let numbers = integer.enumeration.iter().flatten();
            numbers.copied().map(Constant::Integer).collect()
        }
        SchemaKind::Type(Type::Boolean(boolean)) => {
            let values = boolean.enumeration.iter().flatten();
            values.copied().map(Constant::Boolean).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns the name of the component that a branch refers to or extends.
fn branch_name(branch: &ReferenceOr<Schema>) -> Option<&str> {
    match branch {
        ReferenceOr::Reference { reference } => Some(mapped_schema(reference)),
        ReferenceOr::Item(schema) => schema.schema_data.extensions.get("x-sdk-variant")?.as_str(),
    }
}
