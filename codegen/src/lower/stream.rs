//! Lowers responses that are streams of items: server-sent events and JSON Lines.

use openapiv3::{ReferenceOr, Schema, SchemaKind, Type as SchemaType};
use serde::Deserialize;

use super::Lowering;
use super::extensions::Extensions;
use super::media_type::{self, Media};
use super::naming::Naming;
use super::operation_object::OperationObject;
use super::resolve::ResolvedSchema;
use super::responses::DeclaredResponses;
use crate::diagnostics::{Diagnostic, Effect, Pointer, Result};
use crate::ir::{
    Body, Encoding, ItemStream, Output, Response, StreamAlternative, StreamFormat, Type,
};

/// The properties of an object that describes a server-sent event.
const EVENT_FIELDS: [&str; 4] = ["data", "event", "id", "retry"];

/// The value of `x-sdk-stream`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StreamExtension {
    property: String,
}

impl<'a> Lowering<'a> {
    /// Lowers the stream that an operation declares next to JSON, and removes from the body the property that selects
    /// the stream.
    pub(super) fn lower_stream_alternative(
        &mut self,
        object: &OperationObject<'a>,
        extensions: &Extensions<'_>,
        body: &mut Option<(Body, Encoding)>,
        naming: &Naming,
    ) -> Result<Option<StreamAlternative>> {
        let extension: Option<StreamExtension> = extensions.get("x-sdk-stream")?;
        let property = extension.map(|extension| extension.property);
        let responses = object.pointer.child("responses");
        for (status, response) in DeclaredResponses::of(object.operation).successes {
            let (response, pointer) = self.resolve(response, &responses.child(&status))?;
            let content = pointer.child("content");
            let media = Media::stream_next_to_json(&response.content, &content);
            let Some((media, format)) = media.filter(|_| object.http_method != "head") else {
                continue;
            };
            if let Some(property) = &property {
                remove_property(body, property, &object.pointer)?;
            }
            let stream = self.lower_stream(&media, format, naming)?;
            return Ok(Some(StreamAlternative { stream, property }));
        }
        if property.is_none() {
            return Ok(None);
        }
        Err(Diagnostic::at(
            &object.pointer.child("x-sdk-stream"),
            "`x-sdk-stream` in Operation Object has no effect: no success response has both a JSON media type and the media type of a stream",
            "remove `x-sdk-stream`, or add the media type of the stream, such as `text/event-stream`, to `content` of \
             the success response",
        ))
    }

    pub(super) fn lower_stream(
        &mut self,
        media: &Media<'a>,
        format: StreamFormat,
        naming: &Naming,
    ) -> Result<ItemStream> {
        let resolved = self.resolve_media_schema(media);
        let pointer = media.pointer.child("schema");
        let declared = self.or_report(resolved, Effect::Fallback, &pointer)?;
        let schema_of_item = match declared.flatten() {
            Some(schema) if format == StreamFormat::Events => self.event_data(schema)?,
            schema => schema,
        };
        let schema_of_json = schema_of_item.filter(|schema| !is_text(schema, format));
        let (role, default) = match format {
            StreamFormat::Events => ("event", None),
            StreamFormat::JsonLines => ("item", Some(Type::Any)),
        };
        let item = match schema_of_json {
            Some(schema) => Some(self.lower_schema(&schema, &naming.child(role))?),
            None => default,
        };
        Ok(ItemStream {
            format,
            media_type: media_type::range(media.name),
            item,
        })
    }

    /// Returns the schema of `data` if `schema` describes a whole event, as in OpenAPI 3.2, and `schema` otherwise.
    /// Warns about a union of whole events, and returns `None`: their data stays text.
    fn event_data(&mut self, schema: ResolvedSchema<'a>) -> Result<Option<ResolvedSchema<'a>>> {
        if let Some((branches, pointer)) = schema.union() {
            let keyword = pointer.key().unwrap_or_default();
            let branches = self.resolve_branches(branches, &pointer)?;
            let mut data = branches.iter().map(whole_event_data);
            if !data.all(|data| data.is_some()) {
                return Ok(Some(schema));
            }
            let error = Diagnostic::at(
                &schema.pointer,
                "the Schema Object has a different schema of `data` for each type of event, which is not supported",
                format!(
                    "no action needed if text is enough; if `data` is always JSON, replace this `{keyword}` in an \
                     overlay: remove it, and in a later action add the schema of `data` alone, such as \
                     `oneOf: [{{type: integer}}, {{type: string}}]`"
                ),
            );
            self.diagnostics
                .warn(error.with_note("the SDK returns the data of events as text"));
            return Ok(None);
        }
        match whole_event_data(&schema) {
            Some(data) => self.resolve_property(&schema, "data", data).map(Some),
            None => Ok(Some(schema)),
        }
    }

    /// Replaces streams by text in responses that differ by status, since only a whole body can be decoded by status.
    pub(super) fn replace_streams(&mut self, responses: &mut [Response], pointer: &Pointer) {
        let mut bodies = responses.to_vec();
        bodies.retain(|response| response.output != Output::Empty);
        for response in responses {
            let Output::Stream(stream) = &response.output else {
                continue;
            };
            let mut bodies = bodies.iter();
            let Some(other) = bodies.find(|other| other.output != response.output) else {
                continue;
            };
            let (status, other) = (&response.status, &other.status);
            let media_type = stream.media_type.clone();
            let error = Diagnostic::at(
                &pointer.child(status),
                format!(
                    "the SDK can't return the `{media_type}` body of response `{status}` as a stream, because response \
                     `{other}` has a different body"
                ),
                format!(
                    "in an overlay, delete `{status}` or `{other}` from `responses` if the API doesn't send it; \
                     otherwise, no action is possible"
                ),
            );
            self.diagnostics
                .warn(error.with_note("the SDK returns the body as text"));
            response.output = Output::Text(media_type);
        }
    }
}

/// Returns the schema of the property `data`, if a schema describes a whole event.
fn whole_event_data<'a>(schema: &ResolvedSchema<'a>) -> Option<&'a ReferenceOr<Box<Schema>>> {
    let properties = &schema.object()?.properties;
    let mut names = properties.keys();
    let has_only_event_fields = names.all(|name| EVENT_FIELDS.contains(&name.as_str()));
    properties.get("data").filter(|_| has_only_event_fields)
}

/// Whether a schema describes plain text instead of JSON: in an event, any schema of type `string`; in JSON Lines, only
/// a string without `enum`, which is the text of all lines.
fn is_text(schema: &ResolvedSchema<'_>, format: StreamFormat) -> bool {
    matches!(schema.kind(), SchemaKind::Type(SchemaType::String(string))
        if format == StreamFormat::Events || string.enumeration.is_empty())
}

/// Removes a property from the body, since the methods of the request builder set it.
fn remove_property(
    body: &mut Option<(Body, Encoding)>,
    property: &str,
    pointer: &Pointer,
) -> Result<()> {
    let is_property = match body {
        // A value is serialized before the property is set.
        Some((Body::Value { .. }, Encoding::Json(_))) => true,
        Some((Body::Fields(fields), _)) => {
            let count = fields.len();
            fields.retain(|field| field.name != property || field.is_additional_properties);
            fields.len() < count
        }
        _ => false,
    };
    if is_property {
        return Ok(());
    }
    Err(Diagnostic::at(
        &pointer.child("x-sdk-stream").child("property"),
        format!("the request body has no property `{property}`"),
        "add this boolean property to the request body, set `property` to the property that selects the stream, or remove \
         `x-sdk-stream`",
    ))
}
