//! The names and types of generated code as text, which `diff` compares.

use super::input::{body, parameters};
use super::model_struct;
use super::output_type::{output_type, stream_type};
use super::types::{Catalog, setter_argument, text};
use crate::ir::{Api, Field, Operation, Output, TypeDefinition};
use crate::names::{self, FileKind};

pub(crate) use super::bounds::phrase;
pub(crate) use super::field::{is_argument, is_optional};
pub(crate) use super::input::{InputKind, OperationInput};
pub(crate) use super::types::value_type;

/// Renders signatures of the code for one API.
pub(crate) struct Signatures<'a>(Catalog<'a>);

/// The signature of a value that a caller passes to an operation.
pub(crate) struct InputSignature<'a> {
    pub(crate) input: OperationInput<'a>,
    /// The name of the setter, or of the argument, with an underscore if a setter would need one.
    pub(crate) name: String,
    /// The type of the argument: `impl Into<String>`.
    pub(crate) accepts: String,
    /// The type of the value: `String`.
    pub(crate) value_type: String,
}

impl<'a> Signatures<'a> {
    pub(crate) fn of(api: &'a Api) -> Self {
        Self(Catalog::of(api))
    }

    /// Returns the arguments of an operation in order, then its setters.
    pub(crate) fn inputs(&self, operation: &'a Operation) -> Vec<InputSignature<'a>> {
        let inputs = parameters(operation).chain(body(operation));
        let inputs = inputs.map(|input| InputSignature {
            name: names::setter(input.label).to_string(),
            accepts: text(input.argument(&setter_argument(), &self.0).accepts),
            value_type: value_type(input.ty),
            input,
        });
        inputs.collect()
    }
}

/// Returns the type of a field in the struct of a model.
pub(crate) fn field_type(definition: &TypeDefinition, field: &Field) -> String {
    text(model_struct::field_type(definition, field))
}

/// Returns the type of an operation's output.
pub(crate) fn output(operation: &Operation) -> String {
    text(output_type(&operation.output, FileKind::Resources))
}

/// Returns the type of the stream that is an alternative to an operation's output.
pub(crate) fn stream(operation: &Operation) -> Option<String> {
    let alternative = operation.stream.as_ref()?;
    Some(text(stream_type(&alternative.stream, FileKind::Resources)))
}

/// Returns the type of a response body, if there is one.
pub(crate) fn response_body(output: &Output) -> Option<String> {
    (*output != Output::Empty).then(|| text(output_type(output, FileKind::Resources)))
}
