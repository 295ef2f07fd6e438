//! Describes compared items as callers write them, and the serialization of values.

use crate::ir::{Encoding, Operation, Resource, Style, TypeDefinition};
use crate::names;
use crate::render::signature::InputSignature;

/// Describes a resource: `client.rooms().sessions()`.
pub(super) fn resource(path: &[String]) -> String {
    let accessors: String = (1..=path.len())
        .filter_map(|depth| path.get(..depth))
        .map(|path| format!(".{}()", names::accessor(path)))
        .collect();
    format!("client{accessors}")
}

/// Describes the call of an operation: `client.rooms().list()`.
pub(super) fn operation(resource: &Resource, operation: &Operation) -> String {
    let resource = self::resource(&resource.path);
    format!("{resource}.{}()", names::method(&operation.method))
}

/// Describes an argument, `client.rooms().retrieve(room_id)`, or a setter, `client.rooms().list().page_size()`.
pub(super) fn input(operation: &str, input: &InputSignature<'_>) -> String {
    let name = &input.name;
    if input.is_argument {
        format!("{}({name})", operation.trim_end_matches("()"))
    } else {
        format!("{operation}.{name}()")
    }
}

/// Describes a type: `models::Room`.
pub(super) fn model(definition: &TypeDefinition) -> String {
    format!("models::{}", definition.name)
}

/// Describes a field: `models::Room.name`.
pub(super) fn field(definition: &TypeDefinition, name: &str) -> String {
    let field = names::field_or_argument(name);
    format!("{}.{field}", model(definition))
}

/// Describes a variant of an enum or a union: `models::Status::Done`.
pub(super) fn variant(definition: &TypeDefinition, name: &str) -> String {
    format!("{}::{}", model(definition), names::variant(name))
}

/// Describes the style of a parameter or form field in terms of OpenAPI.
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

/// Describes the media type of a request body, and the fields of a form that aren't encoded as the default.
pub(super) fn encoding(encoding: &Encoding) -> String {
    let with_fields = |form: &str, fields: Vec<String>| match fields.as_slice() {
        [] => form.to_owned(),
        fields => format!("{form}; {}", fields.join(", ")),
    };
    match encoding {
        Encoding::Json(media_type) => format!("JSON as `{media_type}`"),
        Encoding::Form(styles) => {
            let fields = styles
                .iter()
                .map(|(name, field)| format!("`{name}` in {}", style(*field)));
            with_fields("URL-encoded form", fields.collect())
        }
        Encoding::Multipart(types) => {
            let fields = types
                .iter()
                .map(|(name, media_type)| format!("`{name}` as `{media_type}`"));
            with_fields("multipart form", fields.collect())
        }
        Encoding::Bytes(media_type) => format!("bytes as `{media_type}`"),
    }
}
