//! The inputs of an operation: its parameters, and the fields of its body or the body as one value.

use proc_macro2::Ident;
use quote::quote;

use super::types::{Argument, Catalog, argument, rust_type};
use crate::diagnostics::Pointer;
use crate::ir::{Annotations, Body, Field, Operation, Parameter, Role, Type};
use crate::names::{self, FileKind};

/// A value that a caller passes to an operation, as an argument of the method or with a setter of the builder.
pub(super) struct Input<'a> {
    pub(super) origin: Origin<'a>,
    /// The name in the request.
    pub(super) wire_name: &'a str,
    /// The name that the identifier is made from.
    pub(super) label: &'a str,
    pub(super) pointer: &'a Pointer,
    /// Whether it is an argument of the method instead of a setter.
    pub(super) is_argument: bool,
    pub(super) nullable: bool,
    pub(super) ty: &'a Type,
    pub(super) annotations: &'a Annotations,
}

/// The part of the document that declares an input.
#[derive(Clone, Copy)]
pub(super) enum Origin<'a> {
    Parameter(&'a Parameter),
    /// A field of the body.
    Field(&'a Field),
    /// The body as one value.
    Body,
}

impl<'a> Input<'a> {
    fn of_parameter(parameter: &'a Parameter, is_argument: bool) -> Self {
        Self {
            origin: Origin::Parameter(parameter),
            wire_name: &parameter.name,
            label: &parameter.label,
            pointer: &parameter.pointer,
            is_argument,
            nullable: false,
            ty: &parameter.ty,
            annotations: &parameter.annotations,
        }
    }

    fn of_field(field: &'a Field) -> Self {
        Self {
            origin: Origin::Field(field),
            wire_name: &field.name,
            label: &field.label,
            pointer: &field.pointer,
            is_argument: field.required,
            nullable: field.nullable,
            ty: &field.ty,
            annotations: &field.annotations,
        }
    }

    /// Returns the argument of the method or of the setter; `name` is its name.
    pub(super) fn argument(&self, name: &Ident, catalog: &Catalog<'_>) -> Argument {
        if self.is_segment() {
            let accepts = quote!(impl PathArgument);
            let value = quote!(#name);
            Argument { accepts, value }
        } else if self.is_selection() {
            let filter = rust_type(self.ty, FileKind::Resources);
            let accepts = quote!(impl Into<Selection<#filter>>);
            let value = quote!(#name.into());
            Argument { accepts, value }
        } else {
            argument(name, self.ty, self.nullable, FileKind::Resources, catalog)
        }
    }

    /// Whether the input is one segment of the path.
    pub(super) fn is_segment(&self) -> bool {
        matches!(self.origin, Origin::Parameter(parameter) if parameter.is_segment())
    }

    /// Whether the input selects the objects that the operation affects.
    pub(super) fn is_selection(&self) -> bool {
        matches!(self.origin, Origin::Parameter(parameter) if parameter.role == Role::Selection)
    }
}

/// Returns the parameters, in the order of the arguments.
pub(super) fn parameters(operation: &Operation) -> impl Iterator<Item = Input<'_>> {
    let in_path = operation
        .path_parameters
        .iter()
        .map(|it| Input::of_parameter(it, it.role != Role::Client));
    let others = operation.other_parameters.iter();
    in_path.chain(others.map(|it| Input::of_parameter(it, it.is_argument())))
}

/// Returns the fields of the body, or the body as one value.
pub(super) fn body(operation: &Operation) -> Vec<Input<'_>> {
    match &operation.body {
        None => Vec::new(),
        Some(Body::Fields(fields)) => fields.iter().map(Input::of_field).collect(),
        Some(Body::Value {
            ty,
            required,
            annotations,
        }) => vec![Input {
            origin: Origin::Body,
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
