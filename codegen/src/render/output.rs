//! Outputs of operations: their type, and the methods that send a request.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Docs;
use super::operation::OperationCode;
use super::root::path_tokens;
use super::types::{Imports, Scope, rust_type};
use crate::ir::Output;
use crate::names::{self, Import};

/// Returns the type of an output.
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

/// Renders the type that decodes a body: with its path among the models, elsewhere by its name alone.
pub(super) fn reader(output: &Output, scope: Scope) -> TokenStream {
    let Some(import) = reader_import(output) else {
        return value_of(output, scope);
    };
    let inner = match output {
        Output::Optional(output) => Some(reader(output, scope)),
        output => output.value().map(|value| rust_type(value, scope)),
    };
    let inner = inner.map(|inner| quote!(<#inner>));
    let name = names::ident(import.name());
    match scope {
        Scope::Models => {
            let module = path_tokens(import.module());
            quote!(#module::#name #inner)
        }
        Scope::Resources => quote!(#name #inner),
    }
}

/// Returns the runtime type to import for a body, if any.
fn reader_import(output: &Output) -> Option<Import> {
    match output {
        Output::Empty => Some(Import::NoContent),
        Output::Binary(_) => Some(Import::Binary),
        Output::Text(_) => Some(Import::Text),
        Output::Json(_) => Some(Import::Json),
        Output::Enveloped(_) => Some(Import::Data),
        Output::Optional(_) => Some(Import::Optional),
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
            for import in [Import::Items, Import::Page, Import::Pages] {
                imports.add(import);
            }
        }
        if is_streamed(output) {
            imports.add(Import::Download);
        }
        if output.accept().is_some() || is_streamed(output) {
            imports.add_request_ext();
        }
    }

    /// Renders the `Accept` header of an output that isn't JSON.
    pub(super) fn accept(&self) -> Option<TokenStream> {
        let media_types = self.operation.output.accept()?;
        Some(quote!(.header("accept", #media_types)))
    }

    pub(super) fn response_body(&self) -> TokenStream {
        reader(&self.operation.output, Scope::Resources)
    }

    /// Returns the type of the output.
    pub(super) fn value(&self) -> TokenStream {
        value_of(&self.operation.output, Scope::Resources)
    }

    /// Renders the methods that return the output in parts.
    pub(super) fn piecemeal(&self) -> Option<TokenStream> {
        if is_streamed(&self.operation.output) {
            return Some(quote! {
                #[doc = " Sends the request and streams the body. The timeout limits the wait for each piece, not the whole download."]
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
            #[doc = " Returns a stream over the pages; fetches each page when it is requested."]
            pub fn pages(self) -> Pages<#item> {
                Pages::new(self.request, #number_parameter)
            }

            #[doc = " Returns a stream over all items; fetches each page when its first item is requested."]
            pub fn stream(self) -> Items<#item> {
                self.pages().items()
            }
        })
    }

    pub(super) fn send_docs(&self) -> Docs {
        let line = match &self.operation.output {
            Output::Page { .. } => "Sends the request and returns one page.",
            Output::Empty => "Sends the request.",
            _ => "Sends the request and returns the decoded response.",
        };
        let statuses = self.operation.error_responses.iter();
        let statuses = statuses
            .map(|failure| format!("`{}`", failure.status))
            .collect::<Vec<_>>();
        let error = "Returns an [`Error`](crate::Error) if the call fails.";
        Docs::new(line)
            .line("# Errors")
            .line(match statuses.as_slice() {
                [] => error.to_owned(),
                [status] => format!("{error} Documented status: {status}."),
                statuses => format!("{error} Documented statuses: {}.", statuses.join(", ")),
            })
    }
}

fn add_reader(output: &Output, imports: &mut Imports) {
    if let Output::Optional(output) = output {
        add_reader(output, imports);
    }
    if let Some(import) = reader_import(output) {
        imports.add(import);
    }
}

/// Whether a caller can use the start of the body before the rest has arrived.
fn is_streamed(output: &Output) -> bool {
    match output {
        Output::Binary(_) | Output::Text(_) => true,
        Output::Optional(output) => is_streamed(output),
        _ => false,
    }
}
