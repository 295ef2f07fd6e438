//! The names and types of generated code as text, for `diff`.

use super::input::{body, parameters};
use super::model_struct;
use super::output_type::{output_type, stream_type};
use super::types::{setter_argument, text};
use crate::ir::{Api, Field, Operation, Output, TypeDefinition};
use crate::names::{self, FileKind};

pub(crate) use super::bounds::phrase;
pub(crate) use super::field::{has_setter, is_argument, is_optional};
pub(crate) use super::input::{InputKind, OperationInput};
pub(crate) use super::retry::phrase as retry_phrase;
pub(crate) use super::types::value_type;

pub(crate) struct InputSignature<'a> {
    pub(crate) input: OperationInput<'a>,
    /// The name of the setter. For an argument, the name with an underscore if a setter would need it.
    pub(crate) name: String,
    /// The type of the argument: `impl Into<String>`.
    pub(crate) accepts: String,
    /// The type of the value: `String`.
    pub(crate) value_type: String,
}

/// Returns the inputs of an operation in the order of the arguments.
pub(crate) fn inputs<'a>(operation: &'a Operation, api: &Api) -> Vec<InputSignature<'a>> {
    let inputs = parameters(operation).chain(body(operation));
    let inputs = inputs.map(|input| InputSignature {
        name: names::setter(input.label).to_string(),
        accepts: text(input.argument(&setter_argument(), api).accepts),
        value_type: value_type(input.ty),
        input,
    });
    inputs.collect()
}

/// Returns the type of a field in a struct.
pub(crate) fn field_type(definition: &TypeDefinition, field: &Field) -> String {
    text(model_struct::field_type(definition, field))
}

pub(crate) fn output(operation: &Operation) -> String {
    text(output_type(&operation.output, FileKind::Resources))
}

/// Returns the type of the stream that an operation can return instead of its output.
pub(crate) fn stream(operation: &Operation) -> Option<String> {
    let alternative = operation.stream.as_ref()?;
    Some(text(stream_type(&alternative.stream, FileKind::Resources)))
}

pub(crate) fn response_body(output: &Output) -> Option<String> {
    (*output != Output::Empty).then(|| text(output_type(output, FileKind::Resources)))
}
