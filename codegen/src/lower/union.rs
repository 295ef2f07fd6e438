//! Lowers `oneOf` and `anyOf` to unions: their variants, the names of these, and what selects them.

use std::collections::HashSet;

use openapiv3::{
    AdditionalProperties, ObjectType, ReferenceOr, Schema, SchemaKind, Type as SchemaType,
};

use super::Lowering;
use super::discriminator::{BranchTags, enum_constants};
use super::enumeration;
use super::naming::Naming;
use super::resolve::ResolvedSchema;
use crate::diagnostics::{Diagnostic, Effect, Pointer, Result};
use crate::ir::{Constant, EnumValue, Shape, Type, Variant};
use crate::names;
use crate::passes::inheritance;

/// The properties of an object that have only one value, with that value.
type Constants = Vec<(String, Constant)>;

/// The values that select the variant of a branch.
#[derive(Default)]
struct Selector {
    tags: BranchTags,
    constants: Constants,
}

impl Selector {
    /// Returns the value that names the variant: that of the discriminator, or of the first constant property.
    fn name(&self) -> Option<String> {
        let tag = self.tags.values.first();
        let constant = self.constants.first().map(|(_, constant)| constant);
        tag.or(constant).map(Constant::to_string)
    }
}

/// The identifiers of the variants of a union.
#[derive(Default)]
struct VariantNames(HashSet<String>);

impl VariantNames {
    /// Returns `name`, followed by a number if its identifier is taken.
    fn free(&self, name: &str) -> String {
        let is_free = |name: &String| !self.0.contains(&names::variant(name).to_string());
        let numbered = (2..).map(|number| format!("{name} {number}"));
        let mut candidates = std::iter::once(name.to_owned()).chain(numbered);
        candidates.find(is_free).unwrap_or_default()
    }

    fn add(&mut self, name: &str) {
        self.0.insert(names::variant(name).to_string());
    }
}

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
        let mut names = VariantNames::default();
        enum_values.iter().for_each(|value| names.add(&value.label));
        let mut variants: Vec<Variant> = Vec::new();
        for ((index, branch), selector) in resolved.iter().enumerate().zip(selectors) {
            if !self::enum_values(branch).is_empty() {
                continue;
            }
            let variant = self.lower_variant(branch, naming, selector, &names)?;
            match variants.iter_mut().find(|known| is_same(known, &variant)) {
                Some(known) => known.tags.extend(variant.tags),
                None => {
                    let variant = self.rename_variant(variant, &pointer.child(index), &names)?;
                    names.add(&variant.name);
                    variants.push(variant);
                }
            }
        }
        Ok(Shape::Union {
            discriminator,
            enum_values,
            variants,
        })
    }

    /// Returns the discriminator, and what selects each branch.
    fn lower_selectors(
        &mut self,
        schema: &ResolvedSchema<'a>,
        branches: &[ReferenceOr<Schema>],
        resolved: &[ResolvedSchema<'a>],
    ) -> Result<(Option<String>, Vec<Selector>)> {
        // The last branch may be for unknown values of the discriminator, and has none.
        let has_fallback = schema.extensions()?.flag(inheritance::FALLBACK)?;
        let tagged = match branches.split_last() {
            Some((_, tagged)) if has_fallback => tagged,
            _ => branches,
        };
        if let Some((property, tags)) = self.lower_discriminator(schema, tagged, resolved)? {
            let selectors = tags.into_iter().map(|tags| Selector {
                tags,
                constants: Vec::new(),
            });
            let fallback = has_fallback.then(Selector::default);
            return Ok((Some(property), selectors.chain(fallback).collect()));
        }
        let mut constants = resolved
            .iter()
            .map(|branch| self.constants(branch))
            .collect::<Result<Vec<Constants>>>()?;
        if let Some(mut shared) = constants.first().cloned() {
            shared.retain(|constant| constants.iter().all(|it| it.contains(constant)));
            for constants in &mut constants {
                constants.retain(|constant| !shared.contains(constant));
            }
        }
        let selectors = constants.into_iter().map(|constants| Selector {
            constants,
            ..Selector::default()
        });
        Ok((None, selectors.collect()))
    }

    /// Returns the constant properties of an object.
    fn constants(&self, branch: &ResolvedSchema<'a>) -> Result<Constants> {
        let mut constants = Vec::new();
        for (name, property) in branch.object().into_iter().flat_map(|it| &it.properties) {
            // The error about an unresolved reference is reported where the property is lowered.
            let Ok(property) = self.resolve_property(branch, name, property) else {
                continue;
            };
            if let [constant] = enum_constants(property.kind()).as_slice() {
                constants.push((name.clone(), constant.clone()));
            }
        }
        Ok(constants)
    }

    /// Lowers a branch that isn't a string enum. The name of the variant may be one of `names`, but not that of an
    /// inline type.
    fn lower_variant(
        &mut self,
        branch: &ResolvedSchema<'a>,
        naming: &Naming,
        selector: Selector,
        names: &VariantNames,
    ) -> Result<Variant> {
        let given: Option<String> = branch.extensions()?.get("x-sdk-variant")?;
        let type_name: Option<String> = branch.extensions()?.get("x-sdk-name")?;
        let title = branch.schema.schema_data.title.clone();
        let title = title.filter(|title| names::has_identifier_character(title));
        let is_component = branch.component.is_some() || type_name.is_some();
        let inline_name = (!is_component).then(|| title.or_else(|| selector.name()));
        let chosen = given.or(inline_name.flatten());
        let role = chosen
            .clone()
            .unwrap_or_else(|| inline_role(branch.kind()).to_owned());
        let ty = self.lower_schema(branch, &naming.child(&names.free(&role)))?;
        let name = match (&ty, chosen, &branch.component) {
            (_, Some(chosen), _) => chosen,
            (Type::Named(name), ..) if is_component => name.clone(),
            (_, None, Some(component)) => component.clone(),
            (Type::Named(_), ..) => role,
            (ty, ..) => variant_name(ty).to_owned(),
        };
        let is_closed = branch.object().is_some_and(|object| {
            object.additional_properties == Some(AdditionalProperties::Any(false))
        });
        Ok(Variant {
            is_closed: is_closed && selector.tags.values.is_empty(),
            tags: selector.tags.values,
            adds_tag: selector.tags.is_property_missing,
            constants: selector.constants,
            description: branch.description(self.detail(&branch.pointer)),
            ..Variant::new(name, ty)
        })
    }

    /// Appends a number to the name of a variant if it is taken, and reports that.
    fn rename_variant(
        &mut self,
        variant: Variant,
        branch: &Pointer,
        names: &VariantNames,
    ) -> Result<Variant> {
        let name = names.free(&variant.name);
        if name != variant.name {
            let [taken, free] = [&variant.name, &name].map(|name| names::variant(name));
            let error = Diagnostic::at(
                branch,
                format!(
                    "the variant name `{taken}` is already in use; the variant is named `{free}`"
                ),
                "in an overlay, set `x-sdk-variant` of the branch to a distinct name",
            );
            let target = branch.clone();
            self.diagnostics
                .report(Effect::Renamed, target, error.tolerated())?;
        }
        Ok(Variant { name, ..variant })
    }
}

/// Returns the values of a string enum; none for any other schema.
fn enum_values(branch: &ResolvedSchema<'_>) -> Vec<EnumValue> {
    match branch.kind() {
        SchemaKind::Type(SchemaType::String(_)) => enumeration::values(branch),
        _ => Vec::new(),
    }
}

/// Whether two branches have the same name and type, such as two strings with different formats. They become one
/// variant.
fn is_same(a: &Variant, b: &Variant) -> bool {
    (&a.name, &a.ty, &a.constants) == (&b.name, &b.ty, &b.constants)
}

/// Returns the role of an inline schema without title and constants in the name of its type.
fn inline_role(kind: &SchemaKind) -> &str {
    match kind {
        SchemaKind::Type(SchemaType::Array(_)) => "list",
        SchemaKind::Type(SchemaType::Object(object)) if object.properties.is_empty() => "map",
        SchemaKind::Type(SchemaType::Object(object)) => only_key(object).unwrap_or("object"),
        SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } => "union",
        _ => "value",
    }
}

/// Returns the name of the property if an object has only one and requires it, as in `{"ok": …}` or `{"err": …}`.
fn only_key(object: &ObjectType) -> Option<&str> {
    let ([key], 1) = (object.required.as_slice(), object.properties.len()) else {
        return None;
    };
    let names_variant = object.properties.contains_key(key) && names::has_identifier_character(key);
    names_variant.then_some(key)
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
