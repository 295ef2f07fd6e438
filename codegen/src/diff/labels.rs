//! What changes call the items they are about: what a caller writes.

use crate::ir::{Operation, Resource, TypeDefinition};
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
