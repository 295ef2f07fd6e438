//! Lowers `oneOf` and `anyOf` to unions. Chooses the names of their variants, and the values that select each variant.

use std::collections::HashMap;

use indexmap::IndexMap;
use indexmap::map::Entry;
use openapiv3::{AdditionalProperties, ReferenceOr, Schema, SchemaKind, Type as SchemaType};

use super::Lowering;
use super::branch_names::{self, is_named_after_union};
use super::discriminator::{distinct, enum_constants, merged_component};
use super::enumeration;
use super::naming::Naming;
use super::resolve::ResolvedSchema;
use crate::diagnostics::{Pointer, Result};
use crate::ir::{Constant, EnumValue, Shape, Type, Variant};
use crate::passes::inheritance;

/// The default name of a variant with a named type that is named after the union, such as an integer enum.
const VALUE: &str = "value";

impl<'a> Lowering<'a> {
    pub(super) fn lower_union(
        &mut self,
        schema: &ResolvedSchema<'a>,
        branches: &'a [ReferenceOr<Schema>],
        pointer: &Pointer,
        naming: &Naming,
    ) -> Result<Shape> {
        let resolved = self.resolve_branches(branches, pointer)?;
        let (discriminator, selected) = self.lower_selection(schema, branches, &resolved)?;
        let default_names = branch_names::default_names(&resolved, &selected)?;
        let mut enum_values = Vec::new();
        let mut variants = IndexMap::new();
        let named = selected.into_iter().zip(default_names);
        for ((index, branch), (variant, name)) in resolved.iter().enumerate().zip(named) {
            let values = self.string_enum_values(branch);
            if !values.is_empty() {
                enum_values.extend(values);
                continue;
            }
            let mut variant = self.lower_variant(branch, naming, variant, name)?;
            variant.pointer = pointer.child(index);
            // Equal branches become one variant, such as two strings whose formats have no type of their own.
            let (name, ty) = (variant.name.clone(), variant.ty.clone());
            match variants.entry((name, ty, variant.constants.clone())) {
                Entry::Vacant(entry) => {
                    entry.insert(variant);
                }
                Entry::Occupied(known) => known.into_mut().tags.extend(variant.tags),
            }
        }
        let variants = variants.into_values().map(|it: Variant| Variant {
            tags: distinct(it.tags.into_iter()),
            ..it
        });
        Ok(Shape::Union {
            discriminator,
            enum_values,
            variants: variants.collect(),
        })
    }

    /// Returns the discriminator, and a variant for each branch with only the values that select it.
    fn lower_selection(
        &mut self,
        schema: &ResolvedSchema<'a>,
        branches: &[ReferenceOr<Schema>],
        resolved: &[ResolvedSchema<'a>],
    ) -> Result<(Option<String>, Vec<Variant>)> {
        // If the last branch is the fallback for unknown values of the discriminator, no known value selects it.
        let has_fallback = schema.extensions()?.flag(inheritance::FALLBACK)?;
        let tagged = match branches.split_last() {
            Some((_, tagged)) if has_fallback => tagged,
            _ => branches,
        };
        if let Some((property, mut variants)) = self.lower_discriminator(schema, tagged, resolved) {
            self.check_mapping(schema, branches);
            variants.extend(has_fallback.then(Variant::default));
            return Ok((Some(property), variants));
        }
        let constants = Vec::from_iter(resolved.iter().map(|branch| self.constants(branch)));
        let mut counts = HashMap::new();
        for constant in constants.iter().flatten() {
            *counts.entry(constant.clone()).or_insert(0) += 1;
        }
        let variants = constants.into_iter().map(|mut constants| {
            // A constant of all branches distinguishes none of them.
            constants.retain(|constant| counts.get(constant) != Some(&resolved.len()));
            Variant {
                constants,
                ..Variant::default()
            }
        });
        Ok((None, variants.collect()))
    }

    /// Returns the names and values of the properties of an object that have only one value.
    fn constants(&self, branch: &ResolvedSchema<'a>) -> Vec<(String, Constant)> {
        let properties = branch.object().into_iter().flat_map(|it| &it.properties);
        let constants = properties.filter_map(|(name, property)| {
            // The error about an unresolved reference is reported where the property is lowered.
            let property = self.resolve_property(branch, name, property).ok()?;
            let [constant] = enum_constants(property.kind()).try_into().ok()?;
            Some((name.clone(), constant))
        });
        constants.collect()
    }

    /// Returns the values of a string enum. Other schemas have no values.
    fn string_enum_values(&mut self, branch: &ResolvedSchema<'a>) -> Vec<EnumValue> {
        let SchemaKind::Type(SchemaType::String(_)) = branch.kind() else {
            return Vec::new();
        };
        let values = enumeration::values(branch);
        // Several unions may have the same component as a branch, and each would repeat the warnings.
        if branch.component.is_none() && !values.is_empty() {
            let unmatched = enumeration::unmatched_names_and_descriptions(branch, &values);
            self.diagnostics.extend(unmatched);
        }
        values
    }

    /// Lowers a branch that isn't a string enum. `selected` has the values that select the branch. `default_name` is
    /// the name of the variant for an inline schema.
    fn lower_variant(
        &mut self,
        branch: &ResolvedSchema<'a>,
        naming: &Naming,
        selected: Variant,
        default_name: Option<String>,
    ) -> Result<Variant> {
        let given = branch.given_name("x-sdk-variant")?;
        let merged = merged_component(branch.schema).map(str::to_owned);
        let chosen = given.or(merged).or(default_name);
        let role = chosen.as_deref().unwrap_or(VALUE);
        let ty = self.lower_schema(branch, &naming.child(role))?;
        let name = match (&ty, chosen, &branch.component) {
            (_, Some(chosen), _) => chosen,
            (Type::Named(name), ..) if !is_named_after_union(branch)? => name.clone(),
            (_, None, Some(component)) => component.clone(),
            (ty, None, None) => variant_name(ty).to_owned(),
        };
        let is_closed = branch.object().is_some_and(|object| {
            object.additional_properties == Some(AdditionalProperties::Any(false))
        });
        Ok(Variant {
            is_closed: is_closed && selected.tags.is_empty(),
            description: branch.description(self.detail(&branch.pointer)),
            name,
            ty,
            ..selected
        })
    }
}

/// Returns the default name of a variant by its type.
fn variant_name(ty: &Type) -> &'static str {
    match ty {
        Type::String | Type::Secret => "text",
        Type::Boolean => "boolean",
        Type::Integer(_) => "integer",
        Type::Number => "number",
        Type::Uuid => "id",
        Type::Date => "date",
        Type::DateTime => "date time",
        Type::Any => "any",
        Type::Bytes => "bytes",
        Type::File => "file",
        Type::Array(_) => "list",
        Type::Map(_) => "map",
        Type::Nullable(_) | Type::Named(_) => VALUE,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::ir::{Constant, Shape, Type};
    use crate::lower::fixtures::{exchange, lowered};

    /// Returns the name, tags and type of each variant of a union with the discriminator `kind`.
    fn variants(branches: &Value, mapping: &Value) -> Vec<(String, Vec<String>, Type)> {
        let kind = |values: Value| json!({"type": "string", "enum": values});
        let object =
            |values| json!({"type": "object", "properties": {"kind": kind(values), "a": {}}});
        let discriminator = json!({"propertyName": "kind", "mapping": mapping});
        let schemas = json!({
            "Pet": {"oneOf": branches, "discriminator": discriminator},
            "Cat": object(json!(["cat", "cat"])),
            "Dog": object(json!(["dog", "wolf"])),
        });
        let pet = json!({"$ref": "#/components/schemas/Pet"});
        let api = lowered(Value::from_iter([exchange("go", json!({}), pet)]), schemas).unwrap();
        let pet = api.types.into_iter().find(|it| it.name == "Pet").unwrap();
        let Shape::Union { variants, .. } = pet.shape else {
            panic!("{pet:?}");
        };
        let variants = variants.into_iter().map(|it| {
            let tags = it.tags.iter().map(Constant::to_string);
            (it.name, tags.collect(), it.ty)
        });
        variants.collect()
    }

    #[test]
    fn repeated_branches_and_enum_values_give_each_tag_once() {
        let [cat, dog] =
            ["Cat", "Dog"].map(|name| json!({"$ref": format!("#/components/schemas/{name}")}));
        let variant = |name: &str, tags: &[&str]| {
            let tags = tags.iter().map(|&tag| tag.to_owned()).collect();
            (name.to_owned(), tags, Type::Named(name.to_owned()))
        };
        assert_eq!(
            variants(&json!([cat, dog, cat]), &json!({})),
            [variant("Cat", &["cat"]), variant("Dog", &["dog", "wolf"])]
        );
        assert_eq!(
            variants(&json!([dog, dog]), &json!({"dog": "Dog"})),
            [variant("Dog", &["dog"])]
        );
    }
}
