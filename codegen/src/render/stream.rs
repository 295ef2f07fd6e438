//! The methods of request builders that return streams.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Docs;
use super::output_type::{decoder_type, generic_stream_type, stream_type};
use crate::ir::{ItemStream, Output, StreamAlternative, StreamFormat};
use crate::names::FileKind;

/// Renders the call that sends a request and returns the stream.
pub(super) fn open_stream(stream: &ItemStream, request: &TokenStream) -> TokenStream {
    let generic_type = generic_stream_type(stream, FileKind::Resources);
    quote!(#generic_type::open(#request))
}

/// Renders the method that requests a stream instead of JSON.
pub(super) fn send_stream_method(
    alternative: &StreamAlternative,
    request: &TokenStream,
) -> TokenStream {
    let StreamAlternative { stream, .. } = alternative;
    let output = stream_type(stream, FileKind::Resources);
    let media_type = &stream.media_type;
    let decoder = decoder_type(&Output::Stream(stream.clone()), FileKind::Resources);
    let select = select_step(alternative, true);
    let docs = Docs::new(summary(stream.format)).errors_of_send();
    let call = open_stream(stream, &quote!(request.decode_as::<#decoder>()));
    quote! {
        #docs
        pub async fn send_stream(self) -> Result<#output> {
            let request = #request.header("accept", #media_type) #select;
            #call.await
        }
    }
}

/// Renders the step that sets the property which selects the stream.
pub(super) fn select_step(alternative: &StreamAlternative, is_stream: bool) -> Option<TokenStream> {
    let property = alternative.property.as_ref()?;
    Some(quote!(.field(#property, #is_stream)))
}

/// Returns the first sentence about a method that returns a stream.
pub(super) fn summary(format: StreamFormat) -> String {
    let items = match format {
        StreamFormat::Events => "events",
        StreamFormat::JsonLines => "values",
    };
    format!("Sends the request and returns a stream of {items} when the response starts.")
}
