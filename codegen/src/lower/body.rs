//! Request bodies, by their media types.

use openapiv3::{ObjectType, ReferenceOr, RequestBody, Schema, SchemaKind, Type as SchemaType};

use super::schema::{Naming, Resolved};
use super::{Lowering, media, unsupported};
use crate::error::{Error, Result};
use crate::ir::{Body, Encoding, Notes, Type};
use crate::pointer::Pointer;

impl<'a> Lowering<'a> {
    pub(super) fn lower_body(
        &mut self,
        body: &'a ReferenceOr<RequestBody>,
        operation: &Pointer,
        naming: &Naming,
    ) -> Result<(Body, Encoding)> {
        let (body, pointer, _) =
            self.resolve(body, &operation.child("requestBody"), |components| {
                &components.request_bodies
            })?;
        let content = pointer.child("content");
        let Some((media_type, media)) = media::json(&body.content) else {
            return self.lower_other_body(body, &content, naming);
        };
        self.ignore_others(&body.content, media_type, &content)?;
        let place = content.child(media_type).child("schema");
        let Some(schema) = &media.schema else {
            return Err(Error::at(
                &place,
                "the body has no schema",
                "say what the body is made of",
            ));
        };
        let body = self.lower_json_body(schema, &place, naming)?;
        let media_type = match media::range(media_type) {
            range if range.contains('*') => "application/json".to_owned(),
            media_type => media_type,
        };
        Ok((body, Encoding::Json(media_type)))
    }

    /// Lowers a body that is not JSON: a form, or what is sent as it is given.
    fn lower_other_body(
        &mut self,
        body: &'a RequestBody,
        content: &Pointer,
        naming: &Naming,
    ) -> Result<(Body, Encoding)> {
        let form = body.content.iter().find(|(name, _)| media::is_form(name));
        let first = form.or_else(|| body.content.first());
        let Some((media_type, media)) = first else {
            let help = "say what the body is made of";
            return Err(Error::at(content, "the body has no media type", help));
        };
        let place = content.child(media_type);
        if media::is_multipart(media_type) {
            return Err(unsupported(&place, "a body that is made of parts"));
        }
        self.ignore_others(&body.content, media_type, content)?;
        if form.is_none() {
            let body = Body::Whole {
                value: Type::Bytes,
                notes: Notes::default(),
            };
            return Ok((body, Encoding::Bytes(media::range(media_type))));
        }
        let place = place.child("schema");
        let body = match &media.schema {
            Some(schema) => self.lower_json_body(schema, &place, naming)?,
            None => Body::Fields(Vec::new()),
        };
        match body {
            Body::Fields(_) => Ok((body, Encoding::Form)),
            Body::Whole { .. } => Err(unsupported(&place, "a form without known fields")),
        }
    }

    fn lower_json_body(
        &mut self,
        schema: &'a ReferenceOr<Schema>,
        place: &Pointer,
        naming: &Naming,
    ) -> Result<Body> {
        let schema = self.resolve_schema(schema, place)?;
        match &schema.schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) if !object.properties.is_empty() => {
                self.lower_body_fields(&schema, object, naming)
            }
            _ => Ok(Body::Whole {
                value: self.lower_schema(&schema, &naming.child("body"))?,
                notes: self.value_notes(&schema)?,
            }),
        }
    }

    /// The properties of the body become setters of the operation, so the body itself needs no type.
    fn lower_body_fields(
        &mut self,
        schema: &Resolved<'a>,
        object: &'a ObjectType,
        naming: &Naming,
    ) -> Result<Body> {
        let naming = schema.naming(naming)?;
        let mut fields = self.lower_fields(schema, object, &naming)?;
        let is_read_only = |field: &crate::ir::Field| {
            let node = self.document.node(&field.pointer);
            node.and_then(|node| node.get("readOnly"))
                .and_then(serde_json::Value::as_bool)
                .unwrap_or(false)
        };
        fields.retain(|field| !is_read_only(field));
        Ok(Body::Fields(fields))
    }
}
