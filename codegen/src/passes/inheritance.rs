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

use indexmap::{IndexMap, IndexSet};
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
    each_schema_mut(&mut document, alias::simplify);
    let Some(Value::Object(schemas)) = document.pointer("/components/schemas").cloned() else {
        return document;
    };
    let hierarchy = Hierarchy::new(&schemas);
    each_schema_mut(&mut document, |schema| {
        refer_to_properties(schema, &hierarchy.bases);
    });
    if let Some(Value::Object(components)) = document.pointer_mut("/components/schemas") {
        for base in hierarchy.bases.values() {
            hierarchy.replace(components, base);
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

/// The schemas of a document, which schemas extend each of them, and which of them are bases.
struct Hierarchy<'a> {
    schemas: &'a Map<String, Value>,
    children: HashMap<&'a str, Vec<&'a str>>,
    bases: IndexMap<&'a str, Base<'a>>,
}

impl<'a> Hierarchy<'a> {
    fn new(schemas: &'a Map<String, Value>) -> Self {
        let mut hierarchy = Self {
            schemas,
            children: HashMap::new(),
            bases: IndexMap::new(),
        };
        for (name, schema) in schemas {
            for base in all_of(schema).iter().filter_map(component_of) {
                if hierarchy.extends(name, schema, base) {
                    hierarchy.children.entry(base).or_default().push(name);
                }
            }
        }
        hierarchy.bases = hierarchy.find_bases();
        hierarchy
    }

    /// Whether a schema whose `allOf` refers to `base` extends it.
    ///
    /// An alias may be only another name for `base`. An alias extends `base` if the alias isn't nullable, and `base`
    /// has no mapping or a mapping that selects the alias.
    fn extends(&self, name: &str, schema: &Value, base: &str) -> bool {
        let Some(alias) = schema.as_object().filter(|it| is_alias(it)) else {
            return true;
        };
        let mut mapping = self.mapping(base).peekable();
        !is_nullable(alias) && (mapping.peek().is_none() || mapping.any(|(_, it)| it == name))
    }

    fn find_bases(&self) -> IndexMap<&'a str, Base<'a>> {
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

    /// Whether a schema has a union that lists schemas which extend it or, without a union, a discriminator that
    /// selects other schemas.
    fn is_base(&self, name: &'a str, schema: &Value) -> bool {
        if UNIONS.iter().any(|keyword| schema.get(keyword).is_some()) {
            let descendants = self.descendants(name, |_| true);
            let mut branches = self.own_branches(name);
            return branches.any(|(branch, _)| descendants.contains(branch));
        }
        discriminator(schema).is_some()
            && (self.children.contains_key(name)
                || self.mapping(name).any(|(_, target)| target != name))
    }

    /// Returns the schemas that extend a base, directly or through schemas that `is_followed` accepts.
    fn descendants(&self, base: &'a str, is_followed: impl Fn(&str) -> bool) -> IndexSet<&'a str> {
        let children = |name: &str| match name == base || is_followed(name) {
            true => self.children.get(name).cloned().unwrap_or_default(),
            false => Vec::new(),
        };
        let mut descendants = reachable(base, children);
        descendants.shift_remove(base);
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
    fn replace(&self, components: &mut Map<String, Value>, base: &Base<'a>) {
        let Some(Value::Object(schema)) = components.get(base.name).cloned() else {
            return;
        };
        let (mut union, mut properties) = split(schema);
        if let Some(discriminator) = base.discriminator {
            if !self.has_property(base.name, discriminator) {
                add_property(&mut properties, discriminator);
            }
            self.add_branches(&mut union, base, discriminator);
            let fallback = json!({
                "description": format!("Any `{}` whose `{discriminator}` selects no other type.", base.name),
                "type": "object",
                "additionalProperties": true,
                "allOf": [properties],
            });
            components.insert(base.fallback.clone(), fallback);
        }
        for name in self.children.get(base.name).into_iter().flatten() {
            // A reference would make the child an alias of the properties, without a type of its own.
            if let Some(Value::Object(child)) = components.get_mut(*name)
                && is_alias(child)
            {
                child.insert(ALL_OF.to_owned(), json!([properties]));
            }
        }
        components.insert(base.name.to_owned(), Value::Object(union));
        components.insert(base.properties.clone(), Value::Object(properties));
    }

    fn add_branches(&self, union: &mut Schema, base: &Base<'a>, discriminator: &str) {
        // A base with another discriminator selects among its descendants itself.
        let has_same_discriminator = |name: &str| {
            let other = self.bases.get(name).and_then(|it| it.discriminator);
            other.is_none_or(|it| it == discriminator)
        };
        // This union already has the branches of another base with the same discriminator, so only its fallback is
        // added.
        let target = |name: &str| match self.bases.get(name) {
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
            let default = self.constant(name, discriminator).unwrap_or(name);
            let needs_default = values.is_empty() && !mapped.contains(default);
            let default = needs_default.then_some(default);
            for value in values.iter().copied().chain(default) {
                mapping.entry(value).or_insert_with(|| target(name).into());
            }
        }
        let declared: HashMap<&str, &Value> = self.own_branches(base.name).collect();
        let branches = targets.keys().map(|name| {
            let mut branch = declared.get(name).map_or(json!({}), |it| (*it).clone());
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

    /// Iterates over the branches of a base's union that are references, with or without annotations: the names of
    /// their schemas, and the branches.
    fn own_branches(&self, base: &str) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let schema = self.schemas.get(base);
        UNIONS
            .into_iter()
            .filter_map(move |keyword| schema?.get(keyword)?.as_array())
            .flatten()
            .filter_map(|branch| Some((component_of(branch)?, branch)))
    }

    /// Whether a schema or one that it extends has a property.
    fn has_property(&self, name: &'a str, property: &str) -> bool {
        let bases = |name: &str| {
            let branches = self.schemas.get(name).into_iter().flat_map(all_of);
            branches.filter_map(component_of).collect()
        };
        let schemas = reachable(name, bases).into_iter();
        let mut schemas = schemas.filter_map(|name| self.schemas.get(name));
        schemas.any(|schema| own_property(schema, property).is_some())
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

/// Returns a schema and the schemas that `next` reaches from it in at most [`MAX_LEVELS`] steps, depth first.
fn reachable<'a>(name: &'a str, next: impl Fn(&str) -> Vec<&'a str>) -> IndexSet<&'a str> {
    let mut reached = IndexSet::new();
    let mut stack = vec![(name, 0)];
    while let Some((name, level)) = stack.pop() {
        if reached.insert(name) && level < MAX_LEVELS {
            stack.extend(next(name).into_iter().rev().map(|it| (it, level + 1)));
        }
    }
    reached
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expand_replaces_bases_by_unions_of_their_descendants() {
        let reference = |name: &str| json!({"$ref": reference_to(name)});
        let base = json!({"propertyName": "kind"});
        let document = expand(json!({"components": {"schemas": {
            "Pet": {"discriminator": base, "properties": {"kind": {"type": "string"}}},
            "Cat": {"allOf": [reference("Pet"), {"properties": {"kind": {"enum": ["cat"]}}}]},
            "Fish": {"description": "A fish.", "allOf": [reference("Pet")]},
            "Dog": {"allOf": [reference("Pet"), {"discriminator": base}]},
            "Hound": {"allOf": [reference("Dog")]},
            "Pets": {"items": reference("Pet")},
        }}}));
        let schemas = &document["components"]["schemas"];
        let properties = json!({"properties": {"kind": {"type": "string"}}});
        assert_eq!(schemas["PetProperties"], properties);
        assert_eq!(
            schemas["Pet"]["oneOf"],
            json!(["Cat", "Fish", "DogBase", "Hound", "PetBase"].map(reference))
        );
        assert_eq!(
            schemas["Pet"]["discriminator"]["mapping"],
            json!({
                "cat": reference_to("Cat"),
                "Fish": reference_to("Fish"),
                "Dog": reference_to("DogBase"),
                "Hound": reference_to("Hound"),
            })
        );
        assert_eq!(schemas["Cat"]["allOf"][0], reference("PetProperties"));
        assert_eq!(
            schemas["Fish"],
            json!({"description": "A fish.", "allOf": [properties]})
        );
        assert_eq!(schemas["Pets"], json!({"items": reference("Pet")}));
    }
}
