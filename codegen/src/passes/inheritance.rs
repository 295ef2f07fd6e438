//! Replaces bases by unions. A *base* is a schema whose `discriminator` selects among schemas that extend it with
//! `allOf` or that its `mapping` lists, or whose `oneOf` or `anyOf` lists schemas that extend it. The result has two or
//! three components:
//!
//! 1. `Pet`, the union of these schemas;
//! 2. `PetProperties`, the properties of the base, to which the schemas that extend the base now refer;
//! 3. if there is a discriminator, `PetBase`, the properties of the base and any others. This is the last branch of the
//!    union, for unknown values of the discriminator.

use std::collections::{HashMap, HashSet};
use std::iter;

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::merge_all_of::alias::{self, is_alias};
use super::{ALL_OF, DISCRIMINATOR, NULLABLE, Schema, UNIONS, each_schema_mut, is_nullable};
use crate::openapi::keywords::is_annotation;
use crate::openapi::references;

/// The extension key of a union whose last branch is for unknown values of the discriminator.
pub(crate) const FALLBACK: &str = "x-sdk-fallback";

/// The maximum length of a chain of schemas that extend each other, because unions could become very large.
const MAX_LEVELS: usize = 16;

/// Replaces the bases of a document by unions.
pub fn expand(mut document: Value) -> Value {
    // Most documents have no bases, and cloning their schemas would take much memory.
    let schemas = match document.pointer("/components/schemas") {
        Some(Value::Object(schemas)) if !Hierarchy::new(schemas).bases().is_empty() => {
            schemas.clone()
        }
        _ => return document,
    };
    let hierarchy = Hierarchy::new(&schemas);
    let bases = hierarchy.bases();
    each_schema_mut(&mut document, |schema| {
        alias::simplify(schema);
        refer_to_properties(schema, &bases);
    });
    if let Some(Value::Object(components)) = document.pointer_mut("/components/schemas") {
        for base in bases.values() {
            hierarchy.replace(components, base, &bases);
        }
    }
    document
}

/// Makes a schema that extends bases refer to their properties. Skips aliases: [`Hierarchy::replace`] changes aliases
/// that [extend](Hierarchy::extends) the base. Any other alias is only another name for the union.
fn refer_to_properties(schema: &mut Schema, bases: &IndexMap<&str, Base<'_>>) {
    if is_alias(schema) {
        return;
    }
    let branches = schema.get_mut(ALL_OF).and_then(Value::as_array_mut);
    for branch in branches.into_iter().flatten() {
        if let Some(base) = component_of(branch).and_then(|name| bases.get(name)) {
            set_reference(branch, &reference_to(&base.properties));
        }
    }
}

struct Base<'a> {
    name: &'a str,
    /// The name of the component with the properties.
    properties: String,
    /// The name of the component with the properties and any others.
    fallback: String,
    /// The name of the property that selects a schema.
    discriminator: Option<&'a str>,
}

/// The schemas of a document, and which schemas extend each of them.
struct Hierarchy<'a> {
    schemas: &'a Map<String, Value>,
    children: HashMap<&'a str, Vec<&'a str>>,
}

impl<'a> Hierarchy<'a> {
    fn new(schemas: &'a Map<String, Value>) -> Self {
        let mut hierarchy = Self {
            schemas,
            children: HashMap::new(),
        };
        for (name, schema) in schemas {
            let alias = as_alias(schema);
            for base in all_of(schema).iter().filter_map(component_of) {
                if hierarchy.extends(name, alias.as_ref(), base) {
                    hierarchy.children.entry(base).or_default().push(name);
                }
            }
        }
        hierarchy
    }

    /// Whether a schema whose `allOf` refers to `base` extends it.
    ///
    /// An `alias` may be only another name for `base`. An alias extends `base` if the alias isn't nullable, and `base`
    /// has no mapping or a mapping that selects the alias.
    fn extends(&self, name: &str, alias: Option<&Schema>, base: &str) -> bool {
        let Some(alias) = alias else {
            return true;
        };
        let mut mapping = self.mapping(base).peekable();
        !is_nullable(alias) && (mapping.peek().is_none() || mapping.any(|(_, it)| it == name))
    }

    fn bases(&self) -> IndexMap<&'a str, Base<'a>> {
        let mut names: HashSet<String> = self.schemas.keys().cloned().collect();
        let mut unused_name = |name: String| {
            let numbered = (2..).map(|number| format!("{name}{number}"));
            let mut candidates = iter::once(name.clone()).chain(numbered);
            let unused = candidates.find(|it| names.insert(it.clone()));
            unused.unwrap_or_default()
        };
        self.schemas
            .iter()
            .filter(|(name, schema)| self.is_base(name, schema))
            .map(|(name, schema)| {
                let base = Base {
                    name,
                    properties: unused_name(format!("{name}Properties")),
                    fallback: unused_name(format!("{name}Base")),
                    discriminator: discriminator(schema),
                };
                (name.as_str(), base)
            })
            .collect()
    }

    /// Whether a schema has a discriminator that selects others, or a union that lists schemas which extend it.
    fn is_base(&self, name: &str, schema: &Value) -> bool {
        if UNIONS.iter().any(|keyword| schema.get(keyword).is_some()) {
            let branches: HashSet<&str> =
                self.own_branches(name).map(|(branch, _)| branch).collect();
            let descendants = self.descendants(name, |_| true);
            return descendants.iter().any(|it| branches.contains(it));
        }
        discriminator(schema).is_some()
            && (self.children.contains_key(name)
                || self.mapping(name).any(|(_, target)| target != name))
    }

    /// Returns the schemas that extend a schema, directly or through schemas that `is_followed` accepts.
    fn descendants(&self, name: &str, is_followed: impl Fn(&str) -> bool) -> Vec<&'a str> {
        let mut seen = HashSet::new();
        let mut descendants = Vec::new();
        let children = |name, level| {
            let children = self.children.get(name).into_iter().flatten();
            children.rev().map(move |child| (*child, level))
        };
        let mut stack = Vec::from_iter(children(name, 1));
        while let Some((child, level)) = stack.pop() {
            if child != name && seen.insert(child) {
                descendants.push(child);
                if level < MAX_LEVELS && is_followed(child) {
                    stack.extend(children(child, level + 1));
                }
            }
        }
        descendants
    }

    /// Iterates over the `mapping` of a base's discriminator: the values, and the schemas that they select.
    fn mapping(&self, base: &str) -> impl Iterator<Item = (&'a String, &'a str)> {
        self.schemas
            .get(base)
            .and_then(|schema| discriminator_object(schema)?.get("mapping")?.as_object())
            .into_iter()
            .flatten()
            .filter_map(|(value, target)| {
                let name = references::mapped_schema(target.as_str()?);
                let (target, _) = self.schemas.get_key_value(name)?;
                Some((value, target.as_str()))
            })
    }

    /// Replaces a base by its union, and adds the components for its properties.
    fn replace(
        &self,
        components: &mut Map<String, Value>,
        base: &Base<'_>,
        bases: &IndexMap<&str, Base<'_>>,
    ) {
        let Some(Value::Object(schema)) = components.get(base.name).cloned() else {
            return;
        };
        let (mut union, mut properties) = split(schema);
        if let Some(discriminator) = base.discriminator {
            if !self.has_property(base.name, discriminator) {
                add_property(&mut properties, discriminator);
            }
            self.add_branches(&mut union, base, discriminator, bases);
            let fallback = json!({
                "description": format!("Any `{}` whose `{discriminator}` selects no other type.", base.name),
                "type": "object",
                "additionalProperties": true,
                "allOf": [properties],
            });
            components.insert(base.fallback.clone(), fallback);
        }
        for name in self.children.get(base.name).into_iter().flatten() {
            // An alias has only an `allOf` with a `$ref` to the base.
            if self.schemas.get(*name).and_then(as_alias).is_some()
                && let Some(Value::Object(child)) = components.get_mut(*name)
            {
                child.shift_remove(ALL_OF);
                child.insert(ALL_OF.to_owned(), json!([properties]));
            }
        }
        components.insert(base.name.to_owned(), Value::Object(union));
        components.insert(base.properties.clone(), Value::Object(properties));
    }

    fn add_branches(
        &self,
        union: &mut Schema,
        base: &Base<'_>,
        discriminator: &str,
        bases: &IndexMap<&str, Base<'_>>,
    ) {
        // A base with another discriminator selects among its descendants itself.
        let has_same_discriminator = |name: &str| {
            let other = bases.get(name).and_then(|it| it.discriminator);
            other.is_none_or(|it| it == discriminator)
        };
        // This union already has the branches of another base with the same discriminator, so only its fallback is
        // added.
        let target = |name: &str| match bases.get(name) {
            Some(other) if other.discriminator == Some(discriminator) => {
                reference_to(&other.fallback)
            }
            _ => reference_to(name),
        };
        let mut targets: IndexMap<&str, Vec<&str>> = IndexMap::new();
        for (value, target) in self.mapping(base.name).filter(|(_, it)| *it != base.name) {
            targets.entry(target).or_default().push(value);
        }
        let descendants = self.descendants(base.name, has_same_discriminator);
        let own = self.own_branches(base.name).map(|(name, _)| name);
        for name in own.chain(descendants) {
            targets.entry(name).or_default();
        }
        targets.shift_remove(base.name);
        let mut mapping = Map::new();
        let mapped: HashSet<&str> = targets.values().flatten().copied().collect();
        for (name, values) in &targets {
            let value = || self.constant(name, discriminator).unwrap_or(name);
            let default = Some(value()).filter(|it| values.is_empty() && !mapped.contains(it));
            for value in values.iter().copied().chain(default) {
                mapping.entry(value).or_insert_with(|| target(name).into());
            }
        }
        let declared: HashMap<&str, &Value> = self.own_branches(base.name).collect();
        let branches = targets.keys().map(|name| {
            let mut branch = declared
                .get(name)
                .map_or_else(|| json!({}), |it| (*it).clone());
            set_reference(&mut branch, &target(name));
            branch
        });
        let inline = UNIONS.iter().filter_map(|it| union.get(*it)?.as_array());
        let inline = inline.flatten().filter(|it| component_of(it).is_none());
        let fallback = json!({"$ref": reference_to(&base.fallback)});
        let branches = branches.chain(inline.cloned()).chain([fallback]).collect();
        let keyword = match union.contains_key("anyOf") {
            true => "anyOf",
            false => "oneOf",
        };
        union.retain(|key, _| !UNIONS.contains(&&**key));
        union.insert(keyword.to_owned(), branches);
        union.insert(
            DISCRIMINATOR.to_owned(),
            json!({"propertyName": discriminator, "mapping": mapping}),
        );
        union.insert(FALLBACK.to_owned(), Value::Bool(true));
    }

    /// Iterates over the branches of a base that are references or annotate one: the names of their schemas, and the
    /// branches.
    fn own_branches(&self, base: &str) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let schema = self.schemas.get(base);
        UNIONS
            .into_iter()
            .filter_map(move |keyword| schema?.get(keyword)?.as_array())
            .flatten()
            .filter_map(|branch| Some((component_of(branch)?, branch)))
    }

    /// Whether a schema has a property, directly or through at most [`MAX_LEVELS`] levels of `allOf`.
    fn has_property(&self, name: &str, property: &str) -> bool {
        let mut seen = HashSet::new();
        let mut level = vec![name];
        for _ in 0..MAX_LEVELS {
            let new = level.into_iter().filter(|name| seen.insert(*name));
            let schemas: Vec<&Value> = new.filter_map(|name| self.schemas.get(name)).collect();
            if schemas
                .iter()
                .any(|it| own_property(it, property).is_some())
            {
                return true;
            }
            let bases = schemas.into_iter().flat_map(all_of);
            level = bases.filter_map(component_of).collect();
        }
        false
    }

    /// Returns the only value that a schema allows for a property.
    fn constant(&self, name: &str, property: &str) -> Option<&'a str> {
        let values = own_property(self.schemas.get(name)?, property)?.get("enum")?;
        match values.as_array()?.as_slice() {
            [Value::String(value)] => Some(value),
            _ => None,
        }
    }
}

/// Returns the simplified schema if it is an alias.
fn as_alias(schema: &Value) -> Option<Schema> {
    schema.get(ALL_OF)?;
    let mut schema = schema.as_object().cloned()?;
    alias::simplify(&mut schema);
    is_alias(&schema).then_some(schema)
}

/// Splits a base into the keywords for its union and the keywords for its properties.
fn split(mut schema: Schema) -> (Schema, Schema) {
    schema.shift_remove(DISCRIMINATOR);
    let branches = schema.get_mut(ALL_OF).and_then(Value::as_array_mut);
    let branches = branches.into_iter().flatten();
    for branch in branches.filter_map(Value::as_object_mut) {
        branch.shift_remove(DISCRIMINATOR);
    }
    schema.into_iter().partition(|(key, _)| {
        is_annotation(key) || key == NULLABLE || UNIONS.contains(&key.as_str())
    })
}

fn add_property(schema: &mut Schema, name: &str) {
    let properties = schema.entry("properties").or_insert_with(|| json!({}));
    if let Value::Object(properties) = properties {
        properties.insert(name.to_owned(), json!({"type": "string"}));
    }
}

/// Returns a property of a schema or of an inline branch of its `allOf`.
fn own_property<'a>(schema: &'a Value, name: &str) -> Option<&'a Value> {
    let mut parts = [schema].into_iter().chain(all_of(schema));
    parts.find_map(|part| part.get("properties")?.get(name))
}

/// Returns the Discriminator Object of a schema or of an inline branch of its `allOf`.
fn discriminator_object(schema: &Value) -> Option<&Value> {
    let mut parts = [schema].into_iter().chain(all_of(schema));
    parts.find_map(|part| part.get(DISCRIMINATOR))
}

/// Returns the name of the discriminator property of a schema.
fn discriminator(schema: &Value) -> Option<&str> {
    discriminator_object(schema)?.get("propertyName")?.as_str()
}

fn all_of(schema: &Value) -> &[Value] {
    let branches = schema.get(ALL_OF).and_then(Value::as_array);
    branches.map_or(&[], Vec::as_slice)
}

/// Returns the name of the component that a schema refers to, also with annotations next to the reference.
fn component_of(schema: &Value) -> Option<&str> {
    match references::component(alias::reference(schema)?)? {
        ("schemas", name) => Some(name),
        _ => None,
    }
}

/// Makes a schema that [`component_of`] accepts refer to another component. Keeps its annotations.
fn set_reference(schema: &mut Value, reference: &str) {
    let pointer = match schema.get(ALL_OF) {
        Some(_) => "/allOf/0",
        None => "",
    };
    if let Some(target) = schema.pointer_mut(pointer) {
        *target = json!({"$ref": reference});
    }
}

fn reference_to(component: &str) -> String {
    format!("#/components/schemas/{component}")
}
