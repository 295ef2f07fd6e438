//! Enums over the success responses of an operation: a variant for each status.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::docs::Docs;
use super::output::{decoder, is_lenient, output_type};
use super::types::{Scope, rust_type};
use crate::ir::{Output, Response, TypeDefinition};
use crate::names::{self, FileKind};
use crate::render::markdown::code_span;

/// Renders an enum with a variant for each status.
pub(super) struct Responses<'a> {
    pub(super) definition: &'a TypeDefinition,
    pub(super) responses: &'a [Response],
}

impl Responses<'_> {
    /// Returns the response for statuses that no other response names: a range, `default`, or else the first response.
    fn fallback(&self) -> Option<&Response> {
        let mut responses = self.responses.iter();
        responses
            .find(|it| status_code(it).is_none())
            .or(self.responses.first())
    }

    fn variant(&self, response: &Response) -> TokenStream {
        let status = code_span(&response.status);
        let is_fallback = self.fallback() == Some(response);
        let others = match is_fallback && status_code(response).is_some() {
            true => " and undocumented success statuses",
            false => "",
        };
        let text = format!("{status}{others}: {}", response.description.trim());
        let docs = Docs::default().description(Some(&text));
        let name = names::variant(&response.name);
        let value = (response.output != Output::Empty).then(|| {
            let value = output_type(&response.output, Scope::Models);
            quote!((#value))
        });
        quote! { #docs #name #value, }
    }
}

/// Returns the status code of a response, or `None` if its status is a range or `default`.
fn status_code(response: &Response) -> Option<u16> {
    response.status.parse().ok()
}

/// Renders the expression that decodes the body of a response as a variant.
fn decode(response: &Response) -> TokenStream {
    let name = names::variant(&response.name);
    let Some(decoder) = decoder(&response.output).filter(|_| response.output != Output::Empty)
    else {
        return quote!(Ok(Self::#name));
    };
    let module = match names::imported_from(FileKind::Resources, decoder) {
        Some("crate::extensions") => quote!(crate::extensions),
        _ => quote!(body),
    };
    let decoder = names::ident(decoder);
    let ty = response.output.json_type();
    let value = ty.map(|ty| rust_type(ty, Scope::Models));
    let decoder = match (is_lenient(&response.output), value) {
        (true, Some(value)) => quote!(#module::Lenient::<#module::#decoder<#value>>),
        (_, Some(value)) => quote!(#module::#decoder::<#value>),
        (_, None) => quote!(#module::#decoder),
    };
    quote!(#decoder::decode(status, bytes).map(Self::#name))
}

impl ToTokens for Responses<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let docs = Docs::default().description(self.definition.description.as_deref());
        let name = names::ident(&self.definition.name);
        let variants = self.responses.iter().map(|response| self.variant(response));
        let fallback = self.fallback();
        let responses = self.responses.iter();
        let others = responses.filter(|response| Some(*response) != fallback);
        let arms = others.filter_map(|response| {
            let status = Literal::u16_unsuffixed(status_code(response)?);
            let decode = decode(response);
            Some(quote!(#status => #decode,))
        });
        let decode_fallback = fallback.map(decode);
        tokens.extend(quote! {
            #docs
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub enum #name { #(#variants)* }

            impl body::ResponseBody for #name {
                type Value = Self;

                fn decode(status: reqwest::StatusCode, bytes: &[u8]) -> body::Decoded<Self> {
                    match status.as_u16() {
                        #(#arms)*
                        _ => #decode_fallback,
                    }
                }
            }
        });
    }
}
