//! Request bodies, by their media types.

use openapiv3::{
    MediaType, ObjectType, QueryStyle, ReferenceOr, RequestBody, Schema, SchemaKind,
    Type as SchemaType,
};
use serde_json::Value;

use super::schema::{Naming, Resolved};
use super::{Lowering, media, style, unsupported};
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{Access, Body, Encoding, Field, Notes, Structure, Style, Type};
use crate::openapi::media_type::{is_concrete, is_form, is_form_of_parts, is_json, is_multipart};

/// How many fields a body may have to be set one by one, which every operation repeats that refers to the body.
const MOST_FIELDS: usize = 100;

/// What a media type may be called that stands for several, or for none.
const BYTES: &str = "application/octet-stream";

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
        let Some((media_type, media)) = choose(body) else {
            let help = "say what the body is made of";
            return Err(Diagnostic::at(&content, "the body has no media type", help));
        };
        self.ignore_others(&body.content, media_type, &content)?;
        let place = content.child(media_type);
        let (mut lowered, encoding) = if is_json(media_type) {
            let body = self.lower_json_body(media, &place, naming)?;
            let is_range = !is_concrete(media_type);
            let media_type = if is_range {
                "application/json"
            } else {
                media_type
            };
            (body, Encoding::Json(media_type.to_owned()))
        } else if is_form(media_type) {
            self.lower_form(media, &place, naming)?
        } else if is_form_of_parts(media_type) {
            self.lower_parts(media, &place, naming)?
        } else if is_multipart(media_type) {
            return Err(Diagnostic::at(
                &place,
                "parts that are not those of a form are not supported",
                format!(
                    "call it `multipart/form-data` with an action in the overlay, or `{BYTES}` if the caller is to write it"
                ),
            ));
        } else {
            self.lower_bytes(media_type, media, &place)?
        };
        if let Body::Whole { required, .. } = &mut lowered {
            *required = body.required;
        }
        Ok((lowered, encoding))
    }

    fn lower_json_body(
        &mut self,
        media: &'a MediaType,
        place: &Pointer,
        naming: &Naming,
    ) -> Result<Body> {
        let place = place.child("schema");
        if let Some(schema) = &media.schema {
            return self.lower_object_body(schema, &place, naming);
        }
        let help = "say what the body is made of";
        let fault = Diagnostic::at(&place, "the body has no schema", help);
        self.diagnostics.fallback(fault)?;
        Ok(whole(Type::Any, Notes::default()))
    }

    /// An object becomes its fields, if they are not too many, and anything else a value.
    fn lower_object_body(
        &mut self,
        schema: &'a ReferenceOr<Schema>,
        place: &Pointer,
        naming: &Naming,
    ) -> Result<Body> {
        let schema = self.resolve_schema(schema, place)?;
        match &schema.schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(object))
                if (1..=MOST_FIELDS).contains(&object.properties.len()) =>
            {
                let fields = self.lower_body_fields(&schema, object, naming)?;
                Ok(Body::Fields(fields))
            }
            _ => {
                let value = self.lower_schema(&schema, &naming.child("body"))?;
                Ok(whole(value, self.value_notes(&schema)?))
            }
        }
    }

    /// The properties of the body become setters of the operation, so the body itself needs no type.
    pub(super) fn lower_body_fields(
        &mut self,
        schema: &Resolved<'a>,
        object: &'a ObjectType,
        naming: &Naming,
    ) -> Result<Vec<Field>> {
        let naming = schema.naming(naming)?;
        let mut fields = self.lower_fields(schema, object, &naming)?;
        fields.retain(|field| field.access != Access::ReadOnly);
        Ok(fields)
    }

    /// What has fields, or may have any: a body in which every value has a name.
    pub(super) fn lower_named_values(
        &mut self,
        media: &'a MediaType,
        place: &Pointer,
        naming: &Naming,
    ) -> Result<Body> {
        let place = place.child("schema");
        let Some(schema) = &media.schema else {
            return Ok(whole(Type::Map(Box::new(Type::Any)), Notes::default()));
        };
        let body = self.lower_object_body(schema, &place, naming)?;
        match &body {
            Body::Whole {
                value: Type::Map(_) | Type::Named(_) | Type::Any,
                ..
            }
            | Body::Fields(_) => Ok(body),
            Body::Whole { .. } => Err(Diagnostic::at(
                &place,
                "every value of a form has a name, and here they have none",
                "make the schema an object with an action in the overlay",
            )),
        }
    }

    fn lower_form(
        &mut self,
        media: &'a MediaType,
        place: &Pointer,
        naming: &Naming,
    ) -> Result<(Body, Encoding)> {
        let body = self.lower_named_values(media, place, naming)?;
        let styles = self.field_styles(media, &body, &place.child("encoding"))?;
        Ok((body, Encoding::Form(styles)))
    }

    /// The fields that are written otherwise than fields of their type are by default.
    fn field_styles(
        &mut self,
        media: &MediaType,
        body: &Body,
        place: &Pointer,
    ) -> Result<Vec<(String, Style)>> {
        let mut styles = Vec::new();
        for (name, encoding) in &media.encoding {
            let place = place.child(name);
            let Some(value) = self.encoded_value(body, name, &place)? else {
                continue;
            };
            if let Some(media_type) = &encoding.content_type
                && !is_json(media_type)
                && !media_type.starts_with("text/plain")
            {
                let place = place.child("contentType");
                let fault = unsupported(&place, "a media type within a form");
                self.diagnostics.ignore(fault.limitation())?;
            }
            // The typed document takes a missing one for false.
            let node = self.document.node(&place.child("explode"));
            let explode = node.and_then(Value::as_bool);
            let structure = structure(value);
            if (&encoding.style, explode) == (&None, None) || structure == Structure::Scalar {
                continue;
            }
            let style = encoding.style.as_ref().unwrap_or(&QueryStyle::Form);
            match style::in_pairs(style, explode, structure, &place) {
                // That is how lists are written anyway.
                Ok(Style::FormExploded) if structure == Structure::List => {}
                Ok(style) => styles.push((name.clone(), style)),
                Err(fault) => self.diagnostics.ignore(fault)?,
            }
        }
        Ok(styles)
    }

    /// The type of the value that an `encoding` is about; any, where only the caller knows what there is.
    pub(super) fn encoded_value<'b>(
        &mut self,
        body: &'b Body,
        name: &str,
        place: &Pointer,
    ) -> Result<Option<&'b Type>> {
        let Body::Fields(fields) = body else {
            return Ok(Some(&Type::Any));
        };
        let mut properties = fields.iter().filter(|field| !field.is_rest);
        let property = properties.find(|field| field.name == name);
        let value = property.map(|field| &field.value).or_else(|| {
            let rest = fields.iter().find(|field| field.is_rest);
            rest.and_then(|field| field.value.inner())
        });
        if value.is_none() {
            let cause = format!("`{name}` is encoded but is not among the properties");
            let help = "add the property, or take its encoding out";
            self.diagnostics
                .ignore(Diagnostic::at(place, cause, help))?;
        }
        Ok(value)
    }

    /// What is sent as it is given.
    fn lower_bytes(
        &mut self,
        media_type: &str,
        media: &'a MediaType,
        place: &Pointer,
    ) -> Result<(Body, Encoding)> {
        self.ignore_model(media, place)?;
        let is_concrete = is_concrete(media_type);
        let media_type = if is_concrete { media_type } else { BYTES };
        let body = whole(Type::Bytes, Notes::default());
        Ok((body, Encoding::Bytes(media_type.to_owned())))
    }
}

/// What a field is made of, as far as a style goes into it.
fn structure(value: &Type) -> Structure {
    match value {
        Type::List(_) => Structure::List,
        Type::Map(_) => Structure::Object,
        Type::Named(_) | Type::Any => Structure::Unknown,
        _ => Structure::Scalar,
    }
}

fn whole(value: Type, notes: Notes) -> Body {
    Body::Whole {
        value,
        required: false,
        notes: Box::new(notes),
    }
}

/// Refuses a body of so many parts that they cannot be set one by one, as files have to be.
pub(super) fn check_parts(count: usize, place: &Pointer) -> Result<()> {
    if count <= MOST_FIELDS {
        return Ok(());
    }
    Err(Diagnostic::at(
        place,
        format!("a form of more than {MOST_FIELDS} parts is not supported"),
        "take out those that nobody sends with an action in the overlay",
    ))
}

/// JSON goes before forms, and whatever can be sent before what cannot.
fn choose(body: &RequestBody) -> Option<(&str, &MediaType)> {
    let first = |accepts: fn(&str) -> bool| {
        let mut content = body.content.iter();
        let found = content.find(|(name, _)| accepts(name));
        found.map(|(name, media)| (name.as_str(), media))
    };
    media::json(&body.content)
        .or_else(|| first(|name| is_form(name) || is_form_of_parts(name)))
        .or_else(|| first(|name| !is_multipart(name)))
        .or_else(|| first(|_| true))
}
