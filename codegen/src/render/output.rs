//! What an operation gives: its type, and the ways to get it.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Docs;
use super::operation::OperationCode;
use super::types::{Imports, Scope, rust_type};
use crate::ir::Output;

impl OperationCode<'_> {
    pub(super) fn add_output_imports(&self, imports: &mut Imports) {
        match &self.operation.output {
            Output::Empty => imports.add("crate::envelope", "NoContent"),
            Output::Binary(_) => imports.add("crate::envelope", "Binary"),
            Output::Whole(value) => {
                imports.add("crate::envelope", "Json");
                self.add_value(value, imports);
            }
            Output::Enveloped(value) => {
                imports.add("crate::envelope", "Data");
                self.add_value(value, imports);
            }
            Output::Page { item, .. } => {
                self.add_value(item, imports);
                for name in ["Items", "Page", "Pages"] {
                    imports.add("crate", name);
                }
            }
        }
    }

    /// The header that asks for what is not JSON.
    pub(super) fn accept(&self) -> Option<TokenStream> {
        match &self.operation.output {
            Output::Binary(media_type) => Some(quote!(.header("accept", #media_type))),
            _ => None,
        }
    }

    pub(super) fn response_body(&self) -> TokenStream {
        match &self.operation.output {
            Output::Empty => quote!(NoContent),
            Output::Binary(_) => quote!(Binary),
            Output::Whole(value) => {
                let value = rust_type(value, Scope::Resources);
                quote!(Json<#value>)
            }
            Output::Enveloped(value) => {
                let value = rust_type(value, Scope::Resources);
                quote!(Data<#value>)
            }
            Output::Page { .. } => self.value(),
        }
    }

    /// What the operation gives.
    pub(super) fn value(&self) -> TokenStream {
        match &self.operation.output {
            Output::Empty => quote!(()),
            Output::Binary(_) => quote!(Vec<u8>),
            Output::Whole(value) | Output::Enveloped(value) => rust_type(value, Scope::Resources),
            Output::Page { item, .. } => {
                let item = rust_type(item, Scope::Resources);
                quote!(Page<#item>)
            }
        }
    }

    pub(super) fn paging(&self) -> Option<TokenStream> {
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
        let statuses = self.operation.failures.iter();
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
