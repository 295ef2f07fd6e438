//! Schemas that need a type with a name: objects with properties, lists of known texts, unions.

use std::collections::HashSet;
use std::mem;

use openapiv3::{
    AdditionalProperties, ObjectType, ReferenceOr, Schema, SchemaKind, Type as SchemaType,
};

use super::Lowering;
use super::discriminator::Discriminator;
use super::schema::{Naming, Resolved};
use crate::diagnostics::{Diagnostic, Effect, Pointer, Result};
use crate::ir::{Access, Field, Notes, Shape, Type, TypeDefinition, Variant, Word};
use crate::names;

impl<'a> Lowering<'a> {
    /// The type that a schema defines; its definition follows unless it is there, or under way.
    ///
    /// A schema that several operations share, but that has no name of its own, is called after the first of them.
    ///
    /// That of a component waits for its turn: components may refer to each other without end.
    pub(super) fn define(&mut self, schema: &Resolved<'a>, naming: Naming) -> Result<Type> {
        if let Some(known) = self.registry.name_of(&schema.pointer) {
            return Ok(Type::Named(known));
        }
        let name = names::type_name(&naming.name);
        if schema.component.is_none() {
            return self.define_inline(schema, &naming, name).map(Type::Named);
        }
        let wanted = name;
        let name = if self.may_rename(&naming) {
            self.registry.free_name(&wanted)
        } else {
            wanted.clone()
        };
        self.note_name(schema, &wanted, &name)?;
        self.registry.reserve(&schema.pointer, &name);
        self.queue.push_back((schema.clone(), naming, name.clone()));
        Ok(Type::Named(name))
    }

    /// Whether the name of a type is ours to change: it was made up, and nobody is to be asked for another.
    fn may_rename(&self, naming: &Naming) -> bool {
        self.diagnostics.is_lenient() && !naming.is_given
    }

    /// Adds a type that is made up, and gives its name.
    pub(super) fn add_named(
        &mut self,
        definition: TypeDefinition,
        naming: &Naming,
    ) -> Result<String> {
        if self.may_rename(naming) {
            return Ok(self.registry.add_renamed(definition, home(naming)));
        }
        let name = definition.name.clone();
        self.registry.add(definition, home(naming))?;
        Ok(name)
    }

    fn define_inline(
        &mut self,
        schema: &Resolved<'a>,
        naming: &Naming,
        name: String,
    ) -> Result<String> {
        if !self.may_rename(naming) {
            self.registry.reserve(&schema.pointer, &name);
            let definition = self.lower_definition(schema, naming, name.clone())?;
            self.registry.add(definition, home(naming))?;
            return Ok(name);
        }
        let definition = self.lower_definition(schema, naming, name.clone())?;
        let added = self.registry.add_renamed(definition, home(naming));
        self.note_name(schema, &name, &added)?;
        self.registry.reserve(&schema.pointer, &added);
        Ok(added)
    }

    /// Notes where a type has another name than it would have alone.
    fn note_name(&mut self, schema: &Resolved<'_>, wanted: &str, name: &str) -> Result<()> {
        if name == wanted {
            return Ok(());
        }
        let pointer = &schema.pointer;
        let cause = format!("the type name `{wanted}` is taken, so this is `{name}`");
        let help = "give one of the two another name with `x-sdk-name`";
        let fault = Diagnostic::at(pointer, cause, help);
        self.diagnostics
            .report(Effect::Renamed, pointer.clone(), fault)
    }

    /// Lowers the queued components and the components that they refer to. Returns the names of the types that can't be
    /// lowered.
    pub(super) fn lower_queue(&mut self) -> Result<HashSet<String>> {
        let mut unsupported = HashSet::new();
        while let Some((schema, naming, name)) = self.queue.pop_front() {
            let lowered = self.attempt(|lowering| {
                let definition = lowering.lower_definition(&schema, &naming, name.clone())?;
                lowering.registry.add(definition, home(&naming))
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
        schema: &Resolved<'a>,
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

    fn lower_shape(&mut self, schema: &Resolved<'a>, naming: &Naming) -> Result<Shape> {
        match &schema.schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) => {
                self.lower_fields(schema, object, naming).map(Shape::Struct)
            }
            SchemaKind::OneOf { one_of } => self.lower_union(schema, "oneOf", one_of, naming),
            SchemaKind::AnyOf { any_of } => self.lower_union(schema, "anyOf", any_of, naming),
            kind => Ok(Shape::Enum(texts(kind))),
        }
    }

    /// Lowers the properties of an object, and behind them the rest, if there may be more.
    pub(super) fn lower_fields(
        &mut self,
        schema: &Resolved<'a>,
        object: &'a ObjectType,
        naming: &Naming,
    ) -> Result<Vec<Field>> {
        self.check_object(schema, object)?;
        let properties = schema.pointer.child("properties");
        let required: HashSet<&String> = object.required.iter().collect();
        let fields = object.properties.iter().map(|(name, property)| {
            let pointer = properties.child(name);
            let (nullable, access, value, notes) =
                self.lower_property(property, &pointer, naming, name)?;
            Ok(Field {
                name: name.clone(),
                label: name.clone(),
                is_rest: false,
                required: required.contains(name),
                nullable,
                recursive: false,
                access,
                value,
                notes,
                pointer,
            })
        });
        let mut fields = fields.collect::<Result<Vec<Field>>>()?;
        fields.extend(self.lower_rest(schema, object, naming)?);
        Ok(fields)
    }

    /// The map of whatever is none of the properties. An object that says nothing of it may have more as well, but who
    /// reads it is not to be bothered with that.
    fn lower_rest(
        &mut self,
        schema: &Resolved<'a>,
        object: &'a ObjectType,
        naming: &Naming,
    ) -> Result<Option<Field>> {
        let pointer = schema.pointer.child("additionalProperties");
        let description = match &object.additional_properties {
            Some(AdditionalProperties::Schema(values)) => {
                let values = self.resolve_schema(values, &pointer).ok();
                values.and_then(|values| values.description(self.extent(&pointer)))
            }
            Some(AdditionalProperties::Any(true)) => None,
            Some(AdditionalProperties::Any(false)) | None => return Ok(None),
        };
        let value = self.lower_map(schema, object, &naming.child("additional"));
        let value = value.or_else(|fault| {
            self.diagnostics.fallback(fault)?;
            Ok(Type::Map(Box::new(Type::Any)))
        })?;
        Ok(Some(Field {
            name: "*".to_owned(),
            label: "additional_properties".to_owned(),
            is_rest: true,
            required: false,
            nullable: false,
            recursive: false,
            access: Access::Both,
            value,
            notes: Notes {
                description,
                ..Notes::default()
            },
            pointer,
        }))
    }

    /// Whether a property may be null, which way it travels, its type, and what is said about it.
    fn lower_property(
        &mut self,
        property: &'a ReferenceOr<Box<Schema>>,
        pointer: &Pointer,
        naming: &Naming,
        name: &str,
    ) -> Result<(bool, Access, Type, Notes)> {
        let property = match self.resolve_boxed_schema(property, pointer) {
            Ok(property) => property,
            Err(fault) => {
                self.diagnostics.fallback(fault)?;
                return Ok((false, Access::Both, Type::Any, Notes::default()));
            }
        };
        let value = self.lower_schema(&property, &naming.child(name))?;
        let notes = self.value_notes(&property)?;
        Ok((property.is_nullable(), property.access(), value, notes))
    }

    /// Checks that what the object requires is among its properties.
    fn check_object(&mut self, schema: &Resolved<'_>, object: &ObjectType) -> Result<()> {
        let mut required = object.required.iter();
        match required.find(|name| !object.properties.contains_key(*name)) {
            Some(name) => self.diagnostics.ignore(Diagnostic::at(
                &schema.pointer.child("required"),
                format!("`{name}` is required but is not among the properties"),
                "add the property, or take its name out of `required`",
            )),
            None => Ok(()),
        }
    }

    fn lower_union(
        &mut self,
        schema: &Resolved<'a>,
        keyword: &str,
        branches: &'a [ReferenceOr<Schema>],
        naming: &Naming,
    ) -> Result<Shape> {
        let place = schema.pointer.child(keyword);
        let mut discriminator = Discriminator::of(schema);
        let mut tags = Vec::new();
        if let Some(known) = &discriminator {
            match self.lower_tags(known, branches, &place) {
                Ok(found) => tags = found,
                Err(fault) => {
                    self.diagnostics.ignore(fault)?;
                    discriminator = None;
                }
            }
        }
        let mut tags = tags.into_iter();
        let (mut keywords, mut variants) = (Vec::new(), Vec::new());
        for (index, branch) in branches.iter().enumerate() {
            let resolved = self.resolve_schema(branch, &place.child(index))?;
            let tag = tags.next();
            let texts = texts(&resolved.schema.schema_kind);
            if texts.is_empty() {
                variants.push(self.lower_variant(&resolved, naming, tag)?);
            } else {
                keywords.extend(texts);
            }
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
            description: branch.description(self.extent(&branch.pointer)),
        })
    }
}

fn home(naming: &Naming) -> Option<String> {
    naming.home.as_deref().map(names::type_name)
}

/// The values of an enum of text; none for any other schema.
fn texts(kind: &SchemaKind) -> Vec<Word> {
    match kind {
        SchemaKind::Type(SchemaType::String(text)) => {
            text.enumeration.iter().flatten().map(Word::new).collect()
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
        Type::Bytes => "bytes",
        Type::File => "file",
        Type::List(_) => "list",
        Type::Map(_) => "map",
        Type::Named(name) => name,
    }
}
