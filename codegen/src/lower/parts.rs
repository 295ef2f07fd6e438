//! Bodies that are made of parts, some of which are files.

use openapiv3::{
    AdditionalProperties, AnySchema, Encoding as PartEncoding, MediaType, ObjectType, ReferenceOr,
    Schema, SchemaKind, StringFormat, StringType, Type as SchemaType, VariantOrUnknownOrEmpty,
};

use super::body::check_parts;
use super::schema::{Naming, Resolved};
use super::{Lowering, unsupported};
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{Body, Encoding, Field, Type};
use crate::openapi::media_type::{is_concrete, is_json, is_text};
use crate::openapi::references::resolve;

impl<'a> Lowering<'a> {
    pub(super) fn lower_parts(
        &mut self,
        media: &'a MediaType,
        place: &Pointer,
        naming: &Naming,
    ) -> Result<(Body, Encoding)> {
        let body = self.lower_fields_of_parts(media, place, naming)?;
        let types = self.part_types(media, &body, &place.child("encoding"))?;
        Ok((body, Encoding::Multipart(types)))
    }

    fn lower_fields_of_parts(
        &mut self,
        media: &'a MediaType,
        place: &Pointer,
        naming: &Naming,
    ) -> Result<Body> {
        if let Some(schema) = &media.schema {
            let schema = self.resolve_schema(schema, &place.child("schema"))?;
            match &schema.schema.schema_kind {
                SchemaKind::Type(SchemaType::Object(object)) if !object.properties.is_empty() => {
                    let fields = self.lower_part_fields(&schema, object, media, naming)?;
                    return Ok(Body::Fields(fields));
                }
                SchemaKind::OneOf { one_of: forms } | SchemaKind::AnyOf { any_of: forms } => {
                    let fields = self.lower_forms(&schema, forms, media, naming)?;
                    return Ok(Body::Fields(fields));
                }
                _ => {}
            }
        }
        self.lower_named_values(media, place, naming)
    }

    /// The fields of all forms together, since a part is a part in each: one that not every form requires is optional.
    fn lower_forms(
        &mut self,
        schema: &Resolved<'a>,
        forms: &'a [ReferenceOr<Schema>],
        media: &'a MediaType,
        naming: &Naming,
    ) -> Result<Vec<Field>> {
        let place = schema.pointer.child(match schema.schema.schema_kind {
            SchemaKind::OneOf { .. } => "oneOf",
            _ => "anyOf",
        });
        let mut all: Vec<Field> = Vec::new();
        for (index, form) in forms.iter().enumerate() {
            let place = place.child(index);
            let form = self.resolve_schema(form, &place)?;
            let SchemaKind::Type(SchemaType::Object(object)) = &form.schema.schema_kind else {
                return Err(unsupported(
                    &place,
                    "a form of a body of parts that is no object",
                ));
            };
            let fields = self.lower_part_fields(&form, object, media, naming)?;
            let is_same = |a: &Field, b: &Field| a.name == b.name && a.is_rest == b.is_rest;
            for known in &mut all {
                known.required &= fields.iter().any(|it| is_same(it, known) && it.required);
            }
            for mut field in fields {
                match all.iter_mut().find(|known| is_same(known, &field)) {
                    Some(known) if known.value != field.value && known.is_rest => {
                        known.value = Type::Map(Box::new(Type::Any));
                    }
                    Some(known) if known.value != field.value => {
                        let are_texts = self.is_text(known) && self.is_text(&field);
                        known.value = if are_texts { Type::Text } else { Type::Any };
                    }
                    Some(_) => {}
                    None => {
                        field.required &= index == 0;
                        all.push(field);
                    }
                }
            }
            check_parts(all.len(), &schema.pointer)?;
        }
        let fault = unsupported(&place, "a choice of which fields go together");
        self.diagnostics.ignore(fault.limitation())?;
        Ok(all)
    }

    /// Whether a field is written as text, whatever else is known of it.
    fn is_text(&self, field: &Field) -> bool {
        let root = self.document.node(&Pointer::root());
        let node = self.document.node(&field.pointer);
        let schema = root.zip(node);
        let schema = schema.and_then(|(root, node)| resolve(root, node, &field.pointer));
        let is_string = schema.is_some_and(|schema| schema.get("type") == Some(&"string".into()));
        is_string && field.value != Type::File
    }

    fn lower_part_fields(
        &mut self,
        schema: &Resolved<'a>,
        object: &'a ObjectType,
        media: &'a MediaType,
        naming: &Naming,
    ) -> Result<Vec<Field>> {
        check_parts(object.properties.len(), &schema.pointer)?;
        let mut fields = self.lower_body_fields(schema, object, naming)?;
        if let Some(AdditionalProperties::Schema(values)) = &object.additional_properties {
            let place = schema.pointer.child("additionalProperties");
            let values = self.resolve_schema(values, &place).ok();
            let file = values.and_then(|values| self.file_type(&values, None));
            if file.is_some() {
                let fault = unsupported(&place, "a file under a name that only the caller knows");
                self.diagnostics.ignore(fault.limitation())?;
                fields.retain(|field| !field.is_rest);
            }
        }
        for field in fields.iter_mut().filter(|field| !field.is_rest) {
            let Some(property) = object.properties.get(&field.name) else {
                continue;
            };
            let encoding = media.encoding.get(&field.name);
            let property = self.resolve_boxed_schema(property, &field.pointer);
            let property = property.ok();
            if let Some(file) = property.and_then(|it| self.file_type(&it, encoding)) {
                field.value = file;
                // No part can be null.
                field.nullable = false;
                field.notes.bounds.clear();
            }
        }
        Ok(fields)
    }

    /// A file, or a list of files, if the schema is that of one.
    fn file_type(&self, schema: &Resolved<'a>, encoding: Option<&PartEncoding>) -> Option<Type> {
        if is_file(schema.schema, encoding) {
            return Some(Type::File);
        }
        let SchemaKind::Type(SchemaType::Array(array)) = &schema.schema.schema_kind else {
            return None;
        };
        let items = array.items.as_ref()?;
        let items = self.resolve_boxed_schema(items, &schema.pointer.child("items"));
        is_file(items.ok()?.schema, encoding).then(|| Type::List(Box::new(Type::File)))
    }

    /// The media types of the parts that have one of their own.
    fn part_types(
        &mut self,
        media: &MediaType,
        body: &Body,
        place: &Pointer,
    ) -> Result<Vec<(String, String)>> {
        let mut types = Vec::new();
        for (name, encoding) in &media.encoding {
            let place = place.child(name);
            if !encoding.headers.is_empty() {
                let place = place.child("headers");
                let fault = unsupported(&place, "a part with headers of its own");
                self.diagnostics.ignore(fault.limitation())?;
            }
            let value = self.encoded_value(body, name, &place)?;
            let (Some(value), Some(said)) = (value, &encoding.content_type) else {
                continue;
            };
            // Of several, a file says itself which it is; anything else is the first.
            let first = said.split(',').map(str::trim).find(|it| is_concrete(it));
            let asked_for = match value.of_runtime() {
                [] => first,
                _ => Some(said.as_str()).filter(|said| is_concrete(said)),
            };
            let is_object = matches!(value, Type::Map(_));
            let Some(media_type) = asked_for.filter(|it| !is_object || is_json(it)) else {
                if value.of_runtime().is_empty() {
                    let place = place.child("contentType");
                    let fault = unsupported(&place, "this media type for a part");
                    self.diagnostics.ignore(fault.limitation())?;
                }
                continue;
            };
            types.push((name.clone(), media_type.to_owned()));
        }
        Ok(types)
    }

    /// Notes that what stands in a body that is no JSON has no model.
    pub(super) fn ignore_model(&mut self, media: &'a MediaType, place: &Pointer) -> Result<()> {
        let Some(schema) = &media.schema else {
            return Ok(());
        };
        let place = place.child("schema");
        let schema = self.resolve_schema(schema, &place)?;
        let is_plain = matches!(
            schema.schema.schema_kind,
            SchemaKind::Type(SchemaType::String(_)) | SchemaKind::Any(_)
        );
        if is_plain {
            return Ok(());
        }
        let fault = Diagnostic::at(
            &place,
            "a model of a body that is no JSON is not supported; the body is given as it is",
            "nothing has to be done; read or write the body with a library for its format",
        );
        self.diagnostics.ignore(fault.limitation())
    }
}

/// Whether a part is a file: bytes by their format, or what the encoding says to be neither text nor JSON.
fn is_file(schema: &Schema, encoding: Option<&PartEncoding>) -> bool {
    let says_so = || {
        let said = encoding.and_then(|encoding| encoding.content_type.as_deref());
        said.is_some_and(|said| {
            let mut said = said.split(',').map(str::trim);
            said.all(|media_type| !is_json(media_type) && !is_text(media_type))
        })
    };
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::String(StringType {
            format,
            enumeration,
            ..
        })) => match format {
            VariantOrUnknownOrEmpty::Item(StringFormat::Binary) => true,
            VariantOrUnknownOrEmpty::Empty => enumeration.is_empty() && says_so(),
            _ => false,
        },
        SchemaKind::Any(any) => *any == AnySchema::default() && says_so(),
        _ => false,
    }
}
