//! What an operation gives: its type, and the ways to get it.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Docs;
use super::operation::OperationCode;
use super::types::{Imports, Scope, rust_type};
use crate::ir::Output;
use crate::names;

/// The type of what is given.
pub(super) fn value_of(output: &Output, scope: Scope) -> TokenStream {
    match output {
        Output::Empty => quote!(()),
        Output::Binary(_) => quote!(Vec<u8>),
        Output::Text(_) => quote!(String),
        Output::Json(value) | Output::Enveloped(value) | Output::ByStatus { value, .. } => {
            rust_type(value, scope)
        }
        Output::Page { item, .. } => {
            let item = rust_type(item, scope);
            quote!(Page<#item>)
        }
        Output::Optional(output) => {
            let value = value_of(output, scope);
            quote!(Option<#value>)
        }
    }
}

/// The type of the runtime that reads a body, with `path` before its name.
pub(super) fn reader(output: &Output, scope: Scope, path: &TokenStream) -> TokenStream {
    let Some(name) = reader_name(output).map(names::ident) else {
        return value_of(output, scope);
    };
    let inner = match output {
        Output::Optional(output) => Some(reader(output, scope, path)),
        output => output.value().map(|value| rust_type(value, scope)),
    };
    let inner = inner.map(|inner| quote!(<#inner>));
    quote!(#path #name #inner)
}

/// What the reader of a body is called; nothing for what reads itself.
fn reader_name(output: &Output) -> Option<&'static str> {
    match output {
        Output::Empty => Some("NoContent"),
        Output::Binary(_) => Some("Binary"),
        Output::Text(_) => Some("Text"),
        Output::Json(_) => Some("Json"),
        Output::Enveloped(_) => Some("Data"),
        Output::Optional(_) => Some("Optional"),
        Output::Page { .. } | Output::ByStatus { .. } => None,
    }
}

impl OperationCode<'_> {
    pub(super) fn add_output_imports(&self, imports: &mut Imports) {
        let output = &self.operation.output;
        add_reader(output, imports);
        if let Some(value) = output.value() {
            self.add_value(value, imports);
        }
        if let Output::Page { .. } = output {
            for name in ["Items", "Page", "Pages"] {
                imports.add("crate", name);
            }
        }
        if is_streamed(output) {
            imports.add("crate", "Download");
        }
    }

    /// The header that asks for what is not JSON.
    pub(super) fn accept(&self) -> Option<TokenStream> {
        let media_types = self.operation.output.accept()?;
        Some(quote!(.header("accept", #media_types)))
    }

    pub(super) fn response_body(&self) -> TokenStream {
        reader(
            &self.operation.output,
            Scope::Resources,
            &TokenStream::new(),
        )
    }

    /// What the operation gives.
    pub(super) fn value(&self) -> TokenStream {
        value_of(&self.operation.output, Scope::Resources)
    }

    /// The ways to get it bit by bit.
    pub(super) fn piecemeal(&self) -> Option<TokenStream> {
        if is_streamed(&self.operation.output) {
            return Some(quote! {
                #[doc = " Sends the request and gives the body piece by piece, as it comes: of any length, for any time. The timeout bounds the time without a piece."]
                pub async fn download(self) -> Result<Download> {
                    self.request.download().await
                }
            });
        }
        let Output::Page {
            item,
            number_parameter,
        } = &self.operation.output
        else {
            return None;
        };
        let item = rust_type(item, Scope::Resources);
        Some(quote! {
            #[doc = " Goes through the pages; each is fetched when it is asked for."]
            pub fn pages(self) -> Pages<#item> {
                Pages::new(self.request, #number_parameter)
            }

            #[doc = " Goes through the items of all pages; each page is fetched when its first item is asked for."]
            pub fn stream(self) -> Items<#item> {
                self.pages().items()
            }
        })
    }

    pub(super) fn send_docs(&self) -> Docs {
        let line = match &self.operation.output {
            Output::Page { .. } => "Sends the request and gives one page.",
            _ => "Sends the request.",
        };
        let statuses = self.operation.error_responses.iter();
        let statuses = statuses
            .map(|failure| format!("`{}`", failure.status))
            .collect::<Vec<_>>();
        Docs::new(match statuses.as_slice() {
            [] => line.to_owned(),
            statuses => format!(
                "{line} The API documents these failures: {}.",
                statuses.join(", ")
            ),
        })
    }
}

fn add_reader(output: &Output, imports: &mut Imports) {
    if let Output::Optional(output) = output {
        add_reader(output, imports);
    }
    if let Some(name) = reader_name(output) {
        imports.add("crate::runtime::response::envelope", name);
    }
}

/// Whether the body is anything that may be of use before all of it is there.
fn is_streamed(output: &Output) -> bool {
    match output {
        Output::Binary(_) | Output::Text(_) => true,
        Output::Optional(output) => is_streamed(output),
        _ => false,
    }
}
