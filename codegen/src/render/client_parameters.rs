//! Parameters whose values the client has: setters of the client builder, and steps of requests.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use super::docs::Docs;
use super::escape::code_span;
use crate::ir::{Api, Location, Operation, Parameter, Role};
use crate::names;

/// Renders the setters of the client builder.
pub(super) fn setters(api: &Api) -> Vec<TokenStream> {
    let setter = |name: &String| {
        let docs = Docs::new(format!(
            "Sets {} for every operation that has this parameter. The setter of a request overrides it.",
            code_span(name)
        ));
        let setter = names::client_setter(name);
        // The names of headers are case-insensitive.
        let key = name.to_ascii_lowercase();
        quote! {
            #docs
            pub fn #setter(self, value: impl PathArgument) -> Self {
                self.with_parameter(#key, value)
            }
        }
    };
    api.client_parameters.iter().map(setter).collect()
}

/// Renders the steps that set the parameters that the caller hasn't set to the values of the client.
pub(super) fn steps(operation: &Operation) -> Vec<TokenStream> {
    let parameters = operation.path_parameters.iter();
    let parameters = parameters.chain(&operation.other_parameters);
    let from_client = parameters.filter(|parameter| parameter.role == Role::Client);
    from_client.map(step).collect()
}

fn step(parameter: &Parameter) -> TokenStream {
    let name = &parameter.name;
    let client_setter = names::client_setter(name).unraw().to_string();
    let setter = names::setter(&parameter.label).unraw().to_string();
    let missing = match parameter.required {
        true => {
            let message = format!(
                "`{name}` is not set; set it with `ClientBuilder::{client_setter}` or with `{setter}` of the request"
            );
            quote!(Some(#message))
        }
        false => quote!(None),
    };
    match parameter.location {
        Location::Path => quote!(.client_path(#name, #missing)),
        Location::Header => quote!(.client_header(#name, #missing)),
        Location::Query | Location::Cookie => quote!(.client_query(#name, #missing)),
    }
}
