//! Lowers `oneOf` and `anyOf` to unions. Chooses the names of their variants, and the values that select each variant.

use openapiv3::{AdditionalProperties, ReferenceOr, Schema, SchemaKind, Type as SchemaType};

use super::Lowering;
use super::branch_names::{self, is_named_after_union};
use super::discriminator::{Selector, enum_constants, merged_component};
use super::enumeration;
use super::naming::Naming;
use super::resolve::ResolvedSchema;
use crate::diagnostics::{Pointer, Result};
use crate::ir::{Constant, EnumValue, Shape, Type, Variant};
use crate::passes::inheritance;

impl<'a> Lowering<'a> {
    pub(super) fn lower_union(
        &mut self,
        schema: &ResolvedSchema<'a>,
        branches: &'a [ReferenceOr<Schema>],
        pointer: &Pointer,
        naming: &Naming,
    ) -> Result<Shape> {
        let resolved = self.resolve_branches(branches, pointer)?;
        let (discriminator, selectors) = self.lower_selectors(schema, branches, &resolved)?;
        let enum_values: Vec<_> = resolved.iter().flat_map(enum_values).collect();
        let mut variants: Vec<Variant> = Vec::new();
        let default_names = branch_names::default_names(&resolved, &selectors)?;
        let named = selectors.into_iter().zip(default_names);
        for ((index, branch), (selector, name)) in resolved.iter().enumerate().zip(named) {
            if !self::enum_values(branch).is_empty() {
                continue;
            }
            let variant = self.lower_variant(branch, naming, selector, name)?;
            match variants.iter_mut().find(|known| is_same(known, &variant)) {
                Some(known) => known.tags.extend(variant.tags),
                None => variants.push(Variant {
                    pointer: pointer.child(index),
                    ..variant
                }),
            }
        }
        Ok(Shape::Union {
            discriminator,
            enum_values,
            variants,
        })
    }

    /// Returns the discriminator, and the values that select each branch.
    fn lower_selectors(
        &mut self,
        schema: &ResolvedSchema<'a>,
        branches: &[ReferenceOr<Schema>],
        resolved: &[ResolvedSchema<'a>],
    ) -> Result<(Option<String>, Vec<Selector>)> {
        // If the last branch is the fallback for unknown values of the discriminator, no known value selects it.
        let has_fallback = schema.extensions()?.flag(inheritance::FALLBACK)?;
        let tagged = match branches.split_last() {
            Some((_, tagged)) if has_fallback => tagged,
            _ => branches,
        };
        if let Some((property, mut selectors)) = self.lower_discriminator(schema, tagged, resolved)
        {
            selectors.extend(has_fallback.then(Selector::default));
            return Ok((Some(property), selectors));
        }
        let branches = resolved.iter();
        let mut constants = Vec::from_iter(branches.map(|branch| self.constants(branch)));
        let mut shared = constants.first().cloned().unwrap_or_default();
        shared.retain(|constant| constants.iter().all(|it| it.contains(constant)));
        for constants in &mut constants {
            constants.retain(|constant| !shared.contains(constant));
        }
        let selectors = constants.into_iter().map(|constants| Selector {
            constants,
            ..Selector::default()
        });
        Ok((None, selectors.collect()))
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

    /// Lowers a branch that isn't a string enum. `default_name` is the name of the variant for an inline schema.
    fn lower_variant(
        &mut self,
        branch: &ResolvedSchema<'a>,
        naming: &Naming,
        selector: Selector,
        default_name: Option<String>,
    ) -> Result<Variant> {
        let given = branch.given_name("x-sdk-variant")?;
        let merged = merged_component(branch.schema).map(str::to_owned);
        let chosen = given.or(merged).or(default_name);
        let role = chosen.clone().unwrap_or_else(|| "value".to_owned());
        let ty = self.lower_schema(branch, &naming.child(&role))?;
        let name = match (&ty, chosen, &branch.component) {
            (_, Some(chosen), _) => chosen,
            (Type::Named(name), ..) if !is_named_after_union(branch)? => name.clone(),
            (_, None, Some(component)) => component.clone(),
            (Type::Named(_), ..) => role,
            (ty, ..) => variant_name(ty).to_owned(),
        };
        let is_closed = branch.object().is_some_and(|object| {
            object.additional_properties == Some(AdditionalProperties::Any(false))
        });
        Ok(Variant {
            is_closed: is_closed && selector.tags.is_empty(),
            tags: selector.tags,
            adds_tag: selector.lacks_discriminator,
            constants: selector.constants,
            description: branch.description(self.detail(&branch.pointer)),
            name,
            ty,
            ..Variant::default()
        })
    }
}

/// Returns the values of a string enum. Other schemas have no values.
fn enum_values(branch: &ResolvedSchema<'_>) -> Vec<EnumValue> {
    match branch.kind() {
        SchemaKind::Type(SchemaType::String(_)) => enumeration::values(branch),
        _ => Vec::new(),
    }
}

/// Whether two variants become one, such as those of two strings whose formats have no type of their own.
fn is_same(a: &Variant, b: &Variant) -> bool {
    (&a.name, &a.ty, &a.constants) == (&b.name, &b.ty, &b.constants)
}

/// Returns the default name of a variant with an unnamed type.
fn variant_name(ty: &Type) -> &str {
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
        Type::Nullable(inner) => variant_name(inner),
        Type::Named(name) => name,
    }
}
