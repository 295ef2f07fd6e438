//! Lowers Schema Objects that become named types: objects with properties, string enums, unions.

use std::collections::HashSet;
use std::mem;

use openapiv3::{
    AdditionalProperties, ObjectType, ReferenceOr, Schema, SchemaKind, Type as SchemaType,
};

use super::Lowering;
use super::discriminator::Discriminator;
use super::naming::Naming;
use super::resolve::ResolvedSchema;
use crate::diagnostics::{Diagnostic, Effect, Pointer, Result};
use crate::ir::{Access, Annotations, EnumValue, Field, Shape, Type, TypeDefinition, Variant};
use crate::names;

impl<'a> Lowering<'a> {
    /// Returns the named type of a schema. Queues the schema if it is a component, since components may refer to each
    /// other in cycles, and lowers it otherwise.
    ///
    /// An inline schema that several operations share has the name that the first of them gives it.
    pub(super) fn lower_named(
        &mut self,
        schema: &ResolvedSchema<'a>,
        naming: Naming,
    ) -> Result<Type> {
        if let Some(known) = self.registry.name_of(&schema.pointer) {
            return Ok(Type::Named(known));
        }
        let wanted = names::type_name(&naming.name);
        let name = if schema.component.is_none() {
            let definition = self.lower_definition(schema, &naming, wanted.clone())?;
            self.add_type(definition, &naming)?
        } else if self.may_rename(&naming) {
            self.registry.free_name(&wanted)
        } else {
            wanted.clone()
        };
        if name != wanted {
            let error = Diagnostic::at(
                &schema.pointer,
                format!("the type name `{wanted}` is already in use; the type is named `{name}`"),
                "set `x-sdk-name` of one of the schemas to another name",
            );
            self.diagnostics
                .report(Effect::Renamed, schema.pointer.clone(), error)?;
        }
        self.registry.reserve(&schema.pointer, &name);
        if schema.component.is_some() {
            self.queue.push_back((schema.clone(), naming, name.clone()));
        }
        Ok(Type::Named(name))
    }

    /// Whether a type may have another name than the one made for it.
    fn may_rename(&self, naming: &Naming) -> bool {
        self.diagnostics.is_lenient() && !naming.is_given
    }

    /// Adds a type, under another name if necessary. Returns the name.
    pub(super) fn add_type(
        &mut self,
        definition: TypeDefinition,
        naming: &Naming,
    ) -> Result<String> {
        let component = naming.component.as_deref().map(names::type_name);
        if self.may_rename(naming) {
            return Ok(self.registry.add_renamed(definition, component));
        }
        let name = definition.name.clone();
        self.registry.add(definition, component)?;
        Ok(name)
    }

    /// Lowers the queued components and the components that they refer to. Returns the names of the types that can't be
    /// lowered.
    pub(super) fn lower_queue(&mut self) -> Result<HashSet<String>> {
        let mut unsupported = HashSet::new();
        while let Some((schema, naming, name)) = self.queue.pop_front() {
            let lowered = self.attempt(|lowering| {
                let definition = lowering.lower_definition(&schema, &naming, name.clone())?;
                let component = naming.component.as_deref().map(names::type_name);
                lowering.registry.add(definition, component)
            });
            if let Err(error) = lowered {
                self.diagnostics.fallback(error)?;
                unsupported.insert(name);
            }
        }
        Ok(unsupported)
    }

    fn lower_definition(
        &mut self,
        schema: &ResolvedSchema<'a>,
        naming: &Naming,
        name: String,
    ) -> Result<TypeDefinition> {
        let description = schema.extensions()?.get("x-sdk-description")?;
        let was_in_type = mem::replace(&mut self.is_in_type, true);
        let shape = self.lower_shape(schema, naming);
        self.is_in_type = was_in_type;
        Ok(TypeDefinition {
            family: name.clone(),
            name,
            pointer: schema.pointer.clone(),
            description: description.or_else(|| schema.schema.schema_data.description.clone()),
            shape: shape?,
            in_requests: false,
            in_responses: false,
        })
    }

    fn lower_shape(&mut self, schema: &ResolvedSchema<'a>, naming: &Naming) -> Result<Shape> {
        match &schema.schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) => {
                self.lower_fields(schema, object, naming).map(Shape::Struct)
            }
            SchemaKind::OneOf { one_of } => self.lower_union(schema, "oneOf", one_of, naming),
            SchemaKind::AnyOf { any_of } => self.lower_union(schema, "anyOf", any_of, naming),
            kind => Ok(Shape::Enum(enum_values(kind))),
        }
    }

    /// Lowers the properties of an object, and after them the additional properties.
    pub(super) fn lower_fields(
        &mut self,
        schema: &ResolvedSchema<'a>,
        object: &'a ObjectType,
        naming: &Naming,
    ) -> Result<Vec<Field>> {
        self.check_required(schema, object)?;
        let pointer = schema.pointer.child("properties");
        let required: HashSet<&String> = object.required.iter().collect();
        let mut fields = object
            .properties
            .iter()
            .map(|(name, property)| {
                Ok(Field {
                    required: required.contains(name),
                    ..self.lower_property(name, property, pointer.child(name), naming)?
                })
            })
            .collect::<Result<Vec<Field>>>()?;
        fields.extend(self.lower_additional_properties(schema, object, naming)?);
        Ok(fields)
    }

    /// Lowers the additional properties of an object to a map. An object without `additionalProperties` has none in the
    /// SDK.
    fn lower_additional_properties(
        &mut self,
        schema: &ResolvedSchema<'a>,
        object: &'a ObjectType,
        naming: &Naming,
    ) -> Result<Option<Field>> {
        let pointer = schema.pointer.child("additionalProperties");
        let description = match &object.additional_properties {
            Some(AdditionalProperties::Schema(values)) => self
                .resolve_schema(values, &pointer)
                .ok()
                .and_then(|values| values.description(self.detail(&pointer))),
            Some(AdditionalProperties::Any(true)) => None,
            Some(AdditionalProperties::Any(false)) | None => return Ok(None),
        };
        let value = match self.lower_map(schema, object, &naming.child("additional")) {
            Ok(value) => value,
            Err(error) => {
                self.diagnostics.fallback(error)?;
                Type::Map(Box::new(Type::Any))
            }
        };
        Ok(Some(Field {
            name: "*".to_owned(),
            label: "additional_properties".to_owned(),
            is_additional_properties: true,
            value,
            annotations: Annotations {
                description,
                ..Annotations::default()
            },
            ..any_value("", pointer)
        }))
    }

    fn lower_property(
        &mut self,
        name: &str,
        property: &'a ReferenceOr<Box<Schema>>,
        pointer: Pointer,
        naming: &Naming,
    ) -> Result<Field> {
        let property = match self.resolve_schema(property, &pointer) {
            Ok(property) => property,
            Err(error) => {
                self.diagnostics.fallback(error)?;
                return Ok(any_value(name, pointer));
            }
        };
        Ok(Field {
            nullable: property.is_nullable(),
            access: property.access(),
            value: self.lower_schema(&property, &naming.child(name))?,
            annotations: self.lower_annotations(&property)?,
            ..any_value(name, pointer)
        })
    }

    fn check_required(&mut self, schema: &ResolvedSchema<'_>, object: &ObjectType) -> Result<()> {
        let mut required = object.required.iter();
        let Some(name) = required.find(|name| !object.properties.contains_key(*name)) else {
            return Ok(());
        };
        self.diagnostics.ignore(Diagnostic::at(
            &schema.pointer.child("required"),
            format!("`required` has `{name}`, which is not in `properties`"),
            format!("add `{name}` to `properties`, or remove it from `required`"),
        ))
    }

    fn lower_union(
        &mut self,
        schema: &ResolvedSchema<'a>,
        keyword: &str,
        branches: &'a [ReferenceOr<Schema>],
        naming: &Naming,
    ) -> Result<Shape> {
        let pointer = schema.pointer.child(keyword);
        let (discriminator, tags) = self
            .lower_discriminator(schema, branches, &pointer)?
            .unzip();
        let mut tags = tags.into_iter().flatten();
        let (mut values, mut variants) = (Vec::new(), Vec::new());
        for (index, branch) in branches.iter().enumerate() {
            let resolved = self.resolve_schema(branch, &pointer.child(index))?;
            let tag = tags.next();
            let branch_values = enum_values(&resolved.schema.schema_kind);
            if branch_values.is_empty() {
                variants.push(self.lower_variant(&resolved, naming, tag)?);
            } else {
                values.extend(branch_values);
            }
        }
        Ok(Shape::Union {
            tag: discriminator,
            enum_values: values,
            variants,
        })
    }

    /// Returns the property of the discriminator and the values that select the branches. Ignores an invalid
    /// discriminator.
    fn lower_discriminator(
        &mut self,
        schema: &ResolvedSchema<'a>,
        branches: &'a [ReferenceOr<Schema>],
        pointer: &Pointer,
    ) -> Result<Option<(String, Vec<String>)>> {
        let Some(discriminator) = Discriminator::from_schema(schema) else {
            return Ok(None);
        };
        match self.discriminator_values(&discriminator, branches, pointer) {
            Ok(values) => Ok(Some((discriminator.property.to_owned(), values))),
            Err(error) => {
                self.diagnostics.ignore(error)?;
                Ok(None)
            }
        }
    }

    fn lower_variant(
        &mut self,
        branch: &ResolvedSchema<'a>,
        naming: &Naming,
        tag: Option<String>,
    ) -> Result<Variant> {
        let given: Option<String> = branch.extensions()?.get("x-sdk-variant")?;
        let naming = naming.child(given.as_deref().unwrap_or("value"));
        let value = self.lower_schema(branch, &naming)?;
        Ok(Variant {
            name: given.unwrap_or_else(|| variant_name(&value).to_owned()),
            tag,
            value,
            description: branch.description(self.detail(&branch.pointer)),
        })
    }
}

/// Returns an optional property whose value is any JSON value.
fn any_value(name: &str, pointer: Pointer) -> Field {
    Field {
        name: name.to_owned(),
        label: name.to_owned(),
        pointer,
        is_additional_properties: false,
        required: false,
        nullable: false,
        recursive: false,
        access: Access::Both,
        value: Type::Any,
        annotations: Annotations::default(),
    }
}

/// Returns the values of a string enum; none for any other schema.
fn enum_values(kind: &SchemaKind) -> Vec<EnumValue> {
    match kind {
        SchemaKind::Type(SchemaType::String(string)) => string
            .enumeration
            .iter()
            .flatten()
            .map(EnumValue::new)
            .collect(),
        _ => Vec::new(),
    }
}

/// Returns the default name of a variant.
fn variant_name(value: &Type) -> &str {
    match value {
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
        Type::Named(name) => name,
    }
}
