//! Lowers Schema Objects that become named types: objects with properties, string and integer enums, and unions.

use std::collections::HashSet;
use std::mem;

use openapiv3::{
    AdditionalProperties, ObjectType, ReferenceOr, Schema, SchemaKind, Type as SchemaType,
};

use super::Lowering;
use super::enumeration;
use super::naming::Naming;
use super::resolve::ResolvedSchema;
use crate::diagnostics::{Diagnostic, Effect, Pointer, Result};
use crate::ir::{Annotations, Field, Shape, Type, TypeDefinition};
use crate::names;

impl<'a> Lowering<'a> {
    /// Returns the named type of a schema, which keeps its name if it is reached again. Lowers an inline schema, and
    /// queues a component, since components may refer to each other in cycles.
    pub(super) fn lower_named(
        &mut self,
        schema: &ResolvedSchema<'a>,
        naming: Naming,
    ) -> Result<Type> {
        if let Some(known) = self.registry.name_of(&schema.pointer) {
            return Ok(Type::Named(known));
        }
        let wanted = names::type_name(&naming.name);
        let name = match schema.component {
            None => {
                let definition = self.lower_definition(schema, &naming, wanted.clone())?;
                self.add_type(definition, &naming)?
            }
            Some(_) if naming.is_given => wanted.clone(),
            Some(_) => self.registry.free_name(&wanted),
        };
        if name != wanted {
            let owner = match self.registry.schema_of(&wanted) {
                Some(known) => format!("the Schema Object at {known}"),
                None => "the SDK".to_owned(),
            };
            let message = format!(
                "the type for this Schema Object is named `{name}`, because {owner} already has the type `{wanted}`"
            );
            let help = "in an overlay, set `x-sdk-name` of one of the two schemas to another name";
            let warning = Diagnostic::at(&schema.pointer, message, help);
            self.diagnostics.warn_with(Effect::Renamed, warning);
        }
        self.registry.reserve(&schema.pointer, &name);
        if schema.component.is_some() {
            self.queue.push_back((schema.clone(), naming, name.clone()));
        }
        Ok(Type::Named(name))
    }

    /// Adds a type, with a numbered name if necessary. Returns the name.
    pub(super) fn add_type(
        &mut self,
        definition: TypeDefinition,
        naming: &Naming,
    ) -> Result<String> {
        let component = naming.component.clone();
        match naming.is_given {
            true => self.registry.add(definition, component),
            false => Ok(self.registry.add_numbered(definition, component)),
        }
    }

    /// Lowers queued components, which may queue others. Returns the names of the types that can't be lowered.
    pub(super) fn lower_queue(&mut self) -> Result<HashSet<String>> {
        let mut unsupported = HashSet::new();
        while let Some((schema, naming, name)) = self.queue.pop_front() {
            let definition = self.lower_definition(&schema, &naming, name.clone());
            let added = definition.and_then(|it| self.registry.add(it, naming.component));
            let added = self.or_report(added, Effect::Fallback, &schema.pointer)?;
            if added.is_none() {
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
            description: description.or_else(|| schema.schema.schema_data.description.clone()),
            deprecated: schema.schema.schema_data.deprecated,
            ..TypeDefinition::new(name, schema.pointer.clone(), shape?)
        })
    }

    fn lower_shape(&mut self, schema: &ResolvedSchema<'a>, naming: &Naming) -> Result<Shape> {
        if let Some(object) = schema.object() {
            let fields = self.lower_fields(schema, object, naming)?;
            return Ok(Shape::Struct(fields));
        }
        match schema.union() {
            Some((branches, pointer)) => self.lower_union(schema, branches, &pointer, naming),
            None => {
                let values = enumeration::values(schema);
                let unmatched = enumeration::unmatched_names_and_descriptions(schema, &values);
                self.diagnostics.extend(unmatched);
                Ok(match schema.kind() {
                    SchemaKind::Type(SchemaType::Integer(_)) => Shape::IntegerEnum(values),
                    _ => Shape::Enum(values),
                })
            }
        }
    }

    /// Lowers the properties of an object, followed by the field for additional properties.
    pub(super) fn lower_fields(
        &mut self,
        schema: &ResolvedSchema<'a>,
        object: &'a ObjectType,
        naming: &Naming,
    ) -> Result<Vec<Field>> {
        // `required` may be long, and must not be searched for each property.
        let required: HashSet<&String> = object.required.iter().collect();
        let pointer = schema.pointer.child("properties");
        let mut fields = Vec::new();
        for (name, property) in &object.properties {
            let field = self.lower_property(name, property, pointer.child(name), naming)?;
            let required = required.contains(name);
            fields.push(Field { required, ..field });
        }
        fields.extend(self.undeclared_fields(schema, object));
        fields.extend(self.lower_additional_properties(schema, object, naming)?);
        Ok(fields)
    }

    /// Returns a field of any JSON value for each name in `required` that isn't a property.
    fn undeclared_fields(
        &mut self,
        schema: &ResolvedSchema<'a>,
        object: &ObjectType,
    ) -> Vec<Field> {
        let mut names = HashSet::new();
        let mut fields = Vec::new();
        for (index, name) in object.required.iter().enumerate() {
            if object.properties.contains_key(name) || !names.insert(name) {
                continue;
            }
            let pointer = schema.pointer.child("required").child(index);
            let warning = Diagnostic::at(
                &pointer,
                format!("`{name}` in `required` is not a property of the Schema Object"),
                format!("add `{name}` to `properties`, or delete it from `required`"),
            );
            let note = format!(
                "the SDK treats `{name}` as a required property, whose type is any JSON value"
            );
            self.diagnostics.warn(warning.with_note(note));
            fields.push(Field {
                required: true,
                ..Field::new(name, pointer, Type::Any)
            });
        }
        fields
    }

    /// Lowers the additional properties of an object to a field with a map. An object without `additionalProperties`
    /// has no such field, although JSON Schema allows any.
    fn lower_additional_properties(
        &mut self,
        schema: &ResolvedSchema<'a>,
        object: &ObjectType,
        naming: &Naming,
    ) -> Result<Option<Field>> {
        if let Some(AdditionalProperties::Any(false)) | None = object.additional_properties {
            return Ok(None);
        }
        let pointer = schema.pointer.child("additionalProperties");
        let resolved = self.resolve_additional_properties(schema);
        let values = self.or_report(resolved, Effect::Fallback, &pointer)?;
        let values = values.flatten();
        let description = values
            .as_ref()
            .and_then(|it| it.description(self.detail(&pointer)));
        let value = self.lower_member(values, &naming.child("additional value"))?;
        Ok(Some(Field {
            label: "additional_properties".to_owned(),
            is_additional_properties: true,
            annotations: Annotations {
                description,
                ..Annotations::default()
            },
            ..Field::new("*", pointer, Type::Map(Box::new(value)))
        }))
    }

    fn lower_property(
        &mut self,
        name: &str,
        property: &'a ReferenceOr<Box<Schema>>,
        pointer: Pointer,
        naming: &Naming,
    ) -> Result<Field> {
        let resolved = self.resolve_schema(property, &pointer);
        let Some(property) = self.or_report(resolved, Effect::Fallback, &pointer)? else {
            return Ok(Field::new(name, pointer, Type::Any));
        };
        let property_type = self.lower_schema(&property, &naming.child(name))?;
        let field_name = property.given_name("x-sdk-field")?;
        Ok(Field {
            label: field_name.unwrap_or_else(|| name.to_owned()),
            nullable: property.is_nullable(),
            access: property.access(),
            annotations: self.lower_annotations(&property)?,
            ..Field::new(name, pointer, property_type)
        })
    }
}
