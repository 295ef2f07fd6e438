//! Lowers `multipart/form-data` bodies, whose parts may be files.

use openapiv3::{
    AdditionalProperties, AnySchema, Encoding as EncodingObject, MediaType, ObjectType,
    ReferenceOr, Schema, SchemaKind, StringFormat, StringType, Type as SchemaType,
    VariantOrUnknownOrEmpty,
};

use super::body::MOST_FIELDS;
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{Body, Encoding, Field, Type};
use crate::lower::Lowering;
use crate::lower::naming::Naming;
use crate::lower::resolve::ResolvedSchema;
use crate::openapi::media_type::{is_concrete, is_json, is_text};
use crate::openapi::references::resolve;

impl<'a> Lowering<'a> {
    pub(super) fn lower_multipart_body(
        &mut self,
        media: &'a MediaType,
        pointer: &Pointer,
        naming: &Naming,
    ) -> Result<(Body, Encoding)> {
        let body = match self.lower_parts(media, pointer, naming)? {
            Some(fields) => Body::Fields(fields),
            None => self.lower_form_body(media, pointer, naming)?,
        };
        let types = self.part_media_types(media, &body, &pointer.child("encoding"))?;
        Ok((body, Encoding::Multipart(types)))
    }

    /// Lowers the schema to parts if it is an object or a union of objects.
    fn lower_parts(
        &mut self,
        media: &'a MediaType,
        pointer: &Pointer,
        naming: &Naming,
    ) -> Result<Option<Vec<Field>>> {
        let Some(schema) = &media.schema else {
            return Ok(None);
        };
        let schema = self.resolve_schema(schema, &pointer.child("schema"))?;
        let parts = match &schema.schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) if !object.properties.is_empty() => {
                self.lower_object_parts(&schema, object, media, naming)
            }
            SchemaKind::OneOf { one_of } => {
                self.lower_union_parts(&schema.pointer.child("oneOf"), one_of, media, naming)
            }
            SchemaKind::AnyOf { any_of } => {
                self.lower_union_parts(&schema.pointer.child("anyOf"), any_of, media, naming)
            }
            _ => return Ok(None),
        };
        parts.map(Some)
    }

    /// Lowers the parts of all branches to one list. A part that isn't required in every branch is optional.
    fn lower_union_parts(
        &mut self,
        pointer: &Pointer,
        branches: &'a [ReferenceOr<Schema>],
        media: &'a MediaType,
        naming: &Naming,
    ) -> Result<Vec<Field>> {
        let mut all: Vec<Field> = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            let pointer_of_branch = pointer.child(index);
            let branch = self.resolve_schema(branch, &pointer_of_branch)?;
            let SchemaKind::Type(SchemaType::Object(object)) = &branch.schema.schema_kind else {
                return Err(Diagnostic::at(
                    &pointer_of_branch,
                    "a branch of a multipart body is not an object",
                    "in the overlay, delete the branch or replace it with an object",
                ));
            };
            let fields = self.lower_object_parts(&branch, object, media, naming)?;
            self.merge_parts(&mut all, fields, index == 0);
            check_count(all.len(), pointer)?;
        }
        let error = Diagnostic::at(
            pointer,
            "a union is not supported in a multipart body; every part has a setter",
            "replace it with one object in the overlay",
        );
        self.diagnostics.ignore(error.limitation())?;
        Ok(all)
    }

    fn merge_parts(&self, all: &mut Vec<Field>, fields: Vec<Field>, is_first: bool) {
        let is_same = |a: &Field, b: &Field| {
            a.name == b.name && a.is_additional_properties == b.is_additional_properties
        };
        for known in &mut *all {
            known.required &= fields.iter().any(|it| is_same(it, known) && it.required);
        }
        for mut field in fields {
            let known = all.iter_mut().find(|known| is_same(known, &field));
            let Some(known) = known else {
                field.required &= is_first;
                all.push(field);
                continue;
            };
            if known.value == field.value {
                continue;
            }
            known.value = if known.is_additional_properties {
                Type::Map(Box::new(Type::Any))
            } else if self.is_string(known) && self.is_string(&field) {
                Type::String
            } else {
                Type::Any
            };
        }
    }

    /// Whether a field is a string in the document and isn't a file.
    fn is_string(&self, field: &Field) -> bool {
        let root = self.document.node(&Pointer::root());
        let node = self.document.node(&field.pointer);
        let schema = root.zip(node).and_then(|(root, node)| resolve(root, node));
        let is_string = schema.is_some_and(|schema| schema.get("type") == Some(&"string".into()));
        is_string && field.value != Type::File
    }

    fn lower_object_parts(
        &mut self,
        schema: &ResolvedSchema<'a>,
        object: &'a ObjectType,
        media: &'a MediaType,
        naming: &Naming,
    ) -> Result<Vec<Field>> {
        check_count(object.properties.len(), &schema.pointer)?;
        let mut fields = self.lower_body_fields(schema, object, naming)?;
        if let Some(AdditionalProperties::Schema(values)) = &object.additional_properties {
            let pointer = schema.pointer.child("additionalProperties");
            let values = self.resolve_schema(values, &pointer).ok();
            if values.is_some_and(|values| self.file_type(&values, None).is_some()) {
                let error = Diagnostic::at(
                    &pointer,
                    "files are not supported as `additionalProperties`",
                    "list the files in `properties` in the overlay",
                );
                self.diagnostics.ignore(error.limitation())?;
                fields.retain(|field| !field.is_additional_properties);
            }
        }
        for field in fields
            .iter_mut()
            .filter(|field| !field.is_additional_properties)
        {
            let Some(property) = object.properties.get(&field.name) else {
                continue;
            };
            let encoding = media.encoding.get(&field.name);
            let property = self.resolve_schema(property, &field.pointer).ok();
            if let Some(file) = property.and_then(|it| self.file_type(&it, encoding)) {
                field.value = file;
                // A part can't be null.
                field.nullable = false;
                field.annotations.bounds.clear();
            }
        }
        Ok(fields)
    }

    /// Returns the type of a file or an array of files, if the schema is that of one.
    fn file_type(
        &self,
        schema: &ResolvedSchema<'a>,
        encoding: Option<&EncodingObject>,
    ) -> Option<Type> {
        if is_file(schema.schema, encoding) {
            return Some(Type::File);
        }
        let SchemaKind::Type(SchemaType::Array(array)) = &schema.schema.schema_kind else {
            return None;
        };
        let items = self
            .resolve_schema(array.items.as_ref()?, &schema.pointer.child("items"))
            .ok()?;
        is_file(items.schema, encoding).then(|| Type::Array(Box::new(Type::File)))
    }

    /// Returns the media types of the parts whose Encoding Object has one.
    fn part_media_types(
        &mut self,
        media: &MediaType,
        body: &Body,
        pointer: &Pointer,
    ) -> Result<Vec<(String, String)>> {
        let mut types = Vec::new();
        for (name, encoding) in &media.encoding {
            let pointer = pointer.child(name);
            if !encoding.headers.is_empty() {
                let error = Diagnostic::at(
                    &pointer.child("headers"),
                    "`headers` of an Encoding Object is not supported",
                    "delete `headers` in the overlay if the API doesn't need them",
                );
                self.diagnostics.ignore(error.limitation())?;
            }
            let value = self.encoded_value(body, name, &pointer)?;
            let (Some(value), Some(content_type)) = (value, &encoding.content_type) else {
                continue;
            };
            let is_file = !value.runtime_types().is_empty();
            // The caller chooses the media type of a file if there are several.
            let media_type = if is_file {
                Some(content_type.as_str()).filter(|it| is_concrete(it))
            } else {
                content_type
                    .split(',')
                    .map(str::trim)
                    .find(|it| is_concrete(it))
            };
            let is_map = matches!(value, Type::Map(_));
            match media_type.filter(|it| !is_map || is_json(it)) {
                Some(media_type) => types.push((name.clone(), media_type.to_owned())),
                None if is_file => {}
                None => {
                    let error = Diagnostic::at(
                        &pointer.child("contentType"),
                        format!("the media type `{content_type}` is not supported for the part"),
                        "replace it with one media type, `application/json` for objects, in the overlay",
                    );
                    self.diagnostics.ignore(error.limitation())?;
                }
            }
        }
        Ok(types)
    }

    /// Reports that the schema of a body that isn't JSON is ignored.
    pub(in crate::lower) fn ignore_schema_of_raw_body(
        &mut self,
        media: &'a MediaType,
        pointer: &Pointer,
    ) -> Result<()> {
        let Some(schema) = &media.schema else {
            return Ok(());
        };
        let pointer = pointer.child("schema");
        let schema = self.resolve_schema(schema, &pointer)?;
        if let SchemaKind::Type(SchemaType::String(_)) | SchemaKind::Any(_) =
            &schema.schema.schema_kind
        {
            return Ok(());
        }
        let error = Diagnostic::at(
            &pointer,
            "the schema of a body that isn't JSON is not supported; the SDK has the body as text or bytes",
            "no change is necessary; encode or decode the body with a library for its format",
        );
        self.diagnostics.ignore(error.limitation())
    }
}

/// Checks that a multipart body doesn't have too many parts. A file needs a setter.
fn check_count(count: usize, pointer: &Pointer) -> Result<()> {
    if count <= MOST_FIELDS {
        return Ok(());
    }
    Err(Diagnostic::at(
        pointer,
        format!("the multipart body has {count} parts; the maximum is {MOST_FIELDS}"),
        "in the overlay, delete parts that no caller sends",
    ))
}

/// Whether a part is a file: by the format `binary`, or by a media type that is neither text nor JSON.
fn is_file(schema: &Schema, encoding: Option<&EncodingObject>) -> bool {
    let has_binary_media_type = || {
        let content_type = encoding.and_then(|encoding| encoding.content_type.as_deref());
        content_type.is_some_and(|it| {
            let mut media_types = it.split(',').map(str::trim);
            media_types.all(|media_type| !is_json(media_type) && !is_text(media_type))
        })
    };
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::String(StringType {
            format,
            enumeration,
            ..
        })) => match format {
            VariantOrUnknownOrEmpty::Item(StringFormat::Binary) => true,
            VariantOrUnknownOrEmpty::Empty => enumeration.is_empty() && has_binary_media_type(),
            _ => false,
        },
        SchemaKind::Any(any) => *any == AnySchema::default() && has_binary_media_type(),
        _ => false,
    }
}
