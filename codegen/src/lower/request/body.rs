//! Lowers Request Body Objects.

use openapiv3::{ObjectType, QueryStyle, SchemaKind, Type as SchemaType};
use serde_json::Value;

use super::style::pair_style;
use crate::diagnostics::{Diagnostic, Effect, Pointer, Result};
use crate::ir::{Access, Annotations, Body, Encoding, Field, Structure, Style, Type};
use crate::lower::Lowering;
use crate::lower::media_type::Media;
use crate::lower::naming::Naming;
use crate::lower::operation_object::OperationObject;
use crate::lower::resolve::ResolvedSchema;
use crate::openapi::media_type::{is_concrete, is_form, is_json, is_multipart, is_multipart_form};

/// The maximum number of fields of a body with a setter for each field. A body with more fields is a model, since every
/// operation that sends the body would repeat the setters.
pub(super) const MAX_FIELDS: usize = 100;

/// The media type of a body of bytes whose declared media type is a range.
const OCTET_STREAM: &str = "application/octet-stream";

/// The media types that are preferred if none is JSON: forms, then all that are supported.
const PREFERRED_MEDIA_TYPES: [fn(&str) -> bool; 2] = [
    |name| is_form(name) || is_multipart_form(name),
    |name| !is_multipart(name),
];

impl<'a> Lowering<'a> {
    pub(in crate::lower) fn lower_body(
        &mut self,
        object: &OperationObject<'a>,
        naming: &Naming,
    ) -> Result<Option<(Body, Encoding)>> {
        let Some(body) = &object.operation.request_body else {
            return Ok(None);
        };
        let pointer = object.pointer.child("requestBody");
        if object.http_method == "trace" {
            self.diagnostics.warn(Diagnostic::at(
                &pointer,
                "a TRACE request must not have a body (RFC 9110)",
                "in an overlay, delete `requestBody`",
            ));
            return Ok(None);
        }
        let (body, pointer) = self.resolve(body, &pointer)?;
        let content = pointer.child("content");
        let Some(media) = self.choose_media(&body.content, &content, &PREFERRED_MEDIA_TYPES, None)
        else {
            return Err(Diagnostic::at(
                &content,
                "`content` of the Request Body Object has no media type",
                "in an overlay, add a media type to `content`, such as `application/json: {schema: {type: object}}`",
            ));
        };
        let (mut lowered, encoding) = self.lower_media(&media, naming)?;
        if let Body::Value { required, .. } = &mut lowered {
            *required = body.required;
        }
        Ok(Some((lowered, encoding)))
    }

    fn lower_media(&mut self, media: &Media<'a>, naming: &Naming) -> Result<(Body, Encoding)> {
        let Media { name, pointer, .. } = media;
        // `Content-Type` must name one media type, but the key in `content` may be a range such as `text/*`.
        let concrete_or = |default: &str| match is_concrete(name) {
            true => (*name).to_owned(),
            false => default.to_owned(),
        };
        if is_json(name) {
            let body = self.lower_fields_or_value(media, naming)?;
            if media.object.schema.is_none() {
                let error = Diagnostic::at(
                    &pointer.child("schema"),
                    "missing field `schema` in Media Type Object",
                    "in an overlay, add `schema` with the Schema Object of the body",
                );
                self.diagnostics.warn_with(Effect::Fallback, error);
            }
            Ok((body, Encoding::Json(concrete_or("application/json"))))
        } else if is_form(name) && !self.is_string_body(media)? {
            let body = self.lower_form_body(media, naming)?;
            let styles = self.field_styles(media, &body);
            Ok((body, Encoding::Form(styles)))
        } else if is_multipart_form(name) {
            self.lower_multipart_body(media, naming)
        } else if is_multipart(name) {
            Err(Diagnostic::at(
                pointer,
                format!(
                    "media type `{name}` is not supported; the only multipart type that the SDK supports is \
                     `multipart/form-data`"
                ),
                format!(
                    "in an overlay, remove `{name}` from `content`, and add `multipart/form-data` or another \
                     media type that the API accepts; if there is none, remove the operation"
                ),
            ))
        } else {
            self.ignore_schema_of_raw_body(media)?;
            let body = body_value(Type::Bytes, Annotations::default());
            Ok((body, Encoding::Bytes(concrete_or(OCTET_STREAM))))
        }
    }

    /// Reports that the schema of a body that is sent as text or bytes is ignored, unless it is a string or has no
    /// type.
    pub(in crate::lower) fn ignore_schema_of_raw_body(&mut self, media: &Media<'a>) -> Result<()> {
        let schema = self.resolve_media_schema(media)?;
        let kind = schema.as_ref().map(ResolvedSchema::kind);
        if let None | Some(SchemaKind::Type(SchemaType::String(_)) | SchemaKind::Any(_)) = kind {
            return Ok(());
        }
        let Media { name, pointer, .. } = media;
        self.diagnostics.warn(Diagnostic::at(
            &pointer.child("schema"),
            format!(
                "the Schema Object of a body in `{name}` is not supported; the body is text or bytes"
            ),
            "in an overlay, delete `schema`: callers encode and decode the body themselves",
        ));
        Ok(())
    }

    /// Whether the schema of a body is a string. Callers encode such a form themselves.
    fn is_string_body(&self, media: &Media<'a>) -> Result<bool> {
        let schema = self.resolve_media_schema(media)?;
        let is_string =
            |it: &ResolvedSchema<'_>| matches!(it.kind(), SchemaKind::Type(SchemaType::String(_)));
        Ok(schema.as_ref().is_some_and(is_string))
    }

    /// Lowers an object with 1 to [`MAX_FIELDS`] properties to fields, and any other schema to a value.
    fn lower_fields_or_value(&mut self, media: &Media<'a>, naming: &Naming) -> Result<Body> {
        let Some(schema) = self.resolve_media_schema(media)? else {
            return Ok(body_value(Type::Any, Annotations::default()));
        };
        if let Some(object) = schema.object()
            && (1..=MAX_FIELDS).contains(&object.properties.len())
        {
            let fields = self.lower_body_fields(&schema, object, naming)?;
            return Ok(Body::Fields(fields));
        }
        let body_type = self.lower_schema(&schema, &naming.child("body"))?;
        Ok(body_value(body_type, self.lower_annotations(&schema)?))
    }

    /// Lowers the properties of a body to arguments and setters of the request builder.
    pub(super) fn lower_body_fields(
        &mut self,
        schema: &ResolvedSchema<'a>,
        object: &'a ObjectType,
        naming: &Naming,
    ) -> Result<Vec<Field>> {
        let naming = schema.naming(naming)?;
        let mut fields = self.lower_fields(schema, object, &naming)?;
        fields.retain(|field| field.access != Access::ReadOnly);
        Ok(fields)
    }

    /// Lowers the body of a URL-encoded or multipart form, which must be an object: to fields, or to a value.
    pub(super) fn lower_form_body(&mut self, media: &Media<'a>, naming: &Naming) -> Result<Body> {
        if media.object.schema.is_none() {
            let map = Type::Map(Box::new(Type::Any));
            return Ok(body_value(map, Annotations::default()));
        }
        let body = self.lower_fields_or_value(media, naming)?;
        if let Body::Fields(_)
        | Body::Value {
            ty: Type::Map(_) | Type::Named(_) | Type::Any,
            ..
        } = body
        {
            return Ok(body);
        }
        Err(Diagnostic::at(
            &media.pointer.child("schema"),
            "the schema of a form body has no fields; expected `type: object` with `properties`",
            "in an overlay, remove the schema, and in a later action add an object that has a property for each field of the \
             form",
        ))
    }

    /// Returns the styles of the form fields whose Encoding Object sets a style other than the default.
    fn field_styles(&mut self, media: &Media<'a>, body: &Body) -> Vec<(String, Style)> {
        let mut styles = Vec::new();
        for (name, encoding) in &media.object.encoding {
            let pointer = media.pointer.child("encoding").child(name);
            let Some(field_type) = self.encoded_type(body, name, &pointer) else {
                continue;
            };
            if let Some(media_type) = &encoding.content_type
                && !is_json(media_type)
                && !media_type.starts_with("text/plain")
            {
                self.diagnostics.warn(Diagnostic::at(
                    &pointer.child("contentType"),
                    format!(
                        "media type `{media_type}` is not supported for a form field; expected `text/plain` or JSON"
                    ),
                    "in an overlay, delete `contentType` if the API accepts plain text or JSON in the field",
                ));
            }
            // `openapiv3` reads a missing `explode` as false.
            let explode = self.document.node(&pointer.child("explode"));
            let explode = explode.and_then(Value::as_bool);
            let structure = structure(field_type);
            if (&encoding.style, explode) == (&None, None) || structure == Structure::Primitive {
                continue;
            }
            let style = encoding.style.as_ref().unwrap_or(&QueryStyle::Form);
            match pair_style(style, explode, structure, &pointer) {
                // The default of forms.
                Ok(Style::FormExploded) if structure == Structure::Array => {}
                Ok(style) => styles.push((name.clone(), style)),
                Err(error) => self.diagnostics.warn(error),
            }
        }
        styles
    }

    /// Returns the type of the property that an Encoding Object applies to. Reports a property that is unknown or
    /// `readOnly`.
    pub(super) fn encoded_type<'b>(
        &mut self,
        body: &'b Body,
        name: &str,
        pointer: &Pointer,
    ) -> Option<&'b Type> {
        let Body::Fields(fields) = body else {
            return Some(&Type::Any);
        };
        let is_named = |field: &&Field| field.name == name && !field.is_additional_properties;
        let property = fields.iter().find(is_named).map(|field| &field.ty);
        let additional = fields.iter().find(|field| field.is_additional_properties);
        let encoded = property.or_else(|| additional?.ty.inner());
        if encoded.is_none() {
            self.diagnostics.warn(Diagnostic::at(
                pointer,
                format!("`encoding` describes `{name}`, but the body has no such property, or it is `readOnly`"),
                format!("delete `{name}` from `encoding`, or correct the property"),
            ));
        }
        encoded
    }
}

fn structure(field_type: &Type) -> Structure {
    match field_type {
        Type::Array(_) => Structure::Array,
        Type::Map(_) => Structure::Object,
        Type::Named(_) | Type::Any => Structure::Unknown,
        _ => Structure::Primitive,
    }
}

fn body_value(ty: Type, annotations: Annotations) -> Body {
    Body::Value {
        ty,
        required: false,
        annotations: Box::new(annotations),
    }
}
