//! Lowers `multipart/form-data` bodies, whose parts may be files.

use openapiv3::{
    AnySchema, Encoding as EncodingObject, ObjectType, ReferenceOr, Schema, SchemaKind,
    StringFormat, StringType, Type as SchemaType, VariantOrUnknownOrEmpty,
};

use super::body::MAX_FIELDS;
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{Body, Encoding, Field, Type};
use crate::lower::Lowering;
use crate::lower::media_type::Media;
use crate::lower::naming::Naming;
use crate::lower::resolve::ResolvedSchema;
use crate::openapi::media_type::{is_concrete, is_json, is_text};
use crate::openapi::walk::string;

impl<'a> Lowering<'a> {
    pub(super) fn lower_multipart_body(
        &mut self,
        media: &Media<'a>,
        naming: &Naming,
    ) -> Result<(Body, Encoding)> {
        let schema = self.resolve_media_schema(media)?;
        let body = if let Some(schema) = &schema
            && let Some(object) = schema.object()
            && !object.properties.is_empty()
        {
            Body::Fields(self.lower_object_parts(schema, object, media, naming)?)
        } else if let Some((branches, pointer)) = schema.as_ref().and_then(ResolvedSchema::union) {
            Body::Fields(self.lower_union_parts(branches, &pointer, media, naming)?)
        } else {
            self.lower_form_body(media, naming)?
        };
        let types = self.part_media_types(media, &body);
        Ok((body, Encoding::Multipart(types)))
    }

    /// Lowers the parts of all branches of a union to one list. A part that isn't required in every branch is optional.
    fn lower_union_parts(
        &mut self,
        branches: &'a [ReferenceOr<Schema>],
        pointer: &Pointer,
        media: &Media<'a>,
        naming: &Naming,
    ) -> Result<Vec<Field>> {
        let mut all: Vec<Field> = Vec::new();
        for (index, branch) in self.resolve_branches(branches, pointer)?.iter().enumerate() {
            let Some(object) = branch.object() else {
                return Err(Diagnostic::at(
                    &pointer.child(index),
                    "a branch of the union in a multipart body doesn't have the type `object`",
                    "in an overlay, remove this branch; if callers need its parts, in a later action add a branch with `type: object` and `properties`",
                ));
            };
            let fields = self.lower_object_parts(branch, object, media, naming)?;
            self.merge_parts(&mut all, fields, index == 0);
            check_count(all.len(), pointer)?;
        }
        self.diagnostics.warn(Diagnostic::at(
            pointer,
            "`oneOf` and `anyOf` are not supported in a multipart body; the SDK has a setter for every part of every branch",
            "in an overlay, remove `oneOf` and `anyOf`, and add all parts to `properties`",
        ));
        Ok(all)
    }

    /// Adds the parts of a branch to `all`, the parts of earlier branches. A part with several types gets a common
    /// type.
    fn merge_parts(&self, all: &mut Vec<Field>, fields: Vec<Field>, is_first: bool) {
        let is_same = |a: &Field, b: &Field| {
            a.name == b.name && a.is_additional_properties == b.is_additional_properties
        };
        for known in &mut *all {
            known.required &= fields.iter().any(|it| is_same(it, known) && it.required);
        }
        for mut field in fields {
            match all.iter_mut().find(|known| is_same(known, &field)) {
                None => {
                    field.required &= is_first;
                    all.push(field);
                }
                Some(known) if known.ty == field.ty => {}
                Some(known) if known.is_additional_properties => {
                    known.ty = Type::Map(Box::new(Type::Any));
                }
                Some(known) if self.is_string(known) && self.is_string(&field) => {
                    known.ty = Type::String;
                }
                Some(known) => known.ty = Type::Any,
            }
        }
    }

    /// Whether a field is a string in the document and isn't a file.
    fn is_string(&self, field: &Field) -> bool {
        let node = self.document.node(&field.pointer);
        let schema = node.and_then(|node| self.resolve_value(node));
        field.ty != Type::File && schema.and_then(|it| string(it, "type")) == Some("string")
    }

    /// Lowers the properties of an object to parts: files or other values.
    fn lower_object_parts(
        &mut self,
        schema: &ResolvedSchema<'a>,
        object: &'a ObjectType,
        media: &Media<'a>,
        naming: &Naming,
    ) -> Result<Vec<Field>> {
        check_count(object.properties.len(), &schema.pointer)?;
        let mut fields = self.lower_body_fields(schema, object, naming)?;
        let values = self.resolve_additional_properties(schema).ok().flatten();
        if values.is_some_and(|values| self.file_type(&values, None).is_some()) {
            self.diagnostics.warn(Diagnostic::at(
                &schema.pointer.child("additionalProperties"),
                "files are not supported as `additionalProperties` of a multipart body",
                "in an overlay, remove `additionalProperties`, and add a property for each file to `properties`",
            ));
            fields.retain(|field| !field.is_additional_properties);
        }
        for field in &mut fields {
            let property = object.properties.get(&field.name);
            let Some(property) = property.filter(|_| !field.is_additional_properties) else {
                continue;
            };
            let encoding = media.object.encoding.get(&field.name);
            let property = self.resolve_schema(property, &field.pointer).ok();
            if let Some(file) = property.and_then(|it| self.file_type(&it, encoding)) {
                field.ty = file;
                // A part can't be null.
                field.nullable = false;
                field.annotations.bounds.clear();
            }
        }
        Ok(fields)
    }

    /// Returns the type of a file or an array of files, if the schema describes files.
    fn file_type(
        &self,
        schema: &ResolvedSchema<'a>,
        encoding: Option<&EncodingObject>,
    ) -> Option<Type> {
        if is_file(schema.schema, encoding) {
            return Some(Type::File);
        }
        let items = self.resolve_items(schema).ok()??;
        is_file(items.schema, encoding).then(|| Type::Array(Box::new(Type::File)))
    }

    /// Returns the media types of the parts whose Encoding Object has a media type.
    fn part_media_types(&mut self, media: &Media<'a>, body: &Body) -> Vec<(String, String)> {
        let mut types = Vec::new();
        for (name, encoding) in &media.object.encoding {
            let pointer = media.pointer.child("encoding").child(name);
            if !encoding.headers.is_empty() {
                self.diagnostics.warn(Diagnostic::at(
                    &pointer.child("headers"),
                    "`headers` is not supported in an Encoding Object",
                    "in an overlay, delete `headers` if the API doesn't need them",
                ));
            }
            let part = self.encoded_type(body, name, &pointer);
            let (Some(part), Some(content_type)) = (part, &encoding.content_type) else {
                continue;
            };
            let is_file = *part.innermost() == Type::File;
            let is_map = matches!(part, Type::Map(_));
            let is_supported = |it: &&str| is_concrete(it) && (!is_map || is_json(it));
            let mut media_types = content_type.split(',').map(str::trim);
            // The caller chooses the media type of a file if there are several.
            let media_type = match is_file {
                true => Some(content_type.as_str()).filter(is_supported),
                false => media_types.find(is_supported),
            };
            if let Some(media_type) = media_type {
                types.push((name.clone(), media_type.to_owned()));
            } else if !is_file {
                let (message, help) = match is_map {
                    true => (
                        format!(
                            "the part `{name}` is an object, which the SDK sends only as `application/json`; found `{content_type}`"
                        ),
                        "in an overlay, if the API accepts JSON, set `contentType` to `application/json`; otherwise, remove the schema \
                         of the part, and in a later action add `{type: string}`, so that callers pass the encoded text",
                    ),
                    false => (
                        format!("the part `{name}` needs one media type; found `{content_type}`"),
                        "in an overlay, set `contentType` to a media type without `*`, such as `text/plain`",
                    ),
                };
                self.diagnostics
                    .warn(Diagnostic::at(&pointer.child("contentType"), message, help));
            }
        }
        types
    }
}

/// Checks that a multipart body doesn't have too many parts. A JSON body with more than [`MAX_FIELDS`] fields becomes a
/// model, but a multipart body can't, because only setters of the request builder accept files.
fn check_count(count: usize, pointer: &Pointer) -> Result<()> {
    if count <= MAX_FIELDS {
        return Ok(());
    }
    Err(Diagnostic::at(
        pointer,
        format!("the multipart body has {count} parts; the maximum is {MAX_FIELDS}"),
        "in an overlay, delete parts that no caller sends",
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::ir::Encoding;
    use crate::lower::fixtures::lowered;

    #[test]
    fn part_with_object_has_the_json_media_type_of_several() {
        let values = json!({"type": "object", "additionalProperties": {"type": "string"}});
        let form = json!({
            "schema": {"type": "object", "properties": {"labels": values, "name": {"type": "string"}}},
            "encoding": {
                "labels": {"contentType": "text/plain, application/json"},
                "name": {"contentType": "text/*, text/csv, application/json"},
            },
        });
        let post = json!({
            "requestBody": {"content": {"multipart/form-data": form}},
            "responses": {"204": {"description": ""}},
        });
        let api = lowered(json!({"/rooms": {"post": post}}), json!({})).unwrap();
        let expected = [("labels", "application/json"), ("name", "text/csv")];
        let expected = expected.map(|(name, media_type)| (name.to_owned(), media_type.to_owned()));
        let encoding = &api.resources[0].operations[0].encoding;
        assert_eq!(*encoding, Encoding::Multipart(expected.to_vec()));
    }
}
