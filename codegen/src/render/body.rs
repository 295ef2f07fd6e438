//! Request bodies: the arguments, setters and calls that build them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::Docs;
use super::operation::{OperationCode, setter, setter_value};
use super::parameter;
use super::types::{Argument, Imports, Scope, argument, pairs};
use crate::ir::{Body, Encoding, Field, Style, Type};
use crate::names::{self, Import};
use crate::render::markdown::code_span;

/// The end of a comment of a setter that accepts null.
pub(super) const SENDS_NULL: &str = "`None` sends null.";

/// The media type that the runtime sets by default.
const JSON: &str = "application/json";

impl OperationCode<'_> {
    pub(super) fn add_body_imports(&self, imports: &mut Imports) {
        let Some(body) = &self.operation.body else {
            return;
        };
        match body {
            Body::Fields(fields) => {
                for field in fields {
                    let inner = field
                        .value
                        .inner()
                        .filter(|_| field.is_additional_properties);
                    self.add_value(inner.unwrap_or(&field.value), imports);
                }
            }
            Body::Value { value, .. } => self.add_value(value, imports),
        }
        let has_rest = matches!(body, Body::Fields(fields) if fields.iter().any(|it| it.is_additional_properties));
        let is_plain_json = matches!(&self.operation.encoding, Encoding::Json(it) if it == JSON);
        if has_rest || !is_plain_json {
            imports.add_request_ext();
        }
        if let Body::Fields(fields) = body
            && fields.iter().any(|field| field.nullable)
        {
            imports.add(Import::Nullable);
        }
        if let Encoding::Form(styles) = &self.operation.encoding
            && !styles.is_empty()
        {
            imports.add(Import::PairStyle);
        }
    }

    /// Returns the arguments of the method for the body, each with the call that uses it.
    pub(super) fn add_body_arguments(
        &self,
        parameters: &mut Vec<TokenStream>,
        steps: &mut Vec<TokenStream>,
    ) {
        match &self.operation.body {
            Some(Body::Fields(fields)) => {
                steps.push(self.begin_fields());
                for field in fields.iter().filter(|field| field.required) {
                    let name = names::field_or_argument(&field.label);
                    let Argument { accepts, value } = self.field_argument(field, &name);
                    parameters.push(quote!(#name: #accepts));
                    steps.push(field_step(field, &value));
                }
            }
            Some(Body::Value {
                value,
                required: true,
                ..
            }) => {
                let name = names::field_or_argument(names::WHOLE_BODY);
                let Argument { accepts, value } = self.body_argument(value, &name);
                parameters.push(quote!(#name: #accepts));
                steps.push(self.set_whole(&value));
            }
            Some(Body::Value { .. }) | None => {}
        }
    }

    /// Renders the call that creates a body of fields.
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

    /// Renders the call that sets the body to one value.
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

    /// Renders the header for a JSON media type other than `application/json`.
    fn content_type(&self) -> Option<TokenStream> {
        match &self.operation.encoding {
            Encoding::Json(media_type) if media_type != JSON => {
                Some(quote!(.header("content-type", #media_type)))
            }
            _ => None,
        }
    }

    /// Returns the argument for a body that is one value.
    pub(super) fn body_argument(&self, value: &Type, name: &Ident) -> Argument {
        argument(name, value, false, Scope::Resources, self.catalog)
    }

    /// Returns the argument for a field, of the method or of a setter.
    pub(super) fn field_argument(&self, field: &Field, name: &Ident) -> Argument {
        argument(
            name,
            &field.value,
            field.nullable,
            Scope::Resources,
            self.catalog,
        )
    }

    /// Renders the setters of optional fields.
    pub(super) fn body_setters(&self) -> Vec<TokenStream> {
        match &self.operation.body {
            Some(Body::Fields(fields)) => {
                let fields = fields.iter().filter(|field| !field.required);
                fields.map(|field| self.field_setter(field)).collect()
            }
            Some(Body::Value {
                value,
                required: false,
                annotations,
            }) => {
                let summary = "Sets the body. Without it, the request has no body.";
                let docs = Docs::default().setter(annotations, summary, None);
                let Argument { accepts, value } = self.body_argument(value, &setter_value());
                let step = self.set_whole(&value);
                vec![setter(names::WHOLE_BODY, false, &docs, &accepts, &step)]
            }
            Some(Body::Value { .. }) | None => Vec::new(),
        }
    }

    fn field_setter(&self, field: &Field) -> TokenStream {
        let Argument { accepts, value } = self.field_argument(field, &setter_value());
        let Field {
            label, annotations, ..
        } = field;
        let summary = match field.is_additional_properties {
            true => "Adds body fields that have no setter of their own.".to_owned(),
            false => format!("Sets {}.", code_span(&field.name)),
        };
        let effect = match self.operation.http_method {
            "PATCH" | "PUT" => "`None` clears it.",
            _ => SENDS_NULL,
        };
        let null = field.nullable.then_some(effect);
        let docs = Docs::default().setter(annotations, &summary, null);
        let step = field_step(field, &value);
        setter(label, annotations.deprecated, &docs, &accepts, &step)
    }
}

/// Renders the call that sets a field.
fn field_step(field: &Field, value: &TokenStream) -> TokenStream {
    let name = &field.name;
    match field.value.runtime_types() {
        _ if field.is_additional_properties => {
            let pairs = pairs(&setter_value());
            quote!(.fields(#pairs))
        }
        [] => quote!(.field(#name, #value)),
        _ => quote!(.files(#name, #value)),
    }
}

fn form_styles(styles: &[(String, Style)]) -> TokenStream {
    let styles = styles.iter().map(|(name, style)| {
        let style = parameter::pair_style(*style);
        quote!((#name, PairStyle::#style))
    });
    quote!(&[#(#styles),*])
}

fn part_types(types: &[(String, String)]) -> TokenStream {
    let types = types
        .iter()
        .map(|(name, media_type)| quote!((#name, #media_type)));
    quote!(&[#(#types),*])
}
