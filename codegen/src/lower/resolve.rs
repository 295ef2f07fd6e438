//! Follows `$ref`s to components, and aliases: schemas that only annotate another schema.

use std::borrow::Borrow;

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, Components, ObjectType, Parameter, ReferenceOr, RequestBody, Response,
    Schema, SchemaData, SchemaKind, SecurityScheme, Type,
};
use serde_json::Value;

use super::Lowering;
use super::annotations::{Detail, bounds};
use super::extensions::{Extensions, SCHEMA_KEYS, SCHEMA_REFERENCE_KEYS};
use super::media_type::Media;
use super::naming::Naming;
use super::schema_kind;
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{Access, Annotations};
use crate::openapi::keywords::object_name;
use crate::openapi::references;
use crate::passes::inheritance::FALLBACK;

/// The maximum depth of nested inline schemas and of unions with a discriminator.
pub(super) const MAX_SCHEMA_DEPTH: usize = 32;

/// An object that can be a component.
pub(super) trait Component: Sized + 'static {
    /// The field of the Components Object that contains objects of this type.
    const FIELD: &'static str;

    fn members(components: &Components) -> &IndexMap<String, ReferenceOr<Self>>;
}

macro_rules! components {
    ($($type:ident: $member:ident, $field:literal;)*) => {$(
        impl Component for $type {
            const FIELD: &'static str = $field;

            fn members(components: &Components) -> &IndexMap<String, ReferenceOr<Self>> {
                &components.$member
            }
        }
    )*};
}

components! {
    Parameter: parameters, "parameters";
    RequestBody: request_bodies, "requestBodies";
    Response: responses, "responses";
    Schema: schemas, "schemas";
    SecurityScheme: security_schemes, "securitySchemes";
}

/// A schema that isn't a reference.
#[derive(Clone)]
pub(super) struct ResolvedSchema<'a> {
    pub(super) schema: &'a Schema,
    pub(super) pointer: Pointer,
    /// The name of the component, if the schema is one.
    pub(super) component: Option<String>,
    /// The aliases that were followed to reach the schema, outermost first. An alias is a schema that annotates
    /// another: `{description: …, allOf: [{$ref: …}]}`.
    aliases: Vec<Self>,
}

impl<'a> ResolvedSchema<'a> {
    pub(super) fn kind(&self) -> &'a SchemaKind {
        &self.schema.schema_kind
    }

    pub(super) fn object(&self) -> Option<&'a ObjectType> {
        match self.kind() {
            SchemaKind::Type(Type::Object(object)) => Some(object),
            _ => None,
        }
    }

    /// Returns the branches of `oneOf` or `anyOf`, and the location of the keyword.
    pub(super) fn union(&self) -> Option<(&'a [ReferenceOr<Schema>], Pointer)> {
        match self.kind() {
            SchemaKind::OneOf { one_of } => Some((one_of, self.pointer.child("oneOf"))),
            SchemaKind::AnyOf { any_of } => Some((any_of, self.pointer.child("anyOf"))),
            _ => None,
        }
    }

    pub(super) fn is_nullable(&self) -> bool {
        self.data_by_precedence(Detail::Full)
            .any(|(data, _)| data.nullable)
    }

    pub(super) fn access(&self) -> Access {
        let has = |is_set: fn(&SchemaData) -> bool| {
            self.data_by_precedence(Detail::Full)
                .any(|(it, _)| is_set(it))
        };
        match (has(|it| it.read_only), has(|it| it.write_only)) {
            (true, false) => Access::ReadOnly,
            (false, true) => Access::WriteOnly,
            // A property with both would be in no message, so both are ignored.
            _ => Access::Both,
        }
    }

    /// Returns the annotations of the aliases and then of the schema, each with its level of detail. Earlier
    /// annotations override later ones.
    fn data_by_precedence(&self, detail: Detail) -> impl Iterator<Item = (&SchemaData, Detail)> {
        let all = self.aliases.iter().chain([self]);
        all.map(move |it| (&it.schema.schema_data, it.detail(detail)))
    }

    /// Returns the level of detail of the schema's own annotations: `Brief` for a component.
    pub(super) fn detail(&self, detail: Detail) -> Detail {
        detail.brief_if(self.component.is_some())
    }

    pub(super) fn description(&self, detail: Detail) -> Option<String> {
        self.data_by_precedence(detail)
            .find_map(|(data, detail)| Some(detail.shorten(data.description.as_ref()?)))
    }

    pub(super) fn example(&self, detail: Detail) -> Option<Value> {
        self.data_by_precedence(detail)
            .find_map(|(data, detail)| detail.short_value(data.example.as_ref()))
    }

    pub(super) fn annotations(&self, detail: Detail) -> Annotations {
        Annotations {
            description: self.description(detail),
            bounds: bounds(self.schema, self.detail(detail)),
            default: self
                .data_by_precedence(detail)
                .find_map(|(data, detail)| detail.short_value(data.default.as_ref())),
            example: self.example(detail),
            deprecated: self
                .data_by_precedence(detail)
                .any(|(data, _)| data.deprecated),
        }
    }

    /// Returns the `x-sdk-*` keys. Fails if a key is misspelled, or has no effect in this schema.
    pub(super) fn extensions(&self) -> Result<Extensions<'_>> {
        let (data, kind) = (&self.schema.schema_data, self.kind());
        let extensions = Extensions::new(&data.extensions, &self.pointer, SCHEMA_KEYS)?;
        let is_string = matches!(kind, SchemaKind::Type(Type::String(_)));
        let is_union = matches!(kind, SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. });
        for (key, is_allowed, expected) in [
            ("x-sdk-secret", is_string, "of type `string`"),
            (
                FALLBACK,
                is_union && data.discriminator.is_some(),
                "with `discriminator` and `oneOf` or `anyOf`",
            ),
        ] {
            if !is_allowed && extensions.flag(key)? {
                return Err(Diagnostic::at(
                    &extensions.pointer_of(key),
                    format!(
                        "`{key}` has no effect in a Schema Object {}; expected a Schema Object {expected}",
                        schema_kind::describe(kind)
                    ),
                    format!("delete `{key}`, or move it to a Schema Object {expected}"),
                ));
            }
        }
        Ok(extensions)
    }

    /// Returns the `x-sdk-*` keys of an alias. Fails if a key is misspelled, or isn't allowed next to a `$ref`.
    fn reference_extensions(&self) -> Result<Extensions<'_>> {
        let entries = &self.schema.schema_data.extensions;
        Extensions::new(entries, &self.pointer, SCHEMA_REFERENCE_KEYS)
    }

    /// Returns the name that `key`, one of the [`SCHEMA_REFERENCE_KEYS`], gives. The name of an alias comes first.
    pub(super) fn given_name(&self, key: &str) -> Result<Option<String>> {
        for alias in &self.aliases {
            if let Some(name) = alias.reference_extensions()?.get(key)? {
                return Ok(Some(name));
            }
        }
        self.extensions()?.get(key)
    }

    /// Returns the name for the type of the schema: `x-sdk-name`, or else the name of the component, or else `default`.
    pub(super) fn naming(&self, default: &Naming) -> Result<Naming> {
        let given: Option<String> = self.extensions()?.get("x-sdk-name")?;
        let Some(name) = given.as_ref().or(self.component.as_ref()) else {
            return Ok(default.clone());
        };
        let naming = match self.component {
            Some(_) => Naming::component(name),
            None => Naming {
                name: name.clone(),
                ..default.clone()
            },
        };
        Ok(Naming {
            is_given: given.is_some(),
            ..naming
        })
    }
}

impl<'a> Lowering<'a> {
    /// Returns the object that a node is or refers to, and its location.
    pub(super) fn resolve<T: Component>(
        &self,
        node: &'a ReferenceOr<T>,
        pointer: &Pointer,
    ) -> Result<(&'a T, Pointer)> {
        match node {
            ReferenceOr::Item(item) => Ok((item, pointer.clone())),
            ReferenceOr::Reference { reference } => self.follow(reference, pointer),
        }
    }

    /// Follows the reference of the Reference Object at `pointer` to a component.
    fn follow<T: Component>(&self, reference: &str, pointer: &Pointer) -> Result<(&'a T, Pointer)> {
        let members = self.document.openapi.components.as_ref().map(T::members);
        let mut chain = Vec::new();
        let mut next = reference;
        while chain.len() < references::MAX_CHAIN_LENGTH && !chain.contains(&next) {
            chain.push(next);
            let component = references::component(next).filter(|(field, _)| *field == T::FIELD);
            let (_, name) = component.unwrap_or_default();
            match members.and_then(|members| members.get(name)) {
                Some(ReferenceOr::Item(item)) => {
                    return Ok((item, Pointer::component(T::FIELD, name)));
                }
                Some(ReferenceOr::Reference { reference }) => next = reference,
                None => return Err(self.wrong_target::<T>(next, pointer)),
            }
        }
        let pointer = pointer.child("$ref");
        let Some(start) = chain.iter().position(|it| *it == next) else {
            return Err(references::long_chain(reference, &pointer));
        };
        chain.push(next);
        let cycle = chain.get(start..).unwrap_or_default();
        Err(references::circular(cycle, &pointer))
    }

    /// Returns the error about the Reference Object at `pointer`, which doesn't refer to a `T`.
    fn wrong_target<T: Component>(&self, reference: &str, pointer: &Pointer) -> Diagnostic {
        if let Some(error) = references::wrong_component(reference, T::FIELD, pointer) {
            return error;
        }
        let target = references::component_pointer(reference);
        let is_invalid =
            target.is_some_and(|target| self.document.is_removed_or_simplified(&target));
        match references::target(self.document.root(), reference, pointer) {
            Err(error) if !is_invalid => error,
            _ => {
                let expected = object_name(&Pointer::component(T::FIELD, "")).unwrap_or_default();
                Diagnostic::at(
                    &pointer.child("$ref"),
                    format!("`{reference}` is not a valid {expected}"),
                    format!("correct the {expected}, or refer to another one"),
                )
            }
        }
    }

    /// Returns the schema that `schema` is or refers to, also through aliases.
    pub(super) fn resolve_schema(
        &self,
        schema: &'a ReferenceOr<impl Borrow<Schema>>,
        pointer: &Pointer,
    ) -> Result<ResolvedSchema<'a>> {
        match schema {
            ReferenceOr::Item(schema) => {
                self.follow_aliases(schema.borrow(), pointer.clone(), None)
            }
            ReferenceOr::Reference { reference } => {
                self.resolve_schema_reference(reference, pointer)
            }
        }
    }

    /// Returns the schema that the Reference Object at `pointer` refers to, also through aliases.
    pub(super) fn resolve_schema_reference(
        &self,
        reference: &str,
        pointer: &Pointer,
    ) -> Result<ResolvedSchema<'a>> {
        let (schema, pointer) = self.follow(reference, pointer)?;
        let component = pointer.key();
        self.follow_aliases(schema, pointer, component)
    }

    /// Resolves a schema that isn't a reference. Replaces an alias with the schema that it annotates.
    fn follow_aliases(
        &self,
        schema: &'a Schema,
        pointer: Pointer,
        component: Option<String>,
    ) -> Result<ResolvedSchema<'a>> {
        let resolved = |schema, pointer, component| ResolvedSchema {
            schema,
            pointer,
            component,
            aliases: Vec::new(),
        };
        let mut aliases = Vec::<ResolvedSchema<'a>>::new();
        let start_of_chain = annotated_reference(schema).unwrap_or_default();
        let mut last = resolved(schema, pointer, component);
        while let Some(reference) = annotated_reference(last.schema) {
            self.check_alias(&last)?;
            // Fails even if nobody reads the keys.
            last.reference_extensions()?;
            let pointer = last.pointer.child("allOf").child(0);
            aliases.push(last);
            let (schema, target) = self.follow(reference, &pointer)?;
            let component = target.key();
            let pointer = pointer.child("$ref");
            if let Some(start) = aliases.iter().position(|it| it.component == component) {
                let cycle = aliases.iter().skip(start).map(|it| &it.component);
                let cycle: Vec<&String> = cycle.chain([&component]).flatten().collect();
                return Err(references::circular(&cycle, &pointer));
            }
            if aliases.len() > references::MAX_CHAIN_LENGTH {
                return Err(references::long_chain(start_of_chain, &pointer));
            }
            last = resolved(schema, target, component);
        }
        Ok(ResolvedSchema { aliases, ..last })
    }

    pub(super) fn resolve_media_schema(
        &self,
        media: &Media<'a>,
    ) -> Result<Option<ResolvedSchema<'a>>> {
        let schema = media.object.schema.as_ref();
        let pointer = media.pointer.child("schema");
        let schema = schema.map(|schema| self.resolve_schema(schema, &pointer));
        schema.transpose()
    }

    pub(super) fn resolve_items(
        &self,
        schema: &ResolvedSchema<'a>,
    ) -> Result<Option<ResolvedSchema<'a>>> {
        let SchemaKind::Type(Type::Array(array)) = schema.kind() else {
            return Ok(None);
        };
        let pointer = schema.pointer.child("items");
        let items = array
            .items
            .as_ref()
            .map(|items| self.resolve_schema(items, &pointer));
        items.transpose()
    }

    /// Resolves the branches of a union. `pointer` is the location of the keyword.
    pub(super) fn resolve_branches(
        &self,
        branches: &'a [ReferenceOr<Schema>],
        pointer: &Pointer,
    ) -> Result<Vec<ResolvedSchema<'a>>> {
        let branches = branches.iter().enumerate();
        let resolved = branches.map(|(index, it)| self.resolve_schema(it, &pointer.child(index)));
        resolved.collect()
    }

    pub(super) fn resolve_property(
        &self,
        schema: &ResolvedSchema<'_>,
        name: &str,
        property: &'a ReferenceOr<Box<Schema>>,
    ) -> Result<ResolvedSchema<'a>> {
        self.resolve_schema(property, &schema.pointer.child("properties").child(name))
    }

    pub(super) fn resolve_additional_properties(
        &self,
        schema: &ResolvedSchema<'a>,
    ) -> Result<Option<ResolvedSchema<'a>>> {
        match schema.object().map(|it| &it.additional_properties) {
            Some(Some(AdditionalProperties::Schema(values))) => {
                let pointer = schema.pointer.child("additionalProperties");
                self.resolve_schema(&**values, &pointer).map(Some)
            }
            _ => Ok(None),
        }
    }
}

/// Returns the `$ref` that an alias annotates: a schema that is otherwise only annotations.
pub(super) fn annotated_reference(schema: &Schema) -> Option<&str> {
    match &schema.schema_kind {
        SchemaKind::AllOf { all_of } => match all_of.as_slice() {
            [ReferenceOr::Reference { reference }] => Some(reference),
            _ => None,
        },
        _ => None,
    }
}
