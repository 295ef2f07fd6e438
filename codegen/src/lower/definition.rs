//! Schemas that need a type with a name: objects with properties, lists of known texts, unions.

use openapiv3::{
    AdditionalProperties, ObjectType, ReferenceOr, Schema, SchemaKind, Type as SchemaType,
};

use super::discriminator::Discriminator;
use super::schema::{Naming, Resolved};
use super::{Lowering, unsupported};
use crate::error::{Error, Result};
use crate::ir::{Field, Shape, Type, TypeDefinition, Variant};
use crate::names;

impl<'a> Lowering<'a> {
    /// The type that a schema defines; its definition follows unless it is there, or under way.
    ///
    /// A schema that several operations share, but that has no name of its own, is called after the first of them.
    ///
    /// That of a component waits for its turn: components may refer to each other without end.
    pub(super) fn define(&mut self, schema: &Resolved<'a>, naming: Naming) -> Result<Type> {
        let name = names::type_name(&naming.name);
        if let Some(known) = self.registry.begin(&schema.pointer, &name) {
            return Ok(Type::Named(known));
        }
        if schema.component.is_some() {
            self.pending.push_back((schema.clone(), naming));
        } else {
            self.lower_definition(schema, &naming)?;
        }
        Ok(Type::Named(name))
    }

    /// Lowers the components that wait, and those they lead to.
    pub(super) fn lower_pending(&mut self) -> Result<()> {
        while let Some((schema, naming)) = self.pending.pop_front() {
            self.lower_definition(&schema, &naming)?;
        }
        Ok(())
    }

    fn lower_definition(&mut self, schema: &Resolved<'a>, naming: &Naming) -> Result<()> {
        let name = names::type_name(&naming.name);
        let description = schema.extensions()?.get("x-sdk-description")?;
        let home = naming.home.as_deref().map(names::type_name);
        let definition = TypeDefinition {
            family: name.clone(),
            name,
            pointer: schema.pointer.clone(),
            description: description.or_else(|| schema.schema.schema_data.description.clone()),
            shape: self.lower_shape(schema, naming)?,
            in_requests: false,
            in_responses: false,
        };
        self.registry.add(definition, home)
    }

    fn lower_shape(&mut self, schema: &Resolved<'a>, naming: &Naming) -> Result<Shape> {
        match &schema.schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) => {
                self.lower_fields(schema, object, naming).map(Shape::Struct)
            }
            SchemaKind::OneOf { one_of } => self.lower_union(schema, one_of, naming),
            kind => Ok(Shape::Enum(texts(kind))),
        }
    }

    /// Lowers the properties of an object.
    pub(super) fn lower_fields(
        &mut self,
        schema: &Resolved<'a>,
        object: &'a ObjectType,
        naming: &Naming,
    ) -> Result<Vec<Field>> {
        check_object(schema, object)?;
        let properties = schema.pointer.child("properties");
        let fields = object.properties.iter().map(|(name, property)| {
            let pointer = properties.child(name);
            let property = self.resolve_boxed_schema(property, &pointer)?;
            Ok(Field {
                name: name.clone(),
                required: object.required.contains(name),
                nullable: property.is_nullable(),
                recursive: false,
                value: self.lower_schema(&property, &naming.child(name))?,
                notes: self.value_notes(&property)?,
                pointer,
            })
        });
        fields.collect()
    }

    fn lower_union(
        &mut self,
        schema: &Resolved<'a>,
        branches: &'a [ReferenceOr<Schema>],
        naming: &Naming,
    ) -> Result<Shape> {
        let place = schema.pointer.child("oneOf");
        let discriminator = Discriminator::of(schema);
        let (mut keywords, mut variants) = (Vec::new(), Vec::new());
        for (index, branch) in branches.iter().enumerate() {
            let resolved = self.resolve_schema(branch, &place.child(index))?;
            let tag = discriminator
                .as_ref()
                .map(|discriminator| self.lower_tag(discriminator, branch, &resolved))
                .transpose()?;
            let texts = texts(&resolved.schema.schema_kind);
            if texts.is_empty() {
                variants.push(self.lower_variant(&resolved, naming, tag)?);
            } else {
                keywords.extend(texts);
            }
        }
        if let Some(discriminator) = &discriminator {
            discriminator.check_mapping(branches)?;
        }
        Ok(Shape::Union {
            tag: discriminator.map(|discriminator| discriminator.property.to_owned()),
            keywords,
            variants,
        })
    }

    fn lower_variant(
        &mut self,
        branch: &Resolved<'a>,
        naming: &Naming,
        tag: Option<String>,
    ) -> Result<Variant> {
        let name = branch.extensions()?.get::<String>("x-sdk-variant")?;
        let part = name.as_deref().unwrap_or("value");
        let value = self.lower_schema(branch, &naming.child(part))?;
        Ok(Variant {
            name: name.unwrap_or_else(|| variant_name(&value).to_owned()),
            tag,
            value,
            description: branch.description(),
        })
    }
}

fn check_object(schema: &Resolved<'_>, object: &ObjectType) -> Result<()> {
    if let Some(AdditionalProperties::Schema(_)) = object.additional_properties {
        return Err(unsupported(
            &schema.pointer.child("additionalProperties"),
            "an object with both `properties` and a schema for `additionalProperties`",
        ));
    }
    let mut required = object.required.iter();
    match required.find(|name| !object.properties.contains_key(*name)) {
        Some(name) => Err(Error::at(
            &schema.pointer.child("required"),
            format!("`{name}` is required but is not among the properties"),
            "add the property, or take its name out of `required`",
        )),
        None => Ok(()),
    }
}

/// The values of an enum of text; none for any other schema.
fn texts(kind: &SchemaKind) -> Vec<String> {
    match kind {
        SchemaKind::Type(SchemaType::String(text)) => {
            text.enumeration.iter().flatten().cloned().collect()
        }
        _ => Vec::new(),
    }
}

fn variant_name(value: &Type) -> &str {
    match value {
        Type::Text | Type::Secret => "text",
        Type::Boolean => "boolean",
        Type::Integer(_) => "integer",
        Type::Number => "number",
        Type::Uuid => "id",
        Type::Date => "date",
        Type::DateTime => "date time",
        Type::Any => "any",
        Type::List(_) => "list",
        Type::Map(_) => "map",
        Type::Named(name) => name,
    }
}
