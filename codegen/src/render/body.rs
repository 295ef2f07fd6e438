//! The steps that build request bodies.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::parameter::style_name;
use super::types::{debug_tokens, pairs, setter_argument};
use crate::ir::{Encoding, Field};

/// The media type that the step `.json` sets.
const JSON: &str = "application/json";

/// Renders the step about the body. With a `value`, it sets the whole body: `.json(value)`. Without one, it creates an
/// empty body, to which later steps add fields: `.json_body()`.
pub(super) fn body_step(encoding: &Encoding, value: Option<&TokenStream>) -> TokenStream {
    let suffix = if value.is_some() { "" } else { "_body" };
    let (format, options) = match encoding {
        Encoding::Json(_) => ("json", None),
        Encoding::Form(styles) => {
            let names = styles.iter().map(|(name, _)| name);
            let styles = styles.iter().map(|(_, style)| style_name(*style));
            ("form", Some(quote!(&[#((#names, PairStyle::#styles)),*])))
        }
        Encoding::Multipart(types) => {
            let types = debug_tokens(types);
            ("multipart", Some(quote!(&#types)))
        }
        Encoding::Bytes(media_type) => ("bytes", Some(quote!(#media_type))),
    };
    let function = format_ident!("{format}{suffix}");
    let arguments = options.iter().chain(value);
    let header = match encoding {
        Encoding::Json(media_type) if media_type != JSON => {
            Some(quote!(.header("content-type", #media_type)))
        }
        _ => None,
    };
    quote!(.#function(#(#arguments),*) #header)
}

/// Renders the step that sets a field:
///
/// - `.fields(…)` with the setter's argument, without `value`, for the map of additional properties
/// - `.files("name", value)` for bytes and files, the only types that have `runtime_types`
/// - `.field("name", value)` for other fields
pub(super) fn field_step(field: &Field, value: &TokenStream) -> TokenStream {
    let name = &field.name;
    match field.ty.runtime_types() {
        _ if field.is_additional_properties => {
            let pairs = pairs(&setter_argument());
            quote!(.fields(#pairs))
        }
        [] => quote!(.field(#name, #value)),
        _ => quote!(.files(#name, #value)),
    }
}
