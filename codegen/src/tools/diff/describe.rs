//! What changes call the items they are about: what a caller writes.

use crate::ir::{Encoding, Operation, Resource, Style, TypeDefinition};
use crate::names;
use crate::render::signature::Input;

/// The way to a resource: `client.rooms().sessions()`.
pub(super) fn resource(path: &[String]) -> String {
    let steps = (1..=path.len()).filter_map(|depth| path.get(..depth));
    let steps = steps.map(|path| format!(".{}()", names::accessor(path)));
    format!("client{}", steps.collect::<String>())
}

/// The call of an operation: `client.rooms().list()`.
pub(super) fn operation(resource: &Resource, operation: &Operation) -> String {
    let way = self::resource(&resource.path);
    format!("{way}.{}()", names::method(&operation.name))
}

/// What is given to a call, as an argument or by a setter: `client.rooms().retrieve(room_id)`.
pub(super) fn input(call: &str, input: &Input<'_>) -> String {
    let name = &input.name;
    if input.is_argument {
        format!("{}({name})", call.trim_end_matches("()"))
    } else {
        format!("{call}.{name}()")
    }
}

/// A type: `models::Room`.
pub(super) fn model(definition: &TypeDefinition) -> String {
    format!("models::{}", definition.name)
}

/// A field of a type: `models::Room.name`.
pub(super) fn field(definition: &TypeDefinition, name: &str) -> String {
    format!("models::{}.{}", definition.name, names::value(name))
}

/// A variant of an enum or a union: `models::Status::Done`.
pub(super) fn variant(definition: &TypeDefinition, name: &str) -> String {
    format!("models::{}::{}", definition.name, names::variant(name))
}

/// How a value is written.
pub(super) fn style(style: Style) -> &'static str {
    match style {
        Style::Simple => "plain",
        Style::SimpleExploded | Style::FormExploded => "exploded",
        Style::Label => "as a label",
        Style::LabelExploded => "as a label, exploded",
        Style::Matrix => "as a matrix",
        Style::MatrixExploded => "as a matrix, exploded",
        Style::Form => "with commas",
        Style::SpaceDelimited => "with spaces",
        Style::PipeDelimited => "with pipes",
        Style::DeepObject => "as an object",
        Style::Json => "as JSON",
    }
}

/// How a body is written.
pub(super) fn encoding(encoding: &Encoding) -> String {
    let with = |what: &str, fields: Vec<String>| match fields.as_slice() {
        [] => what.to_owned(),
        fields => format!("{what}; {}", fields.join(", ")),
    };
    match encoding {
        Encoding::Json(media_type) => format!("JSON, as `{media_type}`"),
        Encoding::Form(styles) => {
            let styles = styles.iter();
            let fields = styles.map(|(name, it)| format!("`{name}` {}", style(*it)));
            with("a form", fields.collect())
        }
        Encoding::Multipart(types) => {
            let types = types.iter();
            let fields = types.map(|(name, media_type)| format!("`{name}` as `{media_type}`"));
            with("a form of parts", fields.collect())
        }
        Encoding::Bytes(media_type) => format!("as it is given, as `{media_type}`"),
    }
}
