//! Lowers Discriminator Objects: the property whose value selects a branch of a `oneOf` or `anyOf`.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use openapiv3::{ReferenceOr, Schema, SchemaKind, Type};

use super::Lowering;
use super::keywords;
use super::resolve::ResolvedSchema;
use crate::diagnostics::{Diagnostic, Effect, Pointer, Result};
use crate::openapi::references;

/// The Discriminator Object of a union.
struct Discriminator<'a> {
    property: &'a str,
    /// The branch that each value selects: a reference to a component, or its name.
    mapping: &'a IndexMap<String, String>,
    /// The reverse of `mapping`: the values that select each branch, by the name of its component.
    values: HashMap<&'a str, Vec<&'a str>>,
    pointer: Pointer,
}

impl Discriminator<'_> {
    /// Checks that every component in `mapping` is a branch.
    fn check_mapping(&self, branches: &[ReferenceOr<Schema>]) -> Result<()> {
        let known: HashSet<&str> = branches.iter().filter_map(branch_name).collect();
        let unknown = self
            .mapping
            .iter()
            .find(|(_, component)| !known.contains(component_name(component)));
        unknown.map_or(Ok(()), |(value, component)| {
            Err(Diagnostic::at(
                &self.mapping_entry(value),
                format!(
                    "the value `{value}` is mapped to `{component}`, which is not a branch of `oneOf` or `anyOf`"
                ),
                format!(
                    "delete `{value}` from `mapping`, or add a `$ref` to `{component}` to `oneOf` or `anyOf`"
                ),
            ))
        })
    }

    /// Returns the value that selects the branch `name`: the one in `mapping`, or else `name` itself.
    fn value(&self, name: &str) -> Result<String> {
        match self.values.get(name).map(Vec::as_slice) {
            None | Some([]) => match self.mapping.get(name) {
                None => Ok(name.to_owned()),
                Some(other) => Err(Diagnostic::at(
                    &self.mapping_entry(name),
                    format!(
                        "the value `{name}` is mapped to the branch `{}`, but is also the default value of the branch `{name}`",
                        component_name(other)
                    ),
                    format!(
                        "map `{name}` to `#/components/schemas/{name}`, or add an entry for that schema with another value to `mapping`"
                    ),
                )),
            },
            Some([value]) => Ok((*value).to_owned()),
            Some([_, second, ..]) => Err(Diagnostic::at(
                &self.mapping_entry(second),
                format!("`{second}` is the second value for the branch `{name}`; only one per branch is supported"),
                format!(
                    "in an overlay, delete all entries of `mapping` for `{name}` except the value that the API sends"
                ),
            )
            .limitation()),
        }
    }

    /// Returns the location of the entry for a value in `mapping`.
    fn mapping_entry(&self, value: &str) -> Pointer {
        self.pointer.child("mapping").child(value)
    }
}

impl<'a> Lowering<'a> {
    /// Returns the property of the discriminator and the value that selects each branch. An invalid discriminator is
    /// reported and ignored. `resolved` are the schemas of the branches.
    pub(super) fn lower_discriminator(
        &mut self,
        schema: &ResolvedSchema<'a>,
        branches: &[ReferenceOr<Schema>],
        resolved: &[ResolvedSchema<'a>],
    ) -> Result<Option<(String, Vec<String>)>> {
        let Some(object) = &schema.schema.schema_data.discriminator else {
            return Ok(None);
        };
        let mut values = HashMap::<_, Vec<_>>::new();
        for (value, component) in &object.mapping {
            let values = values.entry(component_name(component)).or_default();
            values.push(value.as_str());
        }
        let discriminator = Discriminator {
            property: &object.property_name,
            mapping: &object.mapping,
            values,
            pointer: schema.pointer.child("discriminator"),
        };
        let values = branches
            .iter()
            .zip(resolved)
            .map(|(branch, resolved)| self.discriminator_value(&discriminator, branch, resolved))
            .collect::<Result<_>>()
            .and_then(|values| discriminator.check_mapping(branches).map(|()| values));
        match values {
            Ok(values) => Ok(Some((object.property_name.clone(), values))),
            Err(error) => {
                let pointer = discriminator.pointer;
                self.diagnostics.report(Effect::Ignored, pointer, error)?;
                Ok(None)
            }
        }
    }

    /// Returns the value that selects a branch.
    fn discriminator_value(
        &self,
        discriminator: &Discriminator<'_>,
        branch: &ReferenceOr<Schema>,
        resolved: &ResolvedSchema<'a>,
    ) -> Result<String> {
        let Some(name) = branch_name(branch) else {
            return Err(Diagnostic::at(
                &resolved.pointer,
                "`discriminator` can't select an inline Schema Object; expected a Reference Object",
                "move the Schema Object to `#/components/schemas`, and replace it with a `$ref` to it",
            ));
        };
        let property = discriminator.property;
        let properties = resolved.object().map(|object| &object.properties);
        let (message, help) = match properties.and_then(|properties| properties.get(property)) {
            None => (
                format!(
                    "the branch `{name}` has no property `{property}`, which is the `propertyName` of the discriminator"
                ),
                format!(
                    "add a string property `{property}` to `{name}`, or set `propertyName` to a property of each branch"
                ),
            ),
            Some(schema) => {
                let schema = self.resolve_property(resolved, property, schema)?;
                if matches!(schema.kind(), SchemaKind::Type(Type::String(_))) {
                    return discriminator.value(name);
                }
                (
                    format!(
                        "property `{property}` of the branch `{name}` is a Schema Object {}; expected the type `string`",
                        keywords::describe(schema.kind())
                    ),
                    format!(
                        "set `type` of `{property}` to `string`, or set `propertyName` to a string property of each branch"
                    ),
                )
            }
        };
        Err(Diagnostic::at(
            &discriminator.pointer.child("propertyName"),
            message,
            help,
        ))
    }
}

/// Returns the name of the component that a branch refers to or extends.
fn branch_name(branch: &ReferenceOr<Schema>) -> Option<&str> {
    match branch {
        ReferenceOr::Reference { reference } => Some(component_name(reference)),
        ReferenceOr::Item(schema) => schema.schema_data.extensions.get("x-sdk-variant")?.as_str(),
    }
}

/// Returns the name of the component to which a value of `mapping` refers: by a reference, or by the name itself.
fn component_name(component: &str) -> &str {
    match references::component(component) {
        Some(("schemas", name)) => name,
        _ => component,
    }
}
