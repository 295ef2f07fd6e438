//! Discriminators: the property and the values that select a branch of a `oneOf` or `anyOf`.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use openapiv3::{ReferenceOr, Schema, SchemaKind, Type};

use super::Lowering;
use super::resolve::ResolvedSchema;
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::openapi::references;

/// The Discriminator Object of a union.
pub(super) struct Discriminator<'a> {
    pub(super) property: &'a str,
    /// The components by the values that select them. A component is a name or a reference.
    mapping: &'a IndexMap<String, String>,
    /// The values that select each component.
    values: HashMap<&'a str, Vec<&'a str>>,
    pointer: Pointer,
}

impl<'a> Discriminator<'a> {
    /// Returns the discriminator of a schema.
    pub(super) fn from_schema(schema: &ResolvedSchema<'a>) -> Option<Self> {
        let discriminator = schema.schema.schema_data.discriminator.as_ref()?;
        let mut values = HashMap::<_, Vec<_>>::new();
        for (value, component) in &discriminator.mapping {
            values
                .entry(component.as_str())
                .or_default()
                .push(value.as_str());
        }
        Some(Self {
            property: &discriminator.property_name,
            mapping: &discriminator.mapping,
            values,
            pointer: schema.pointer.child("discriminator"),
        })
    }

    /// Checks that every component of the mapping is a branch.
    fn check_mapping(&self, branches: &[ReferenceOr<Schema>]) -> Result<()> {
        let known: HashSet<&str> = branches
            .iter()
            .filter_map(reference)
            .flat_map(|reference| [reference, component_name(reference)])
            .collect();
        let unknown = self
            .mapping
            .iter()
            .find(|(_, component)| !known.contains(component.as_str()));
        unknown.map_or(Ok(()), |(value, component)| {
            Err(Diagnostic::at(
                &self.mapping_entry(value),
                format!("`{component}` is not a branch of the union"),
                "map the value to a component that the `oneOf` or `anyOf` refers to, or add the component there",
            ))
        })
    }

    /// Returns the value that selects a branch: the one that the mapping has for it, or the name of the component.
    fn value(&self, reference: &str) -> Result<String> {
        let name = component_name(reference);
        let mut spellings = vec![reference, name];
        spellings.dedup();
        let values: Vec<&str> = spellings
            .into_iter()
            .filter_map(|spelling| self.values.get(spelling))
            .flatten()
            .copied()
            .collect();
        match values.as_slice() {
            [] => match self.mapping.get(name) {
                None => Ok(name.to_owned()),
                Some(other) => Err(Diagnostic::at(
                    &self.mapping_entry(name),
                    format!(
                        "`{name}` selects `{other}`, but is also the implicit value of the branch `{name}`, which has no entry"
                    ),
                    format!("add an entry for `{name}` to the mapping"),
                )),
            },
            [value] => Ok((*value).to_owned()),
            [_, second, ..] => Err(Diagnostic::at(
                &self.mapping_entry(second),
                format!(
                    "`{second}` is another value for the branch `{name}`; only one is supported"
                ),
                "in the overlay, delete the values that the API doesn't send",
            )
            .limitation()),
        }
    }

    fn mapping_entry(&self, value: &str) -> Pointer {
        self.pointer.child("mapping").child(value)
    }
}

impl<'a> Lowering<'a> {
    /// Returns the discriminator value of each branch.
    pub(super) fn discriminator_values(
        &self,
        discriminator: &Discriminator<'a>,
        branches: &'a [ReferenceOr<Schema>],
        pointer: &Pointer,
    ) -> Result<Vec<String>> {
        let values = branches
            .iter()
            .enumerate()
            .map(|(index, branch)| {
                let resolved = self.resolve_schema(branch, &pointer.child(index))?;
                self.discriminator_value(discriminator, branch, &resolved)
            })
            .collect::<Result<_>>()?;
        discriminator.check_mapping(branches)?;
        Ok(values)
    }

    fn discriminator_value(
        &self,
        discriminator: &Discriminator<'a>,
        branch: &ReferenceOr<Schema>,
        resolved: &ResolvedSchema<'a>,
    ) -> Result<String> {
        let Some(reference) = reference(branch) else {
            return Err(Diagnostic::at(
                &resolved.pointer,
                "a discriminator can't select an inline branch",
                "move the schema to `#/components/schemas` and refer to it",
            ));
        };
        if !self.has_string_property(resolved, discriminator.property)? {
            return Err(Diagnostic::at(
                &discriminator.pointer.child("propertyName"),
                format!(
                    "the branch `{}` has no string property `{}`",
                    component_name(reference),
                    discriminator.property
                ),
                "set `propertyName` to a string property that every branch has, or add the property to the branch",
            ));
        }
        discriminator.value(reference)
    }

    fn has_string_property(&self, schema: &ResolvedSchema<'a>, property: &str) -> Result<bool> {
        if let SchemaKind::Type(Type::Object(object)) = &schema.schema.schema_kind
            && let Some(value) = object.properties.get(property)
        {
            let pointer = schema.pointer.child("properties").child(property);
            let value = self.resolve_schema(value, &pointer)?;
            let kind = &value.schema.schema_kind;
            return Ok(matches!(kind, SchemaKind::Type(Type::String(_))));
        }
        Ok(false)
    }
}

fn reference(branch: &ReferenceOr<Schema>) -> Option<&str> {
    match branch {
        ReferenceOr::Reference { reference } => Some(reference),
        ReferenceOr::Item(_) => None,
    }
}

fn component_name(reference: &str) -> &str {
    references::component(reference).map_or(reference, |(_, name)| name)
}
