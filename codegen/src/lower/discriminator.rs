//! Discriminators: which text, in which property, stands for which branch of a `oneOf`.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use openapiv3::{ReferenceOr, Schema, SchemaKind, Type};

use super::schema::Resolved;
use super::{Lowering, unsupported};
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::openapi::references;

/// What a union says about telling its branches apart.
pub(super) struct Discriminator<'a> {
    pub(super) property: &'a str,
    /// From a text to the component that it stands for: its name, or a reference to it.
    mapping: &'a IndexMap<String, String>,
    /// The texts by what they stand for.
    texts: HashMap<&'a str, Vec<&'a str>>,
    pointer: Pointer,
}

impl<'a> Discriminator<'a> {
    /// The discriminator of a schema, where it has one.
    pub(super) fn of(schema: &Resolved<'a>) -> Option<Self> {
        let discriminator = schema.schema.schema_data.discriminator.as_ref()?;
        let mut texts = HashMap::<_, Vec<_>>::new();
        for (text, target) in &discriminator.mapping {
            texts
                .entry(target.as_str())
                .or_default()
                .push(text.as_str());
        }
        Some(Self {
            property: &discriminator.property_name,
            mapping: &discriminator.mapping,
            texts,
            pointer: schema.pointer.child("discriminator"),
        })
    }

    /// Checks that every entry of the mapping leads to a branch.
    fn check_mapping(&self, branches: &[ReferenceOr<Schema>]) -> Result<()> {
        let references = branches.iter().filter_map(reference);
        let named = references.flat_map(|reference| [reference, component_name(reference)]);
        let named: HashSet<&str> = named.collect();
        let mut entries = self.mapping.iter();
        match entries.find(|(_, target)| !named.contains(target.as_str())) {
            Some((text, target)) => Err(Diagnostic::at(
                &self.entry(text),
                format!("`{target}` is not a branch of the `oneOf`"),
                "name a component that the `oneOf` refers to, or let it refer to this one",
            )),
            None => Ok(()),
        }
    }

    /// The text for the branch with this `$ref`: the one mapped to it, or else the component's name.
    fn text(&self, reference: &str) -> Result<String> {
        let mut targets = vec![reference, component_name(reference)];
        targets.dedup();
        let texts = targets
            .into_iter()
            .filter_map(|target| self.texts.get(target));
        let mut texts = texts.flatten().copied();
        let Some(text) = texts.next() else {
            return self.own_name(reference);
        };
        match texts.next() {
            Some(second) => {
                Err(unsupported(&self.entry(second), "a second text for one branch").limitation())
            }
            None => Ok(text.to_owned()),
        }
    }

    fn own_name(&self, reference: &str) -> Result<String> {
        let name = component_name(reference);
        if self.mapping.contains_key(name) {
            return Err(Diagnostic::at(
                &self.entry(name),
                format!(
                    "`{name}` stands for another branch, and is the name of one that has no text of its own"
                ),
                "map a text to that one as well",
            ));
        }
        Ok(name.to_owned())
    }

    fn entry(&self, text: &str) -> Pointer {
        self.pointer.child("mapping").child(text)
    }
}

impl<'a> Lowering<'a> {
    /// The text that stands for each branch.
    pub(super) fn lower_tags(
        &self,
        discriminator: &Discriminator<'a>,
        branches: &'a [ReferenceOr<Schema>],
        place: &Pointer,
    ) -> Result<Vec<String>> {
        let tags = branches.iter().enumerate().map(|(index, branch)| {
            let resolved = self.resolve_schema(branch, &place.child(index))?;
            self.lower_tag(discriminator, branch, &resolved)
        });
        let tags = tags.collect::<Result<_>>()?;
        discriminator.check_mapping(branches)?;
        Ok(tags)
    }

    /// The text that stands for a branch, which has to have the property that carries it.
    fn lower_tag(
        &self,
        discriminator: &Discriminator<'a>,
        branch: &ReferenceOr<Schema>,
        resolved: &Resolved<'a>,
    ) -> Result<String> {
        let Some(reference) = reference(branch) else {
            return Err(Diagnostic::at(
                &resolved.pointer,
                "a branch that a discriminator selects needs a name, and this one is written inline",
                "move it under `components`, and refer to it here",
            ));
        };
        if !self.has_text(resolved, discriminator.property)? {
            return Err(Diagnostic::at(
                &discriminator.pointer.child("propertyName"),
                format!(
                    "`{}` has no property `{}` that is text",
                    component_name(reference),
                    discriminator.property
                ),
                "name a property that every branch has, or add it there",
            ));
        }
        discriminator.text(reference)
    }

    fn has_text(&self, schema: &Resolved<'a>, property: &str) -> Result<bool> {
        let SchemaKind::Type(Type::Object(object)) = &schema.schema.schema_kind else {
            return Ok(false);
        };
        let Some(value) = object.properties.get(property) else {
            return Ok(false);
        };
        let place = schema.pointer.child("properties").child(property);
        let value = self.resolve_boxed_schema(value, &place)?;
        Ok(matches!(
            value.schema.schema_kind,
            SchemaKind::Type(Type::String(_))
        ))
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
