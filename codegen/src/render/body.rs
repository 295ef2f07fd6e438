//! The body of an operation's request: the arguments, setters and steps that make it.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Docs;
use super::operation::{OperationCode, setter};
use super::parameter;
use super::types::{Argument, Imports, Scope, argument};
use crate::ir::{Body, Encoding, Field, Style, Type};
use crate::names;
use crate::render::markdown::code_span;

/// The media type that needs no word, since the runtime says it.
const JSON: &str = "application/json";

impl OperationCode<'_> {
    pub(super) fn add_body_imports(&self, imports: &mut Imports) {
        let Some(body) = &self.operation.body else {
            return;
        };
        for value in body.values() {
            self.add_value(value, imports);
        }
        if let Body::Fields(fields) = body
            && fields.iter().any(|field| field.nullable)
        {
            imports.add("crate", "Nullable");
        }
        if let Encoding::Form(styles) = &self.operation.encoding
            && !styles.is_empty()
        {
            imports.add("crate::runtime::encoding::style", "QueryStyle");
        }
    }

    /// The arguments of the method that the body needs, and what is done with each.
    pub(super) fn add_body_arguments(
        &self,
        parameters: &mut Vec<TokenStream>,
        steps: &mut Vec<TokenStream>,
    ) {
        match &self.operation.body {
            Some(Body::Fields(fields)) => {
                steps.push(self.begin_fields());
                for field in fields.iter().filter(|field| field.required) {
                    let (name, argument) = (names::value(&field.label), self.field_argument(field));
                    let Argument { accepts, value } = argument;
                    parameters.push(quote!(#name: #accepts));
                    steps.push(field_step(field, &value));
                }
            }
            Some(Body::Value {
                value,
                required: true,
                ..
            }) => {
                let name = names::value(names::WHOLE_BODY);
                let Argument { accepts, value } = self.body_argument(value);
                parameters.push(quote!(#name: #accepts));
                steps.push(self.set_whole(&value));
            }
            Some(Body::Value { .. }) | None => {}
        }
    }

    /// Makes a body to which fields are added.
    fn begin_fields(&self) -> TokenStream {
        let content_type = self.content_type();
        match &self.operation.encoding {
            Encoding::Form(styles) => {
                let styles = form_styles(styles);
                quote!(.form_body(#styles))
            }
            Encoding::Multipart(types) => {
                let types = part_types(types);
                quote!(.multipart_body(#types))
            }
            Encoding::Json(_) | Encoding::Bytes(_) => quote!(.json_body() #content_type),
        }
    }

    /// Makes a value the body.
    fn set_whole(&self, value: &TokenStream) -> TokenStream {
        let content_type = self.content_type();
        match &self.operation.encoding {
            Encoding::Form(styles) => {
                let styles = form_styles(styles);
                quote!(.form(#styles, #value))
            }
            Encoding::Multipart(types) => {
                let types = part_types(types);
                quote!(.multipart(#types, #value))
            }
            Encoding::Bytes(media_type) => quote!(.bytes(#media_type, #value)),
            Encoding::Json(_) => quote!(.json(#value) #content_type),
        }
    }

    /// The header for JSON that goes by another name.
    fn content_type(&self) -> Option<TokenStream> {
        match &self.operation.encoding {
            Encoding::Json(media_type) if media_type != JSON => {
                Some(quote!(.header("content-type", #media_type)))
            }
            _ => None,
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
        match &self.operation.body {
            Some(Body::Fields(fields)) => {
                let fields = fields.iter().filter(|field| !field.required);
                let setters = fields.map(|field| {
                    let Argument { accepts, value } = self.field_argument(field);
                    let step = field_step(field, &value);
                    let otherwise = match field.is_additional_properties {
                        true => "Adds fields that no other setter is for.".to_owned(),
                        false => format!("Sets {}.", code_span(&field.name)),
                    };
                    setter(&field.label, &field.annotations, otherwise, &accepts, &step)
                });
                setters.collect()
            }
            Some(Body::Value {
                value,
                required: false,
                annotations,
            }) => {
                let docs = Docs::default()
                    .annotations(annotations)
                    .or("Sets the body; without it, the request has none.".to_owned());
                let (setter, name) = (
                    names::setter(names::WHOLE_BODY),
                    names::value(names::WHOLE_BODY),
                );
                let Argument { accepts, value } = self.body_argument(value);
                let set = self.set_whole(&value);
                vec![quote! {
                    #docs
                    pub fn #setter(mut self, #name: #accepts) -> Self {
                        self.request = self.request #set;
                        self
                    }
                }]
            }
            Some(Body::Value { .. }) | None => Vec::new(),
        }
    }
}

/// The step that sets a field to a value.
fn field_step(field: &Field, value: &TokenStream) -> TokenStream {
    let name = &field.name;
    match field.value.runtime_types() {
        _ if field.is_additional_properties => quote!(.fields(#value)),
        [] => quote!(.field(#name, #value)),
        _ => quote!(.files(#name, #value)),
    }
}

fn form_styles(styles: &[(String, Style)]) -> TokenStream {
    let styles = styles.iter().map(|(name, style)| {
        let style = parameter::pair_style(*style);
        quote!((#name, QueryStyle::#style))
    });
    quote!(&[#(#styles),*])
}

fn part_types(types: &[(String, String)]) -> TokenStream {
    let types = types
        .iter()
        .map(|(name, media_type)| quote!((#name, #media_type)));
    quote!(&[#(#types),*])
}
