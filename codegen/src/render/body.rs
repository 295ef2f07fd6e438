//! The body of an operation's request: the arguments, setters and steps that make it.

use proc_macro2::TokenStream;
use quote::quote;

use super::operation::{OperationCode, setter};
use super::types::{Argument, Imports, Scope, argument};
use crate::ir::{Body, Encoding, Field, Type};
use crate::names;

/// The media type that needs no word, since the runtime says it.
const JSON: &str = "application/json";

impl OperationCode<'_> {
    pub(super) fn add_body_imports(&self, imports: &mut Imports) {
        match &self.operation.body {
            Some(Body::Fields(fields)) => {
                for field in fields {
                    self.add_value(&field.value, imports);
                    if field.nullable {
                        imports.add("crate", "Nullable");
                    }
                }
            }
            Some(Body::Whole { value, .. }) => self.add_value(value, imports),
            None => {}
        }
    }

    /// The arguments of the method that the body needs, and what is done with each.
    pub(super) fn add_body_arguments(
        &self,
        parameters: &mut Vec<TokenStream>,
        steps: &mut Vec<TokenStream>,
    ) {
        let operation = self.operation;
        match &operation.body {
            Some(Body::Fields(fields)) => {
                steps.push(match operation.encoding {
                    Encoding::Form => quote!(.form_body()),
                    _ => quote!(.json_body()),
                });
                for field in fields.iter().filter(|field| field.required) {
                    let (name, argument) = (names::value(&field.label), self.field_argument(field));
                    let Argument { accepts, value } = argument;
                    let wire_name = &field.name;
                    parameters.push(quote!(#name: #accepts));
                    steps.push(quote!(.field(#wire_name, #value)));
                }
            }
            Some(Body::Whole { value, .. }) => {
                let name = names::value(names::WHOLE_BODY);
                let Argument { accepts, value } = self.body_argument(value);
                parameters.push(quote!(#name: #accepts));
                steps.push(match &operation.encoding {
                    Encoding::Bytes(media_type) => quote!(.bytes(#media_type, #value)),
                    _ => quote!(.json(#value)),
                });
            }
            None => {}
        }
        if let Encoding::Json(media_type) = &operation.encoding
            && media_type != JSON
        {
            steps.push(quote!(.header("content-type", #media_type)));
        }
    }

    /// The argument of a body that is given as a whole.
    pub(super) fn body_argument(&self, value: &Type) -> Argument {
        let name = names::value(names::WHOLE_BODY);
        argument(&name, value, false, Scope::Resources, self.catalog)
    }

    /// The argument of a field of the body, whether of the method or of a setter.
    pub(super) fn field_argument(&self, field: &Field) -> Argument {
        argument(
            &names::value(&field.label),
            &field.value,
            field.nullable,
            Scope::Resources,
            self.catalog,
        )
    }

    /// The setters of what the body does not require.
    pub(super) fn body_setters(&self) -> Vec<TokenStream> {
        let fields = match &self.operation.body {
            Some(Body::Fields(fields)) => fields.as_slice(),
            _ => &[],
        };
        let fields = fields.iter().filter(|field| !field.required);
        let setters = fields.map(|field| {
            setter(
                (&field.name, &field.label),
                &field.notes,
                &names::value("field"),
                &self.field_argument(field),
            )
        });
        setters.collect()
    }
}
