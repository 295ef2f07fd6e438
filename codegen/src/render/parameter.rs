//! The calls that set parameters of a request.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::types::Imports;
use crate::ir::{Location, Parameter, Structure, Style};
use crate::names::{self, Import};

/// Adds the imports of the call.
pub(super) fn add_imports(parameter: &Parameter, imports: &mut Imports) {
    if takes_value_style(parameter)
        || takes_pair_style(parameter)
        || matches!(parameter.location, Location::Header | Location::Cookie)
    {
        imports.add_request_ext();
    }
    if parameter.is_segment() {
        imports.add(Import::PathArgument);
    }
    if parameter.style == Style::Json {
        imports.add(Import::AsJson);
    }
    if takes_value_style(parameter) {
        imports.add(Import::ValueStyle);
        if parameter.is_segment() {
            imports.add(Import::AsString);
        }
    }
    if takes_pair_style(parameter) {
        imports.add(Import::PairStyle);
    }
}

/// Renders the call that sets a parameter.
pub(super) fn step(parameter: &Parameter, value: &TokenStream) -> TokenStream {
    let name = &parameter.name;
    let style = style(parameter);
    let value = match parameter.style {
        Style::Json => quote!(AsJson(#value)),
        _ => quote!(#value),
    };
    match parameter.location {
        Location::Path if !takes_value_style(parameter) => quote!(.path(#name, #value)),
        Location::Path if parameter.is_segment() => {
            quote!(.path_as(ValueStyle::#style, #name, AsString(#value)))
        }
        Location::Path => quote!(.path_as(ValueStyle::#style, #name, #value)),
        Location::Query if parameter.is_selection => quote!(.selection(#name, #value)),
        Location::Query if parameter.allow_reserved => {
            quote!(.query_reserved(PairStyle::#style, #name, #value))
        }
        Location::Query if parameter.style == Style::DeepObject => {
            quote!(.query_object(#name, #value))
        }
        Location::Query if takes_pair_style(parameter) => {
            quote!(.query_as(PairStyle::#style, #name, #value))
        }
        Location::Query => quote!(.query(#name, #value)),
        Location::Header if parameter.style == Style::SimpleExploded => {
            quote!(.exploded_header(#name, #value))
        }
        Location::Header => quote!(.header(#name, #value)),
        Location::Cookie if takes_pair_style(parameter) => {
            quote!(.cookie_as(PairStyle::#style, #name, #value))
        }
        Location::Cookie => quote!(.cookie(#name, #value)),
    }
}

/// Whether the call names a value style. A plain segment doesn't.
fn takes_value_style(parameter: &Parameter) -> bool {
    let is_plain = parameter.is_segment() && is_simple(parameter.style);
    parameter.location == Location::Path && !is_plain
}

fn is_simple(style: Style) -> bool {
    matches!(style, Style::Simple | Style::SimpleExploded)
}

/// Whether the call names a pair style. Scalars and lists in form style don't.
fn takes_pair_style(parameter: &Parameter) -> bool {
    match (parameter.location, parameter.style) {
        (Location::Query, _) if parameter.is_selection => false,
        (Location::Query, _) if parameter.allow_reserved => true,
        (Location::Query | Location::Cookie, Style::Json) => false,
        (Location::Query, Style::DeepObject) => false,
        (Location::Query, Style::FormExploded) => {
            // The runtime rejects an object in form style unless the style is named.
            matches!(parameter.structure, Structure::Object | Structure::Unknown)
        }
        (Location::Query, _) => true,
        (Location::Cookie, style) => style != Style::FormExploded,
        (Location::Path | Location::Header, _) => false,
    }
}

/// Returns the runtime's name of a path style. JSON is a string there.
fn style(parameter: &Parameter) -> Ident {
    match parameter.style {
        Style::Simple | Style::Json if parameter.location == Location::Path => {
            names::ident("Simple")
        }
        style => pair_style(style),
    }
}

/// Returns the runtime's name of a style for name-value pairs.
pub(super) fn pair_style(style: Style) -> Ident {
    names::ident(match style {
        Style::Simple => "Simple",
        Style::SimpleExploded => "SimpleExploded",
        Style::Label => "Label",
        Style::LabelExploded => "LabelExploded",
        Style::Matrix => "Matrix",
        Style::MatrixExploded => "MatrixExploded",
        Style::Form => "Form",
        Style::FormExploded | Style::Json => "FormExploded",
        Style::SpaceDelimited => "SpaceDelimited",
        Style::PipeDelimited => "PipeDelimited",
        Style::DeepObject => "DeepObject",
    })
}
