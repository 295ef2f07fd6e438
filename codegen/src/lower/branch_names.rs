//! Default names for the variants of a union whose branches are inline schemas.
//!
//! A name is the title, the value of the discriminator or of a constant property, the key `ok` of `{"ok": …}`, the
//! plural `rooms` for an array of rooms, or else `object`, `map`, `list` or `union`. Branches with the same name are
//! distinguished by a constant or property that only one branch has, or by the JSON type of items. `names` numbers
//! names that are still equal.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use openapiv3::{ObjectType, Schema, SchemaKind, Type};

use super::discriminator::component_name;
use super::resolve::ResolvedSchema;
use super::schema_kind;
use crate::diagnostics::Result;
use crate::ir::{Constant, Variant};
use crate::names;

const LIST: &str = "list";
const OBJECT: &str = "object";

/// The maximum length in bytes of a constant in a name. Longer constants, such as sentences, make bad names.
const LONGEST_CONSTANT: usize = 40;

/// Returns the default name of each branch: `None` for components, schemas with `x-sdk-name` and scalars without a
/// title.
pub(super) fn default_names(
    branches: &[ResolvedSchema<'_>],
    selected: &[Variant],
) -> Result<Vec<Option<String>>> {
    let mut names = Vec::new();
    for (branch, variant) in branches.iter().zip(selected) {
        let name = is_named_after_union(branch)?.then(|| name_by_itself(branch, variant));
        names.push(name.flatten());
    }
    let distinct = only_once(names.iter().flatten());
    if distinct.len() == names.iter().flatten().count() {
        return Ok(names);
    }
    let unique = Unique::of(branches, selected);
    let names = names.iter().zip(branches).zip(selected);
    let names = names.map(|((name, branch), variant)| {
        let shared = name.as_ref().filter(|name| !distinct.contains(name));
        let distinguished = shared.and_then(|name| distinct_name(name, branch, variant, &unique));
        distinguished.or_else(|| name.clone())
    });
    Ok(names.collect())
}

/// Whether the type of a branch is named after the union: the branch isn't a component and has no `x-sdk-name`.
pub(super) fn is_named_after_union(branch: &ResolvedSchema<'_>) -> Result<bool> {
    let name: Option<String> = branch.extensions()?.get("x-sdk-name")?;
    Ok(branch.component.is_none() && name.is_none())
}

fn name_by_itself(branch: &ResolvedSchema<'_>, variant: &Variant) -> Option<String> {
    title(branch.schema)
        .map(str::to_owned)
        .or_else(|| selected_by(variant))
        .or_else(|| kind_name(branch.kind()))
}

/// Returns the name for the kind of a schema. Scalars have none: `union.rs` names them after their type.
fn kind_name(kind: &SchemaKind) -> Option<String> {
    Some(match kind {
        SchemaKind::Type(Type::Array(array)) => {
            let items = array.items.as_ref();
            let component = items.and_then(component_name).map(names::type_name);
            match component.as_deref().or_else(|| title(items?.as_item()?)) {
                Some(name) => plural(name),
                None => LIST.to_owned(),
            }
        }
        SchemaKind::Type(Type::Object(object)) if object.properties.is_empty() => "map".to_owned(),
        SchemaKind::Type(Type::Object(object)) => only_key(object).unwrap_or(OBJECT).to_owned(),
        SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } => "union".to_owned(),
        _ => return None,
    })
}

fn plural(name: &str) -> String {
    names::plural(&names::singular(&names::in_snake_case(name)))
}

/// Returns a name that distinguishes a branch from others with the same name.
fn distinct_name(
    name: &str,
    branch: &ResolvedSchema<'_>,
    variant: &Variant,
    unique: &Unique<'_>,
) -> Option<String> {
    let Some(object) = branch.object() else {
        return items_name(branch.kind());
    };
    let constant = unique.constant(variant).map(ToString::to_string);
    let part = constant.or_else(|| unique.key(object).map(str::to_owned))?;
    match name {
        OBJECT => Some(part),
        name => Some(format!("{name} {part}")),
    }
}

fn title(schema: &Schema) -> Option<&str> {
    let title = schema.schema_data.title.as_deref();
    title.filter(|title| names::has_identifier_character(title))
}

/// Returns the value of the discriminator, or of the first constant property.
fn selected_by(variant: &Variant) -> Option<String> {
    let tag = variant.tags.first();
    let constant = variant.constants.first().map(|(_, constant)| constant);
    tag.or(constant).map(ToString::to_string)
}

/// Returns the name of the property if an object has only one and requires it, as in `{"ok": …}` or `{"err": …}`.
fn only_key(object: &ObjectType) -> Option<&str> {
    let ([key], 1) = (object.required.as_slice(), object.properties.len()) else {
        return None;
    };
    let names_variant = object.properties.contains_key(key) && names::has_identifier_character(key);
    names_variant.then_some(key)
}

/// Returns a name such as `strings` for an array of strings.
fn items_name(kind: &SchemaKind) -> Option<String> {
    let SchemaKind::Type(Type::Array(array)) = kind else {
        return None;
    };
    let items = array.items.as_ref()?.as_item()?;
    let name = match schema_kind::type_name(&items.schema_kind)? {
        "array" => LIST,
        name => name,
    };
    Some(format!("{name}s"))
}

/// The properties and constants that only one branch of a union has.
struct Unique<'s> {
    keys: HashSet<&'s str>,
    constants: HashSet<&'s (String, Constant)>,
}

impl<'s> Unique<'s> {
    fn of(branches: &'s [ResolvedSchema<'_>], selected: &'s [Variant]) -> Self {
        let objects = branches.iter().filter_map(ResolvedSchema::object);
        let keys = objects.flat_map(|object| {
            let undeclared = object.required.iter();
            let undeclared = undeclared.filter(|key| !object.properties.contains_key(*key));
            object.properties.keys().chain(undeclared)
        });
        Self {
            keys: only_once(keys.map(String::as_str)),
            constants: only_once(selected.iter().flat_map(|it| &it.constants)),
        }
    }

    /// Returns the first short constant of a branch that no other branch has.
    fn constant<'c>(&self, variant: &'c Variant) -> Option<&'c Constant> {
        let is_short = |constant: &Constant| constant.to_string().len() <= LONGEST_CONSTANT;
        let mut constants = variant.constants.iter();
        let constant = constants.find(|it| self.constants.contains(it) && is_short(&it.1));
        constant.map(|(_, constant)| constant)
    }

    /// Returns the first required property that no other branch has, or else the first such optional property.
    fn key<'o>(&self, object: &'o ObjectType) -> Option<&'o str> {
        let is_unique = |key: &&String| {
            self.keys.contains(key.as_str()) && names::has_identifier_character(key)
        };
        let required: HashSet<&String> = object.required.iter().collect();
        let mut keys = object.properties.keys().filter(is_unique);
        let required = keys.clone().find(|key| required.contains(key));
        required.or_else(|| keys.next()).map(String::as_str)
    }
}

fn only_once<T: Copy + Eq + Hash>(items: impl Iterator<Item = T>) -> HashSet<T> {
    let mut counts = HashMap::<T, usize>::new();
    for item in items {
        *counts.entry(item).or_default() += 1;
    }
    let once = counts.into_iter().filter(|(_, count)| *count == 1);
    once.map(|(item, _)| item).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::ir::{Shape, Type};
    use crate::lower::fixtures::{exchange, lowered};

    /// Returns the name and type of each variant of a union.
    fn variants(branches: &Value) -> Vec<(String, Type)> {
        let schemas = json!({
            "Pick": {"oneOf": branches},
            "User": {"type": "object", "properties": {"name": {"type": "string"}}},
        });
        let pick = json!({"$ref": "#/components/schemas/Pick"});
        let api = lowered(Value::from_iter([exchange("go", json!({}), pick)]), schemas).unwrap();
        let pick = api.types.iter().find(|it| it.name == "Pick").unwrap();
        let Shape::Union { variants, .. } = &pick.shape else {
            panic!("{pick:?}");
        };
        let variants = variants.iter();
        variants
            .map(|it| (it.name.clone(), it.ty.clone()))
            .collect()
    }

    fn object(properties: &[&str], required: &[&str]) -> Value {
        let properties = properties
            .iter()
            .map(|key| (*key, json!({"type": "string"})));
        json!({"type": "object", "properties": Value::from_iter(properties), "required": required})
    }

    fn array(items: Value) -> Value {
        json!({"type": "array", "items": items})
    }

    #[test]
    fn inline_branches_are_named_after_what_distinguishes_them() {
        let titled = |title: &str, mut schema: Value| {
            schema["title"] = json!(title);
            schema
        };
        let kind = |kind: &str, name: &str| {
            let constant = |value: &str| json!({"type": "string", "enum": [value]});
            json!({"type": "object", "properties": {"kind": constant(kind), "name": constant(name)}})
        };
        let strings = || array(json!({"type": "string"}));
        let integers = || array(json!({"type": "integer"}));
        for (branches, expected) in [
            // A single object or list needs no other name.
            (
                json!([object(&["a", "b"], &["a"]), strings()]),
                &["object", "list"][..],
            ),
            // Objects: the first required property that only one has, or else the first optional one.
            (
                json!([
                    object(&["id", "note", "email"], &["id", "email"]),
                    object(&["id", "phone"], &["id"])
                ]),
                &["email", "phone"],
            ),
            (
                json!([object(&["id"], &[]), object(&["id", "phone"], &[])]),
                &["object", "phone"],
            ),
            (
                json!([object(&["id"], &["id"]), object(&["name"], &["name"])]),
                &["id", "name"],
            ),
            // Lists: the type of the items.
            (
                json!([strings(), integers(), array(strings())]),
                &["strings", "integers", "lists"],
            ),
            (
                json!([
                    array(json!({"$ref": "#/components/schemas/User"})),
                    strings()
                ]),
                &["users", "list"],
            ),
            (
                json!([
                    array(
                        json!({"allOf": [{"$ref": "#/components/schemas/User"}], "title": "Owner"})
                    ),
                    strings()
                ]),
                &["users", "list"],
            ),
            (
                json!([array(titled("Room", object(&["a", "b"], &[]))), strings()]),
                &["rooms", "list"],
            ),
            // Equal titles and constants.
            (
                json!([
                    titled("Way", object(&["by", "road"], &[])),
                    titled("Way", object(&["by", "rail"], &[]))
                ]),
                &["Way road", "Way rail"],
            ),
            (
                json!([titled("Array", strings()), titled("Array", integers())]),
                &["strings", "integers"],
            ),
            (
                json!([kind("a", "x"), kind("a", "y"), kind("b", "x")]),
                &["a", "a y", "b"],
            ),
        ] {
            let names: Vec<String> = variants(&branches)
                .into_iter()
                .map(|(name, _)| name)
                .collect();
            assert_eq!(names, expected, "{branches}");
        }
    }

    #[test]
    fn equal_inline_branches_share_variant_and_type() {
        let branch = object(&["a", "b"], &[]);
        let named = Type::Named("PickObject".to_owned());
        assert_eq!(
            variants(&json!([branch, branch])),
            [("object".to_owned(), named)]
        );
    }
}
