//! Outputs of operations: their types, and the methods of request builders that return them.

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt;

use super::docs::Docs;
use super::escape::code_span;
use super::signature::plain;
use super::stream::{
    item_decoder, select_step, send_method, send_stream_method, stream_type, summary,
};
use super::types::{has_lenient_spelling, rust_type};
use super::wrap::wrapped_paragraph;
use super::{client_parameters, retry};
use crate::ir::{Operation, Output, PageStyle, Pagination, Type};
use crate::names::{self, FileKind};
use crate::openapi::errors::enumeration;

/// Returns the type of an output.
pub(super) fn output_type(output: &Output, kind: FileKind) -> TokenStream {
    match output {
        Output::Empty => quote!(()),
        Output::Binary(_) => quote!(Vec<u8>),
        Output::Undeclared { .. } => quote!(Response<Vec<u8>>),
        Output::Text(_) => quote!(String),
        Output::Stream(stream) => stream_type(stream, kind),
        Output::Json(ty) | Output::Enveloped(ty) | Output::ByStatus { ty, .. } => {
            rust_type(ty, kind)
        }
        Output::Page { item, .. } => {
            let item = rust_type(item, kind);
            quote!(Page<#item>)
        }
        Output::Optional(output) => {
            let value = output_type(output, kind);
            quote!(Option<#value>)
        }
    }
}

/// Returns the type that decodes the response of an operation.
pub(super) fn operation_decoder_type(operation: &Operation) -> TokenStream {
    match &operation.output {
        Output::Page { pagination, .. } if pagination.items.is_some() => {
            let builder = names::builder_type(&operation.builder);
            quote!(crate::extensions::pagination::ListPage<#builder>)
        }
        output => decoder_type(output),
    }
}

/// Returns the type that decodes the body: `Data<models::Room>` for an enveloped `Room`.
pub(super) fn decoder_type(output: &Output) -> TokenStream {
    if let Output::Stream(stream) = output {
        return item_decoder(stream);
    }
    let Some(decoder) = decoder(output) else {
        return output_type(output, FileKind::Resources);
    };
    let inner = match output {
        Output::Optional(output) => Some(decoder_type(output)),
        output => output
            .json_type()
            .map(|ty| rust_type(ty, FileKind::Resources)),
    };
    let inner = inner.map(|inner| quote!(<#inner>));
    let decoder = names::ident(decoder);
    match is_lenient(output) {
        true => quote!(Lenient<#decoder #inner>),
        false => quote!(#decoder #inner),
    }
}

/// Whether the body needs `Lenient`, the decoder that accepts harmless spellings such as `10.0` for an integer.
pub(super) fn is_lenient(output: &Output) -> bool {
    match output {
        Output::Json(value) | Output::Enveloped(value) => has_lenient_spelling(value),
        _ => false,
    }
}

/// Returns the name of the runtime type that decodes the body, or `None` if the type of the output decodes itself.
pub(super) fn decoder(output: &Output) -> Option<&'static str> {
    match output {
        Output::Empty => Some("NoContent"),
        Output::Binary(_) | Output::Undeclared { .. } => Some("Binary"),
        Output::Text(_) => Some("Text"),
        Output::Json(_) => Some("Json"),
        Output::Enveloped(_) => Some("Data"),
        Output::Optional(_) => Some("Optional"),
        Output::Page { .. } | Output::ByStatus { .. } | Output::Stream(_) => None,
    }
}

/// Renders the methods that return the output in parts: `download`, or `pages` and `stream`, and `send_stream`.
pub(super) fn streaming_methods(operation: &Operation) -> TokenStream {
    let methods = match &operation.output {
        Output::Page { item, pagination } => Some(page_methods(operation, item, pagination)),
        output => is_downloadable(output).then(|| download_method(operation)),
    };
    let send_stream = operation
        .stream
        .as_ref()
        .map(|stream| send_stream_method(stream, &complete_request(operation)));
    quote!(#methods #send_stream)
}

fn download_method(operation: &Operation) -> TokenStream {
    let request = complete_request(operation);
    let docs = Docs::new("Sends the request and streams the body.")
        .markdown("The timeout applies to each wait for data, not to the whole download.")
        .errors_of_send();
    quote! {
        #docs
        pub async fn download(self) -> Result<Download> {
            #request.download().await
        }
    }
}

fn page_methods(operation: &Operation, item: &Type, pagination: &Pagination) -> TokenStream {
    let item = rust_type(item, FileKind::Resources);
    let mut parameters = operation.other_parameters.iter();
    let start = parameters.find(|it| pagination.style.parameter() == Some(&*it.name));
    let beginning = match pagination.style {
        PageStyle::LastId { .. } => "beginning after",
        _ => "beginning at",
    };
    let start = start.map_or_else(String::new, |parameter| {
        format!(
            ", {beginning} `{}`",
            names::setter(&parameter.label).unraw()
        )
    });
    let selector = page_selector(&pagination.style);
    let docs = |streamed: &str| {
        Docs::new(format!(
            "Returns a stream of {streamed}{start}. Pages are fetched on demand{selector}."
        ))
    };
    let request = complete_request(operation);
    let (page_docs, item_docs) = (docs("pages"), docs("all items"));
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

/// Returns how pages are requested, as the end of a sentence: `` , by cursor (`after`) ``; `""` if by number.
fn page_selector(style: &PageStyle) -> String {
    match style {
        PageStyle::PageNumber { .. } => String::new(),
        PageStyle::Offset { parameter, .. } => format!(", by offset ({})", code_span(parameter)),
        PageStyle::Cursor { parameter, .. } => format!(", by cursor ({})", code_span(parameter)),
        PageStyle::LastId { parameter, .. } => {
            format!(", by the ID of the last item ({})", code_span(parameter))
        }
        PageStyle::Link { next: Some(next) } => {
            format!(", by the URL at {} in the response", code_span(next))
        }
        PageStyle::Link { next: None } => ", by the URL in the header `Link`".to_owned(),
    }
}

/// Renders the implementation of the trait `List` for the request builder, unless the list is in the standard envelope.
pub(super) fn list_impl(operation: &Operation) -> Option<TokenStream> {
    let Output::Page { item, pagination } = &operation.output else {
        return None;
    };
    let items = pagination.items.as_ref()?;
    let builder = names::builder_type(&operation.builder);
    let item = rust_type(item, FileKind::Resources);
    let style = style(&pagination.style);
    Some(quote! {
        impl crate::extensions::pagination::List for #builder {
            type Item = #item;
            const ITEMS: &'static str = #items;
            const STYLE: crate::extensions::pagination::Style = #style;
        }
    })
}

/// Returns the expression for a style of pagination.
fn style(style: &PageStyle) -> TokenStream {
    let optional = |text: &Option<String>| match text {
        Some(text) => quote!(Some(#text)),
        None => quote!(None),
    };
    let (variant, fields) = match style {
        PageStyle::PageNumber {
            parameter,
            total_pages,
        } => {
            let total_pages = optional(total_pages);
            let fields = quote!(parameter: #parameter, total_pages: #total_pages);
            ("PageNumber", fields)
        }
        PageStyle::Offset { parameter, total } => {
            let total = optional(total);
            ("Offset", quote!(parameter: #parameter, total: #total))
        }
        PageStyle::Cursor {
            parameter,
            next,
            has_more,
        } => {
            let has_more = optional(has_more);
            let fields = quote!(parameter: #parameter, next: #next, has_more: #has_more);
            ("Cursor", fields)
        }
        PageStyle::LastId {
            parameter,
            id,
            has_more,
        } => {
            let has_more = optional(has_more);
            let fields = quote!(parameter: #parameter, id: #id, has_more: #has_more);
            ("LastId", fields)
        }
        PageStyle::Link { next } => {
            let next = optional(next);
            ("Link", quote!(next: #next))
        }
    };
    let variant = format_ident!("{variant}");
    quote!(crate::extensions::pagination::Style::#variant { #fields })
}

/// Renders the methods that send the request and decode the body.
pub(super) fn send_methods(operation: &Operation) -> TokenStream {
    let output = output_type(&operation.output, FileKind::Resources);
    let docs = send_docs(operation);
    let request = complete_request(operation);
    if let Output::Undeclared { .. } = operation.output {
        return quote! {
            #docs
            pub async fn send(self) -> Result<#output> {
                #request.send_with_response().await
            }
        };
    }
    if let Output::Stream(stream) = &operation.output {
        return send_method(stream, &request, &docs);
    }
    let stream = operation.stream.as_ref();
    let select = stream.and_then(|stream| select_step(stream, false));
    let with_response_docs =
        Docs::new("Like [`send`](Self::send), but also returns the status, headers and raw body.")
            .errors_of_send();
    quote! {
        #docs
        pub async fn send(self) -> Result<#output> {
            #request #select.send().await
        }

        #with_response_docs
        pub async fn send_with_response(self) -> Result<Response<#output>> {
            #request #select.send_with_response().await
        }
    }
}

/// Renders the request with the values that the caller may have omitted: a new idempotency key, and the parameters of
/// the client.
fn complete_request(operation: &Operation) -> TokenStream {
    let key = operation.idempotency_key().map(|parameter| {
        let name = &parameter.name;
        quote!(.idempotency_key(#name))
    });
    let from_client = client_parameters::steps(operation);
    quote!(self.request #(#from_client)* #key)
}

/// Returns the comment of the method `send`.
fn send_docs(operation: &Operation) -> Docs {
    let docs = Docs::new(match &operation.output {
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
        Output::Stream(stream) => summary(stream.format),
        Output::Enveloped(_) => {
            "Sends the request and returns the decoded value of `data` in the response body."
        }
        _ => "Sends the request and returns the decoded body.",
    });
    let retries = retry::description(&operation.retry);
    let docs = docs.paragraph(retries.map(|it| wrapped_paragraph(&it)).unwrap_or_default());
    let error = "Returns an [`Error`](crate::Error) if the request can't be built or sent, \
                 or if the server returns an error.";
    let responses = operation.error_responses.iter();
    let statuses: Vec<String> = responses
        .filter(|it| it.status != "default")
        .map(|it| code_span(&it.status))
        .collect();
    let noun = match statuses.as_slice() {
        [_] => "status",
        _ => "statuses",
    };
    let docs = match statuses.as_slice() {
        [] => docs.errors(error),
        // A response for all client errors says no more than the sentence above.
        [only] if only == "`4XX`" => docs.errors(error),
        statuses => docs.errors(&format!(
            "{error} The API documents the error {noun} {}; others are possible.",
            enumeration(statuses, "and")
        )),
    };
    docs.paragraph(error_types(operation))
}

/// Returns a list of the types of error bodies, with the statuses of each.
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
    if statuses.is_empty() {
        return Vec::new();
    }
    let intro =
        "[`Error::decode_body`](crate::Error::decode_body) decodes the body of an error response:";
    let mut lines = wrapped_paragraph(intro);
    lines.push(String::new());
    lines.extend(statuses.into_iter().flat_map(|(body, statuses)| {
        let ty = type_in_docs(body);
        let item = format!("* {}: {ty}", enumeration(&statuses, "and"));
        wrapped_paragraph(&item)
    }));
    lines
}

/// Returns a type as Markdown, with a link to a model in it.
fn type_in_docs(ty: &Type) -> String {
    let code = plain(ty);
    match ty.named() {
        Some(name) => format!("[`{code}`](crate::models::{})", names::ident(name)),
        None => format!("`{code}`"),
    }
}

/// Whether a caller can use the start of the body before the rest has arrived.
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
