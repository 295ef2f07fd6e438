//! Enums over the responses of an operation, by status.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::docs::Docs;
use super::output::{reader, value_of};
use super::types::{Imports, Scope};
use crate::ir::{Output, Response, TypeDefinition};
use crate::names;
use crate::render::markdown::code_span;

/// Renders an enum with a variant for each status.
pub(super) struct Answers<'a> {
    pub(super) definition: &'a TypeDefinition,
    pub(super) answers: &'a [Response],
}

impl Answers<'_> {
    pub(super) fn add_imports(&self, imports: &mut Imports) {
        for value in self.definition.shape.parts() {
            imports.add_type(value);
        }
    }

    fn variant(answer: &Response) -> TokenStream {
        let status = code_span(&answer.status);
        let docs = Docs::default().text(Some(&format!("{} {status}", answer.description.trim())));
        let name = names::variant(&answer.name);
        let value = (answer.output != Output::Empty).then(|| {
            let value = value_of(&answer.output, Scope::Models);
            quote!((#value))
        });
        quote! { #docs #name #value, }
    }

    /// Renders the decoder of a response.
    fn reading(answer: &Response) -> TokenStream {
        let name = names::variant(&answer.name);
        if answer.output == Output::Empty {
            return quote!(Ok(Self::#name));
        }
        let reader = reader(&answer.output, Scope::Models);
        quote! {
            <#reader as crate::runtime::response::body::ResponseBody>::decode(status, body).map(Self::#name)
        }
    }
}

impl ToTokens for Answers<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let docs = Docs::default().text(self.definition.description.as_deref());
        let name = names::ident(&self.definition.name);
        let variants = self.answers.iter().map(Self::variant);
        // An undocumented status uses the `default` response, or else the first.
        let is_code = |answer: &&Response| answer.status.parse::<u16>().is_ok();
        let others = self.answers.iter().find(|answer| !is_code(answer));
        let others = others.or(self.answers.first());
        let codes = self.answers.iter().filter(|answer| Some(*answer) != others);
        let arms = codes.filter_map(|answer| {
            let status = proc_macro2::Literal::u16_unsuffixed(answer.status.parse().ok()?);
            let reading = Self::reading(answer);
            Some(quote!(#status => #reading,))
        });
        let others = others.map(Self::reading);
        tokens.extend(quote! {
            #docs
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub enum #name { #(#variants)* }

            impl crate::runtime::response::body::ResponseBody for #name {
                type Value = Self;

                fn decode(status: reqwest::StatusCode, body: &[u8]) -> crate::runtime::response::body::Decoded<Self> {
                    match status.as_u16() {
                        #(#arms)*
                        _ => #others,
                    }
                }
            }
        });
    }
}
