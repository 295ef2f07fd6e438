//! The methods of request builders that return the output.

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use super::docs::Docs;
use super::escape::code_span;
use super::output_type::output_type;
use super::stream::{open_stream, select_step, send_stream_method, summary};
use super::types::{debug_tokens, rust_type, value_type};
use super::wrap::wrap_line;
use super::{client_parameters, retry};
use crate::ir::{Location, Operation, Output, PageStyle, Pagination, Type};
use crate::names::{self, FileKind};
use crate::openapi::errors::enumeration;

/// Renders the methods that return the output in parts: `download`, `pages` and `stream`, or `send_stream`.
pub(super) fn streaming_methods(operation: &Operation) -> TokenStream {
    let request = complete_request(operation);
    let methods = match &operation.output {
        Output::Page { item, pagination } => {
            Some(page_methods(operation, item, pagination, &request))
        }
        output if is_downloadable(output) => {
            let docs = Docs::new("Sends the request and streams the body.")
                .markdown("The timeout applies to each wait for data, not to the whole download.")
                .errors_of_send();
            Some(quote! {
                #docs
                pub async fn download(self) -> Result<Download> {
                    #request.download().await
                }
            })
        }
        _ => None,
    };
    let stream = operation.stream.as_ref();
    let send_stream = stream.map(|stream| send_stream_method(stream, &request));
    quote!(#methods #send_stream)
}

fn page_methods(
    operation: &Operation,
    item: &Type,
    pagination: &Pagination,
    request: &TokenStream,
) -> TokenStream {
    let item = rust_type(item, FileKind::Resources);
    let beginning = match pagination.style {
        PageStyle::LastId { .. } => "beginning after",
        _ => "beginning at",
    };
    let mut parameters = operation.parameters.iter();
    let start = parameters.find(|it| {
        it.location == Location::Query && pagination.style.parameter() == Some(&*it.name)
    });
    let start = start.map(|parameter| names::setter(&parameter.label).unraw());
    let start = start.map_or_else(String::new, |setter| format!(", {beginning} `{setter}`"));
    let selector = page_selector(&pagination.style);
    let [page_docs, item_docs] = ["pages", "all items"].map(|streamed| {
        Docs::new(format!(
            "Returns a stream of {streamed}{start}. Pages are fetched on demand{selector}."
        ))
    });
    let pages = match (&pagination.items, &pagination.style) {
        (None, PageStyle::PageNumber { parameter, .. }) => {
            quote!(Pages::new(#request, #parameter))
        }
        _ => quote!(crate::extensions::pagination::pages(#request)),
    };
    quote! {
        #page_docs
        pub fn pages(self) -> Pages<#item> {
            #pages
        }

        #item_docs
        pub fn stream(self) -> Items<#item> {
            self.pages().items()
        }
    }
}

/// Returns the end of a sentence about how pages are requested: `` , by cursor (`after`) ``, or `""` for page numbers.
fn page_selector(style: &PageStyle) -> String {
    let selector = match style {
        PageStyle::PageNumber { .. } => return String::new(),
        PageStyle::Offset { parameter, .. } => format!("offset ({})", code_span(parameter)),
        PageStyle::Cursor { parameter, .. } => format!("cursor ({})", code_span(parameter)),
        PageStyle::LastId { parameter, .. } => {
            format!("the ID of the last item ({})", code_span(parameter))
        }
        PageStyle::Link { next: Some(next) } => {
            format!("the URL at {} in the response", code_span(next))
        }
        PageStyle::Link { next: None } => "the URL in the header `Link`".to_owned(),
    };
    format!(", by {selector}")
}

/// Implements the trait `List` for the request builder, unless the body is the standard envelope `{"data": […], "meta":
/// {…}}`.
pub(super) fn list_impl(operation: &Operation) -> Option<TokenStream> {
    let Output::Page { item, pagination } = &operation.output else {
        return None;
    };
    let items = pagination.items.as_ref()?;
    let builder = names::builder_type(&operation.builder);
    let item = rust_type(item, FileKind::Resources);
    let style = debug_tokens(&pagination.style);
    Some(quote! {
        impl crate::extensions::pagination::List for #builder {
            type Item = #item;
            const ITEMS: &'static str = #items;
            const STYLE: crate::extensions::pagination::Style =
                crate::extensions::pagination::Style::#style;
        }
    })
}

/// Renders `send`, and also `send_with_response` if `send` returns neither a stream nor the raw response.
pub(super) fn send_methods(operation: &Operation) -> TokenStream {
    let output = output_type(&operation.output, FileKind::Resources);
    let docs = send_docs(operation);
    let request = complete_request(operation);
    let stream = operation.stream.as_ref();
    let select = stream.and_then(|stream| select_step(stream, false));
    let (call, needs_send_with_response) = match &operation.output {
        Output::Undeclared { .. } => (quote!(#request.send_with_response()), false),
        Output::Stream(stream) => (open_stream(stream, &request), false),
        _ => (quote!(#request #select.send()), true),
    };
    let send_with_response = needs_send_with_response.then(|| {
        let docs = "Like [`send`](Self::send), but also returns the status, headers and raw body.";
        let docs = Docs::new(docs).errors_of_send();
        quote! {
            #docs
            pub async fn send_with_response(self) -> Result<Response<#output>> {
                #request #select.send_with_response().await
            }
        }
    });
    quote! {
        #docs
        pub async fn send(self) -> Result<#output> {
            #call.await
        }

        #send_with_response
    }
}

/// Renders the request with the idempotency key and client parameters that the caller hasn't set.
fn complete_request(operation: &Operation) -> TokenStream {
    let key = operation.idempotency_key().map(|parameter| {
        let name = &parameter.name;
        quote!(.idempotency_key(#name))
    });
    let from_client = client_parameters::steps(operation);
    quote!(self.request #(#from_client)* #key)
}

fn send_docs(operation: &Operation) -> Docs {
    let first_sentence = match &operation.output {
        Output::Page { .. } => "Sends the request and returns one page.",
        Output::Empty => "Sends the request.",
        Output::Undeclared {
            accepts_redirects: true,
        } => {
            "Sends the request and returns the status, headers and body of the response. A redirect isn't followed."
        }
        Output::Undeclared { .. } => {
            "Sends the request and returns the status, headers and body of the response."
        }
        Output::Stream(stream) => &summary(stream.format),
        Output::Enveloped(_) => {
            "Sends the request and returns the decoded value of `data` in the response body."
        }
        _ => "Sends the request and returns the decoded body.",
    };
    let retries = retry::phrase(&operation.retry).map(|it| format!("By default, it {it}."));
    let retries = retries.map(|it| wrap_line(&it)).unwrap_or_default();
    let docs = Docs::new(first_sentence).paragraph(retries);
    let responses = operation.error_responses.iter();
    let statuses = responses.filter(|it| it.status != "default");
    let statuses: Vec<String> = statuses.map(|it| code_span(&it.status)).collect();
    let documented = match statuses.as_slice() {
        [] => String::new(),
        // A response for all client errors is no information.
        [only] if only == "`4XX`" => String::new(),
        [only] => format!(" The API documents the error status {only}; others are possible."),
        several => format!(
            " The API documents the error statuses {}; others are possible.",
            enumeration(several, "and")
        ),
    };
    let errors = format!(
        "Returns an [`Error`](crate::Error) if the request can't be built or sent, if the server returns an error, or \
         if the response can't be read.{documented}"
    );
    let docs = docs.errors(&errors);
    let error_types = error_types(operation);
    if error_types.is_empty() {
        return docs;
    }
    docs.markdown(
        "[`Error::decode_body`](crate::Error::decode_body) decodes the body of an error response:",
    )
    .paragraph(error_types)
}

/// Returns a list of the types of error bodies with their statuses.
fn error_types(operation: &Operation) -> Vec<String> {
    let mut statuses = IndexMap::<&Type, Vec<String>>::new();
    for error in &operation.error_responses {
        let Some(body) = &error.body else { continue };
        let status = match error.status.as_str() {
            "default" if operation.error_responses.len() == 1 => "every status".to_owned(),
            "default" => "other statuses".to_owned(),
            status => code_span(status),
        };
        statuses.entry(body).or_default().push(status);
    }
    let items = statuses.into_iter().flat_map(|(body, statuses)| {
        let ty = value_type(body);
        let ty = match body.named() {
            Some(name) => format!("[`{ty}`](crate::models::{})", names::ident(name)),
            None => format!("`{ty}`"),
        };
        wrap_line(&format!("* {}: {ty}", enumeration(&statuses, "and")))
    });
    items.collect()
}

/// Whether the start of the body is useful before the end has arrived.
fn is_downloadable(output: &Output) -> bool {
    match output {
        Output::Binary(_) | Output::Text(_) => true,
        Output::Optional(output) => is_downloadable(output),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_selector_describes_every_style_except_numbers() {
        for (style, expected) in [
            (r#"{"page_number": {"parameter": "page"}}"#, ""),
            (
                r#"{"offset": {"parameter": "skip"}}"#,
                ", by offset (`skip`)",
            ),
            (
                r#"{"cursor": {"parameter": "page[after]", "next": "/next"}}"#,
                ", by cursor (`page[after]`)",
            ),
            (
                r#"{"last_id": {"parameter": "after_id"}}"#,
                ", by the ID of the last item (`after_id`)",
            ),
            (
                r#"{"link": {"next": "/links/next"}}"#,
                ", by the URL at `/links/next` in the response",
            ),
            (r#"{"link": {}}"#, ", by the URL in the header `Link`"),
        ] {
            let style = serde_json::from_str(style).unwrap();
            assert_eq!(page_selector(&style), expected);
        }
    }
}
