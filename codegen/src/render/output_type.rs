//! The types of outputs, and the types that decode them.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::{has_lenient_decoder, model_path, rust_type};
use crate::ir::{ItemStream, Operation, Output, StreamFormat};
use crate::names::{self, FileKind};

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

/// Returns the type that decodes the responses of an operation.
pub(super) fn operation_decoder_type(operation: &Operation) -> TokenStream {
    match &operation.output {
        Output::Page { pagination, .. } if pagination.items.is_some() => {
            let builder = names::builder_type(&operation.builder);
            quote!(crate::extensions::pagination::ListPage<#builder>)
        }
        output => decoder_type(output, FileKind::Resources),
    }
}

/// Returns the type that decodes the body: `Data<models::Room>` for a `Room` in an envelope.
pub(super) fn decoder_type(output: &Output, kind: FileKind) -> TokenStream {
    let path = |name| {
        let ident = names::ident(name);
        // Files of resources import the decoders. Files of models import only the module `body`, so they need a path:
        // to the module from which files of resources import the decoder.
        match (kind, names::imported_from(FileKind::Resources, name)) {
            (FileKind::Models, Some("crate::extensions")) => quote!(crate::extensions::#ident),
            (FileKind::Models, _) => quote!(body::#ident),
            _ => quote!(#ident),
        }
    };
    let of_json = |decoder, ty| {
        let (decoder, value) = (path(decoder), rust_type(ty, kind));
        // `Lenient` accepts harmless spellings, such as `10.0` for an integer.
        let lenient = path("Lenient");
        match has_lenient_decoder(ty) {
            true => quote!(#lenient<#decoder<#value>>),
            false => quote!(#decoder<#value>),
        }
    };
    match output {
        Output::Empty => path("NoContent"),
        Output::Binary(_) | Output::Undeclared { .. } => path("Binary"),
        Output::Text(_) | Output::Stream(ItemStream { item: None, .. }) => path("Text"),
        Output::Json(ty) | Output::Stream(ItemStream { item: Some(ty), .. }) => of_json("Json", ty),
        Output::Enveloped(ty) => of_json("Data", ty),
        Output::Optional(output) => {
            let (optional, decoder) = (path("Optional"), decoder_type(output, kind));
            quote!(#optional<#decoder>)
        }
        Output::Page { .. } | Output::ByStatus { .. } => output_type(output, kind),
    }
}

pub(super) fn stream_type(stream: &ItemStream, kind: FileKind) -> TokenStream {
    let ty = generic_stream_type(stream, kind);
    let item = match &stream.item {
        Some(item) => rust_type(item, kind),
        None => quote!(String),
    };
    quote!(#ty<#item>)
}

pub(super) fn generic_stream_type(stream: &ItemStream, kind: FileKind) -> TokenStream {
    let name = match stream.format {
        StreamFormat::Events => "EventStream",
        StreamFormat::JsonLines => "JsonLines",
    };
    model_path(name, kind)
}
