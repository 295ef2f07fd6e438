//! Enums of the success responses of an operation, with a variant for each status.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::Docs;
use super::escape::code_span;
use super::output_type::{decoder_type, output_type};
use super::types::equality;
use crate::ir::{Output, Response, TypeDefinition};
use crate::names::{self, FileKind};

pub(super) fn item(definition: &TypeDefinition, responses: &[Response]) -> TokenStream {
    let docs = Docs::default().description(definition.description.as_deref());
    let equality = equality(definition);
    let name = names::ident(&definition.name);
    // The response for all other statuses: a range or `default`, or the first response.
    let without_code = responses.iter().find(|it| status_code(it).is_none());
    let fallback = without_code.or(responses.first());
    let variants = responses.iter().map(|response| {
        let holds_undocumented = without_code.is_none() && Some(response) == fallback;
        variant(response, holds_undocumented)
    });
    let others = responses.iter().filter(|it| Some(*it) != fallback);
    let arms = others.filter_map(|response| {
        let status = Literal::u16_unsuffixed(status_code(response)?);
        let decode = decode(response);
        Some(quote!(#status => #decode,))
    });
    let decode_fallback = fallback.map(decode);
    quote! {
        #docs
        #[derive(Clone, Debug, #equality)]
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
    }
}

/// Returns the status code of a response, or `None` for a range or `default`.
fn status_code(response: &Response) -> Option<u16> {
    response.status.parse().ok()
}

/// Renders a variant. `holds_undocumented` is true for the variant of undocumented success statuses.
fn variant(response: &Response, holds_undocumented: bool) -> TokenStream {
    let label_suffix = match holds_undocumented {
        true => " and undocumented success statuses",
        false => "",
    };
    let label = format!("{}{label_suffix}", code_span(&response.status));
    let docs = Docs::labelled(&label, Some(&response.description));
    let name = names::variant(&response.name);
    let value = (response.output != Output::Empty).then(|| {
        let value = output_type(&response.output, FileKind::Models);
        quote!((#value))
    });
    quote! { #docs #name #value, }
}

fn decode(response: &Response) -> TokenStream {
    let name = names::variant(&response.name);
    if response.output == Output::Empty {
        return quote!(Ok(Self::#name));
    }
    let decoder = decoder_type(&response.output, FileKind::Models);
    quote!(<#decoder>::decode(status, bytes).map(Self::#name))
}
