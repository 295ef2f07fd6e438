//! The inputs of an operation: parameters, and the fields of the body or the body as one value.

use proc_macro2::Ident;
use quote::quote;

use super::types::{Argument, argument, rust_type};
use crate::diagnostics::Pointer;
use crate::ir::{Annotations, Api, Body, Field, Operation, Parameter, Role, Type};
use crate::names::{self, FileKind};

/// A parameter, a field of the body, or the body.
pub(crate) struct OperationInput<'a> {
    pub(crate) kind: InputKind<'a>,
    /// The name in the request.
    pub(crate) wire_name: &'a str,
    /// The name from which the identifier is made.
    pub(crate) label: &'a str,
    pub(crate) pointer: &'a Pointer,
    /// Whether the input is an argument of the method, not a setter.
    pub(crate) is_argument: bool,
    pub(crate) nullable: bool,
    pub(crate) ty: &'a Type,
    pub(crate) annotations: &'a Annotations,
}

#[derive(Clone, Copy)]
pub(crate) enum InputKind<'a> {
    Parameter(&'a Parameter),
    Field(&'a Field),
    /// The body as one value.
    Body,
}

impl OperationInput<'_> {
    /// Returns the argument `name` of the method or setter.
    pub(super) fn argument(&self, name: &Ident, api: &Api) -> Argument {
        let (accepts, value) = match self.kind {
            InputKind::Parameter(it) if it.accepts_path_argument() => {
                (quote!(impl PathArgument), quote!(#name))
            }
            InputKind::Parameter(it) if it.role == Role::Selection => {
                let filter = rust_type(self.ty, FileKind::Resources);
                let accepts = quote!(impl Into<Selection<#filter>>);
                (accepts, quote!(#name.into()))
            }
            _ => return argument(name, self.ty, self.nullable, FileKind::Resources, api),
        };
        Argument { accepts, value }
    }
}

/// Returns the parameters in the order of the arguments.
pub(super) fn parameters(operation: &Operation) -> impl Iterator<Item = OperationInput<'_>> {
    operation.parameters.iter().map(|parameter| OperationInput {
        kind: InputKind::Parameter(parameter),
        wire_name: &parameter.name,
        label: &parameter.label,
        pointer: &parameter.pointer,
        is_argument: parameter.is_argument(),
        nullable: false,
        ty: &parameter.ty,
        annotations: &parameter.annotations,
    })
}

/// Returns the fields of the body, or the body as one value.
pub(super) fn body(operation: &Operation) -> Vec<OperationInput<'_>> {
    let of_field = |field| OperationInput {
        kind: InputKind::Field(field),
        wire_name: &field.name,
        label: &field.label,
        pointer: &field.pointer,
        is_argument: field.required,
        nullable: field.nullable,
        ty: &field.ty,
        annotations: &field.annotations,
    };
    match &operation.body {
        None => Vec::new(),
        Some(Body::Fields(fields)) => fields.iter().map(of_field).collect(),
        Some(Body::Value {
            ty,
            required,
            annotations,
        }) => vec![OperationInput {
            kind: InputKind::Body,
            wire_name: names::WHOLE_BODY,
            label: names::WHOLE_BODY,
            pointer: &operation.pointer,
            is_argument: *required,
            nullable: false,
            ty,
            annotations,
        }],
    }
}
