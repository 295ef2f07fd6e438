//! Outputs of operations: their type, and the methods that send a request.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use super::docs::Docs;
use super::operation::OperationCode;
use super::types::{Imports, Scope, has_lenient_spelling, rust_type};
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

/// Renders the type that decodes a body.
fn reader(output: &Output) -> TokenStream {
    let Some(import) = reader_import(output) else {
        return value_of(output, Scope::Resources);
    };
    let inner = match output {
        Output::Optional(output) => Some(reader(output)),
        output => output
            .value()
            .map(|value| rust_type(value, Scope::Resources)),
    };
    let inner = inner.map(|inner| quote!(<#inner>));
    let name = names::ident(import.name());
    match is_lenient(output) {
        true => quote!(Lenient<#name #inner>),
        false => quote!(#name #inner),
    }
}

/// Whether `Lenient` decodes the body.
pub(super) fn is_lenient(output: &Output) -> bool {
    match output {
        Output::Json(value) | Output::Enveloped(value) => has_lenient_spelling(value),
        _ => false,
    }
}

/// Returns the runtime type to import for a body, if any.
pub(super) fn reader_import(output: &Output) -> Option<Import> {
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
        reader(&self.operation.output)
    }

    /// Returns the type of the output.
    pub(super) fn value(&self) -> TokenStream {
        value_of(&self.operation.output, Scope::Resources)
    }

    /// Renders the methods that return the output in parts.
    pub(super) fn streaming_methods(&self) -> Option<TokenStream> {
        if is_streamed(&self.operation.output) {
            let docs = Docs::new("Sends the request and streams the body.")
                .markdown("The timeout applies to each wait for data, not to the whole download.")
                .errors_of_send();
            return Some(quote! {
                #docs
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
        let parameters = &mut self.operation.other_parameters.iter();
        let number = parameters.find(|parameter| parameter.name == *number_parameter);
        let start = number.map_or_else(String::new, |number| {
            let setter = names::setter(&number.label).unraw();
            format!(", beginning at `{setter}`")
        });
        let docs = |streamed: &str| {
            let text =
                format!("Returns a stream of {streamed}{start}. Pages are fetched on demand.");
            Docs::new(text)
        };
        let (page_docs, item_docs) = (docs("pages"), docs("all items"));
        Some(quote! {
            #page_docs
            pub fn pages(self) -> Pages<#item> {
                Pages::new(self.request, #number_parameter)
            }

            #item_docs
            pub fn stream(self) -> Items<#item> {
                self.pages().items()
            }
        })
    }

    pub(super) fn send_docs(&self) -> Docs {
        let line = match &self.operation.output {
            Output::Page { .. } => "Sends the request and returns one page.",
            Output::Empty => "Sends the request.",
            _ => "Sends the request and returns the decoded body.",
        };
        let error = "Returns an [`Error`](crate::Error) if the request can't be built or sent, \
                     or if the server returns an error.";
        let statuses = self.operation.error_responses.iter();
        let statuses: Vec<String> = statuses
            .map(|response| format!("`{}`", response.status))
            .collect();
        let documented = match statuses.split_last() {
            None => String::new(),
            Some((only, [])) if only == "`4XX`" => String::new(),
            Some((only, [])) => format!(" The API documents {only}; other statuses are possible."),
            Some((last, others)) => format!(
                " The API documents {} and {last}; other statuses are possible.",
                others.join(", ")
            ),
        };
        Docs::new(line).errors(&format!("{error}{documented}"))
    }
}

fn add_reader(output: &Output, imports: &mut Imports) {
    if let Output::Optional(output) = output {
        add_reader(output, imports);
    }
    if let Some(import) = reader_import(output) {
        imports.add(import);
    }
    if is_lenient(output) {
        imports.add(Import::Lenient);
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
