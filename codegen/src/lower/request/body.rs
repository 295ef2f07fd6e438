//! Lowers Request Body Objects.

use openapiv3::{
    MediaType, ObjectType, Operation, QueryStyle, ReferenceOr, RequestBody, Schema, SchemaKind,
    Type as SchemaType,
};
use serde_json::Value;

use super::style::form_style;
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{Access, Annotations, Body, Encoding, Field, Structure, Style, Type};
use crate::lower::naming::Naming;
use crate::lower::resolve::ResolvedSchema;
use crate::lower::{Lowering, media_type};
use crate::openapi::media_type::{is_concrete, is_form, is_json, is_multipart, is_multipart_form};

/// The maximum number of fields of a body that have setters. Every operation that refers to the body repeats them.
pub(super) const MOST_FIELDS: usize = 100;

/// The media type of a body whose media type is a range.
const BYTES: &str = "application/octet-stream";

impl<'a> Lowering<'a> {
    /// Lowers the request body of an operation, and how it is encoded.
    pub(in crate::lower) fn lower_body(
        &mut self,
        method: &str,
        operation: &'a Operation,
        pointer: &Pointer,
        naming: &Naming,
    ) -> Result<Option<(Body, Encoding)>> {
        let Some(body) = &operation.request_body else {
            return Ok(None);
        };
        let pointer = pointer.child("requestBody");
        if method == "trace" {
            self.diagnostics.ignore(Diagnostic::at(
                &pointer,
                "a TRACE request must not have a body (RFC 9110)",
                "delete `requestBody` in the overlay",
            ))?;
            return Ok(None);
        }
        let (body, pointer, _) = self.resolve(body, &pointer)?;
        let pointer = pointer.child("content");
        let Some((media_type, media)) = choose(body) else {
            return Err(Diagnostic::at(
                &pointer,
                "`content` has no media type",
                "add a Media Type Object to `content` in the overlay",
            ));
        };
        self.ignore_other_media_types(&body.content, media_type, &pointer)?;
        let (mut lowered, encoding) =
            self.lower_media_type(media_type, media, &pointer.child(media_type), naming)?;
        if let Body::Value { required, .. } = &mut lowered {
            *required = body.required;
        }
        Ok(Some((lowered, encoding)))
    }

    fn lower_media_type(
        &mut self,
        media_type: &str,
        media: &'a MediaType,
        pointer: &Pointer,
        naming: &Naming,
    ) -> Result<(Body, Encoding)> {
        // A request has to have one media type, not a range.
        let or = |default| match is_concrete(media_type) {
            true => media_type.to_owned(),
            false => str::to_owned(default),
        };
        if is_json(media_type) {
            let body = self.lower_json_body(media, pointer, naming)?;
            Ok((body, Encoding::Json(or("application/json"))))
        } else if is_form(media_type) {
            let body = self.lower_form_body(media, pointer, naming)?;
            let styles = self.field_styles(media, &body, &pointer.child("encoding"))?;
            Ok((body, Encoding::Form(styles)))
        } else if is_multipart_form(media_type) {
            self.lower_multipart_body(media, pointer, naming)
        } else if is_multipart(media_type) {
            Err(Diagnostic::at(
                pointer,
                format!(
                    "the media type `{media_type}` is not supported; of multipart bodies, only `multipart/form-data` is"
                ),
                format!(
                    "replace it in the overlay: with `multipart/form-data`, or with `{BYTES}` if the caller encodes the body"
                ),
            ))
        } else {
            self.ignore_schema_of_raw_body(media, pointer)?;
            let body = body_value(Type::Bytes, Annotations::default());
            Ok((body, Encoding::Bytes(or(BYTES))))
        }
    }

    fn lower_json_body(
        &mut self,
        media: &'a MediaType,
        pointer: &Pointer,
        naming: &Naming,
    ) -> Result<Body> {
        let pointer = pointer.child("schema");
        if let Some(schema) = &media.schema {
            return self.lower_fields_or_value(schema, &pointer, naming);
        }
        self.diagnostics.fallback(Diagnostic::at(
            &pointer,
            "the Media Type Object has no `schema`",
            "add `schema` in the overlay",
        ))?;
        Ok(body_value(Type::Any, Annotations::default()))
    }

    /// Lowers an object to fields, unless it has too many, and anything else to a value.
    fn lower_fields_or_value(
        &mut self,
        schema: &'a ReferenceOr<Schema>,
        pointer: &Pointer,
        naming: &Naming,
    ) -> Result<Body> {
        let schema = self.resolve_schema(schema, pointer)?;
        match &schema.schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(object))
                if (1..=MOST_FIELDS).contains(&object.properties.len()) =>
            {
                let fields = self.lower_body_fields(&schema, object, naming)?;
                Ok(Body::Fields(fields))
            }
            _ => {
                let value = self.lower_schema(&schema, &naming.child("body"))?;
                Ok(body_value(value, self.lower_annotations(&schema)?))
            }
        }
    }

    /// Lowers the properties of a body, which has no type of its own.
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

    /// Lowers a body whose values have names: fields, or a value that is an object.
    pub(super) fn lower_form_body(
        &mut self,
        media: &'a MediaType,
        pointer: &Pointer,
        naming: &Naming,
    ) -> Result<Body> {
        let pointer = pointer.child("schema");
        let Some(schema) = &media.schema else {
            let value = Type::Map(Box::new(Type::Any));
            return Ok(body_value(value, Annotations::default()));
        };
        let body = self.lower_fields_or_value(schema, &pointer, naming)?;
        match &body {
            Body::Value {
                value: Type::Map(_) | Type::Named(_) | Type::Any,
                ..
            }
            | Body::Fields(_) => Ok(body),
            Body::Value { .. } => Err(Diagnostic::at(
                &pointer,
                "the schema of a form is not an object",
                "replace the schema with an object in the overlay",
            )),
        }
    }

    /// Returns the styles of the fields whose style isn't the default.
    fn field_styles(
        &mut self,
        media: &MediaType,
        body: &Body,
        pointer: &Pointer,
    ) -> Result<Vec<(String, Style)>> {
        let mut styles = Vec::new();
        for (name, encoding) in &media.encoding {
            let pointer = pointer.child(name);
            let Some(value) = self.encoded_value(body, name, &pointer)? else {
                continue;
            };
            if let Some(media_type) = &encoding.content_type
                && !is_json(media_type)
                && !media_type.starts_with("text/plain")
            {
                let error = Diagnostic::at(
                    &pointer.child("contentType"),
                    format!("the media type `{media_type}` is not supported for a field of a form"),
                    "delete `contentType` in the overlay if the API accepts plain text or JSON",
                );
                self.diagnostics.ignore(error.limitation())?;
            }
            // `openapiv3` reads a missing `explode` as false.
            let explode = self
                .document
                .node(&pointer.child("explode"))
                .and_then(Value::as_bool);
            let structure = structure(value);
            if (&encoding.style, explode) == (&None, None) || structure == Structure::Primitive {
                continue;
            }
            let style = encoding.style.as_ref().unwrap_or(&QueryStyle::Form);
            match form_style(style, explode, structure, &pointer) {
                // The default for arrays.
                Ok(Style::FormExploded) if structure == Structure::Array => {}
                Ok(style) => styles.push((name.clone(), style)),
                Err(error) => self.diagnostics.ignore(error)?,
            }
        }
        Ok(styles)
    }

    /// Returns the type of the property that an Encoding Object applies to.
    pub(super) fn encoded_value<'b>(
        &mut self,
        body: &'b Body,
        name: &str,
        pointer: &Pointer,
    ) -> Result<Option<&'b Type>> {
        let Body::Fields(fields) = body else {
            return Ok(Some(&Type::Any));
        };
        let property = fields
            .iter()
            .find(|field| field.name == name && !field.is_additional_properties)
            .map(|field| &field.value);
        let additional = || {
            let field = fields.iter().find(|field| field.is_additional_properties)?;
            field.value.inner()
        };
        let value = property.or_else(additional);
        if value.is_none() {
            self.diagnostics.ignore(Diagnostic::at(
                pointer,
                format!("`encoding` has `{name}`, which is not in `properties`"),
                format!("add `{name}` to `properties`, or remove it from `encoding`"),
            ))?;
        }
        Ok(value)
    }
}

/// Returns the structure of a field.
fn structure(value: &Type) -> Structure {
    match value {
        Type::Array(_) => Structure::Array,
        Type::Map(_) => Structure::Object,
        Type::Named(_) | Type::Any => Structure::Unknown,
        _ => Structure::Primitive,
    }
}

fn body_value(value: Type, annotations: Annotations) -> Body {
    Body::Value {
        value,
        required: false,
        annotations: Box::new(annotations),
    }
}

/// Chooses a media type: JSON, or else a form, or else one that is supported.
fn choose(body: &RequestBody) -> Option<(&str, &MediaType)> {
    let first = |accepts: fn(&str) -> bool| {
        let mut content = body.content.iter();
        content
            .find(|(name, _)| accepts(name))
            .map(|(name, media)| (name.as_str(), media))
    };
    media_type::json(&body.content)
        .or_else(|| first(|name| is_form(name) || is_multipart_form(name)))
        .or_else(|| first(|name| !is_multipart(name)))
        .or_else(|| first(|_| true))
}
