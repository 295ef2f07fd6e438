//! The steps that set parameters of a request.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::debug_tokens;
use crate::ir::{Location, Parameter, Role, Structure, Style};
use crate::names;

/// Renders the step that sets a parameter to `value`.
pub(super) fn step(parameter: &Parameter, value: &TokenStream) -> TokenStream {
    let name = &parameter.name;
    let is_simple = matches!(parameter.style, Style::Simple | Style::SimpleExploded);
    let style = match (parameter.location, parameter.style) {
        // `style_name` would return `FormExploded`, which paths don't support.
        (Location::Path, Style::Json) => quote!(Simple),
        (_, style) => style_name(style),
    };
    let value = match parameter.style {
        Style::Json => quote!(AsJson(#value)),
        // `path_as` requires `Serialize`, which `impl PathArgument` doesn't implement.
        _ if parameter.accepts_path_argument() && !is_simple => quote!(AsString(#value)),
        _ => quote!(#value),
    };
    let may_be_object = matches!(parameter.structure, Structure::Object | Structure::Unknown);
    let pair_style = Some(quote!(PairStyle::#style,));
    let (step, style) = match (parameter.location, parameter.style) {
        (Location::Path, _) if parameter.accepts_path_argument() && is_simple => ("path", None),
        (Location::Path, _) => ("path_as", Some(quote!(ValueStyle::#style,))),
        (Location::Query, _) if parameter.role == Role::Selection => ("selection", None),
        (Location::Query, _) if parameter.allow_reserved => ("query_reserved", pair_style),
        (Location::Query, Style::DeepObject) => ("query_object", None),
        (Location::Query, Style::Json) => ("query", None),
        // The runtime rejects objects in form style unless the step names the style.
        (Location::Query, Style::FormExploded) if !may_be_object => ("query", None),
        (Location::Query, _) => ("query_as", pair_style),
        (Location::Header, Style::SimpleExploded) => ("exploded_header", None),
        (Location::Header, _) => ("header", None),
        (Location::Cookie, Style::FormExploded | Style::Json) => ("cookie", None),
        (Location::Cookie, _) => ("cookie_as", pair_style),
    };
    let step = names::ident(step);
    quote!(.#step(#style #name, #value))
}

/// Returns the runtime's name of a style. JSON text is serialized like any text in the default style.
pub(super) fn style_name(style: Style) -> TokenStream {
    debug_tokens(&match style {
        Style::Json => Style::FormExploded,
        style => style,
    })
}
