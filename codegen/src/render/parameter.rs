//! The steps that set parameters of a request.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::debug_tokens;
use crate::ir::{Location, Parameter, Role, Structure, Style};

/// Renders the step that sets a parameter to `value`.
pub(super) fn step(parameter: &Parameter, value: &TokenStream) -> TokenStream {
    let name = &parameter.name;
    let is_simple = matches!(parameter.style, Style::Simple | Style::SimpleExploded);
    let style = match (parameter.location, parameter.style) {
        // The styles of pairs in a query include `FormExploded`, those of values in a path don't.
        (Location::Path, Style::Json) => quote!(Simple),
        (_, style) => style_name(style),
    };
    let value = match parameter.style {
        Style::Json => quote!(AsJson(#value)),
        // `path_as` takes a value that implements `Serialize`, which `impl PathArgument` doesn't.
        _ if parameter.is_segment() && !is_simple => quote!(AsString(#value)),
        _ => quote!(#value),
    };
    match (parameter.location, parameter.style) {
        (Location::Path, _) if parameter.is_segment() && is_simple => quote!(.path(#name, #value)),
        (Location::Path, _) => quote!(.path_as(ValueStyle::#style, #name, #value)),
        (Location::Query, _) if parameter.role == Role::Selection => {
            quote!(.selection(#name, #value))
        }
        (Location::Query, _) if parameter.allow_reserved => {
            quote!(.query_reserved(PairStyle::#style, #name, #value))
        }
        (Location::Query, Style::DeepObject) => quote!(.query_object(#name, #value)),
        (Location::Query, Style::Json) => quote!(.query(#name, #value)),
        // The runtime rejects an object in form style unless the style is named.
        (Location::Query, Style::FormExploded)
            if matches!(parameter.structure, Structure::Primitive | Structure::Array) =>
        {
            quote!(.query(#name, #value))
        }
        (Location::Query, _) => quote!(.query_as(PairStyle::#style, #name, #value)),
        (Location::Header, Style::SimpleExploded) => quote!(.exploded_header(#name, #value)),
        (Location::Header, _) => quote!(.header(#name, #value)),
        (Location::Cookie, Style::FormExploded | Style::Json) => quote!(.cookie(#name, #value)),
        (Location::Cookie, _) => quote!(.cookie_as(PairStyle::#style, #name, #value)),
    }
}

/// Returns the name of a style in the runtime. JSON text is serialized like other text in the default style.
pub(super) fn style_name(style: Style) -> TokenStream {
    debug_tokens(&match style {
        Style::Json => Style::FormExploded,
        style => style,
    })
}
