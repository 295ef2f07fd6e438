//! Signatures of emitted code as text, so that `diff` compares what callers see.

use proc_macro2::TokenStream;

use super::field::{is_argument, is_optional};
use super::operation::{OperationCode, setter_value};
use super::output::value_of;
use super::structure::Struct;
use super::types::{Catalog, Scope, rust_type};
use crate::diagnostics::Pointer;
use crate::ir::{
    Annotations, Api, Body, Field, Location, Operation, Output, Parameter, Resource, Style, Type,
    TypeDefinition,
};
use crate::names;

pub(crate) use super::bounds::phrase;

/// The signatures of one API.
pub(crate) struct Signatures<'a> {
    api: &'a Api,
    catalog: Catalog<'a>,
}

/// A value that a caller passes to an operation.
#[derive(Debug)]
pub(crate) struct Input<'a> {
    /// The name of the setter or argument.
    pub(crate) name: String,
    /// The name in the request.
    pub(crate) wire_name: &'a str,
    /// The part of the request and its style.
    pub(crate) place: Place,
    pub(crate) pointer: &'a Pointer,
    /// Whether it is an argument of the method instead of a setter.
    pub(crate) is_argument: bool,
    /// The type of the argument.
    pub(crate) accepts: String,
    /// The type of the value itself.
    pub(crate) plain: String,
    pub(crate) value: &'a Type,
    pub(crate) annotations: &'a Annotations,
}

/// The part of a request that carries a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Parameter {
        location: Location,
        style: Style,
        allow_reserved: bool,
    },
    Body,
}

impl<'a> Signatures<'a> {
    pub(crate) fn of(api: &'a Api) -> Self {
        Self {
            api,
            catalog: Catalog::of(api),
        }
    }

    /// Returns the type of a model's field.
    pub(crate) fn stored(&self, definition: &TypeDefinition, field: &Field) -> String {
        let fields = std::slice::from_ref(field);
        let item = Struct {
            definition,
            fields,
            catalog: &self.catalog,
        };
        text(item.stored_type(field))
    }

    /// Returns the type of an operation's output.
    pub(crate) fn output(&self, resource: &Resource, operation: &Operation) -> String {
        text(self.code(resource, operation).value())
    }

    /// Returns the arguments of an operation in order, then its setters.
    pub(crate) fn inputs(
        &self,
        resource: &'a Resource,
        operation: &'a Operation,
    ) -> Vec<Input<'a>> {
        let code = self.code(resource, operation);
        let parameter = |parameter: &'a Parameter| Input {
            name: names::setter(&parameter.label).to_string(),
            wire_name: &parameter.name,
            place: Place::Parameter {
                location: parameter.location,
                style: parameter.style,
                allow_reserved: parameter.allow_reserved,
            },
            pointer: &parameter.pointer,
            is_argument: parameter.location == Location::Path || parameter.is_argument(),
            accepts: text(code.parameter_argument(parameter, &setter_value()).accepts),
            plain: plain(&parameter.value),
            value: &parameter.value,
            annotations: &parameter.annotations,
        };
        let field = |field: &'a Field| Input {
            name: names::setter(&field.label).to_string(),
            wire_name: &field.name,
            place: Place::Body,
            pointer: &field.pointer,
            is_argument: field.required,
            accepts: text(code.field_argument(field, &setter_value()).accepts),
            plain: plain(&field.value),
            value: &field.value,
            annotations: &field.annotations,
        };
        let parameters = operation
            .path_parameters
            .iter()
            .chain(&operation.other_parameters);
        let mut inputs: Vec<Input<'a>> = parameters.map(parameter).collect();
        match &operation.body {
            Some(Body::Fields(fields)) => inputs.extend(fields.iter().map(field)),
            Some(Body::Value {
                value,
                required,
                annotations,
            }) => inputs.push(Input {
                name: names::setter(names::WHOLE_BODY).to_string(),
                wire_name: names::WHOLE_BODY,
                place: Place::Body,
                pointer: &operation.pointer,
                is_argument: *required,
                accepts: text(code.body_argument(value, &setter_value()).accepts),
                plain: plain(value),
                value,
                annotations,
            }),
            None => {}
        }
        inputs
    }

    fn code<'s>(&'s self, resource: &'s Resource, operation: &'s Operation) -> OperationCode<'s> {
        OperationCode {
            library: &self.api.package,
            resource,
            operation,
            catalog: &self.catalog,
        }
    }
}

/// Whether a field is an argument of the model's constructor.
pub(crate) fn is_constructed(definition: &TypeDefinition, field: &Field) -> bool {
    is_argument(definition, field)
}

/// Whether a field of a model is optional in a request or response.
pub(crate) fn may_be_missing(definition: &TypeDefinition, field: &Field) -> bool {
    is_optional(definition, field)
}

/// Returns the type of a response body, if there is one.
pub(crate) fn answered(answer: &Output) -> Option<String> {
    (*answer != Output::Empty).then(|| text(value_of(answer, Scope::Resources)))
}

/// Returns the type of a value outside `models`.
pub(crate) fn plain(value: &Type) -> String {
    text(rust_type(value, Scope::Resources))
}

/// Returns the type of a value inside `models`.
pub(super) fn model_type(value: &Type) -> String {
    text(rust_type(value, Scope::Models))
}

/// Formats tokens as a person would write them.
fn text(tokens: TokenStream) -> String {
    let text = tokens.to_string();
    [
        (" :: ", "::"),
        (" < ", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        ("& ", "&"),
    ]
    .into_iter()
    .fold(text, |text, (spaced, tight)| text.replace(spaced, tight))
}
