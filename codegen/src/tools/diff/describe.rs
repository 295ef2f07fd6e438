//! Describes compared items as callers write them, and the serialization of values.

use crate::ir::{Encoding, Operation, Resource, Style, TypeDefinition};
use crate::names;
use crate::render::signature::InputSignature;

/// Returns `client.rooms().list()`.
pub(super) fn operation(resource: &Resource, operation: &Operation) -> String {
    let resource = names::resource_expression(&resource.path);
    format!("{resource}.{}()", names::method(&operation.method))
}

/// Returns `client.rooms().retrieve(room_id)` for an argument, `client.rooms().list().page_size()` for a setter.
pub(super) fn input(operation: &str, input: &InputSignature<'_>) -> String {
    let name = &input.name;
    if input.input.is_argument {
        format!("{}({name})", operation.trim_end_matches("()"))
    } else {
        format!("{operation}.{name}()")
    }
}

/// Returns `models::Room`.
pub(super) fn model(definition: &TypeDefinition) -> String {
    format!("models::{}", definition.name)
}

/// Returns `models::Room.name`.
pub(super) fn field(definition: &TypeDefinition, name: &str) -> String {
    let field = names::field_or_argument(name);
    format!("{}.{field}", model(definition))
}

/// Returns `models::Status::Done`.
pub(super) fn variant(definition: &TypeDefinition, name: &str) -> String {
    format!("{}::{}", model(definition), names::variant(name))
}

/// Describes the style of a parameter or form field in the terms of OpenAPI.
pub(super) fn style(style: Style) -> &'static str {
    match style {
        Style::Simple => "style simple",
        Style::SimpleExploded => "style simple, exploded",
        Style::Label => "style label",
        Style::LabelExploded => "style label, exploded",
        Style::Matrix => "style matrix",
        Style::MatrixExploded => "style matrix, exploded",
        Style::Form => "style form",
        Style::FormExploded => "style form, exploded",
        Style::SpaceDelimited => "style spaceDelimited",
        Style::PipeDelimited => "style pipeDelimited",
        Style::DeepObject => "style deepObject",
        Style::Json => "JSON",
    }
}

/// Describes the media type of a request body, and the form fields whose encoding isn't the default.
pub(super) fn encoding(encoding: &Encoding) -> String {
    match encoding {
        Encoding::Json(media_type) => format!("JSON as `{media_type}`"),
        Encoding::Bytes(media_type) => format!("bytes as `{media_type}`"),
        Encoding::Form(styles) => {
            let fields = styles.iter();
            let fields = fields.map(|(name, field)| format!("; `{name}` in {}", style(*field)));
            format!("URL-encoded form{}", fields.collect::<String>())
        }
        Encoding::Multipart(types) => {
            let fields = types.iter();
            let fields = fields.map(|(name, media_type)| format!("; `{name}` as `{media_type}`"));
            format!("multipart form{}", fields.collect::<String>())
        }
    }
}
