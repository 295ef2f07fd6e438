//! Parameters that the client sets: setters of the client builder, and steps of requests.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt;

use super::docs::Docs;
use super::escape::code_span;
use super::types::debug_tokens;
use crate::ir::{Api, Operation, Parameter, Role};
use crate::names;

/// Renders the methods of the client builder that set the parameters.
pub(super) fn setters(api: &Api) -> impl Iterator<Item = TokenStream> {
    api.client_parameters.iter().map(|name| {
        let docs = Docs::new(format!(
            "Sets {} for every operation that has this parameter. The setter of a request overrides it.",
            code_span(name)
        ));
        let setter = names::client_setter(name);
        // Names of headers are case-insensitive.
        let key = name.to_ascii_lowercase();
        quote! {
            #docs
            pub fn #setter(self, value: impl PathArgument) -> Self {
                self.with_parameter(#key, value)
            }
        }
    })
}

/// Renders a step for each client parameter. The value of a request takes precedence over the value of the client.
pub(super) fn steps(operation: &Operation) -> impl Iterator<Item = TokenStream> {
    let parameters = operation.parameters.iter();
    let from_client = parameters.filter(|parameter| parameter.role == Role::Client);
    from_client.map(step)
}

fn step(parameter: &Parameter) -> TokenStream {
    let name = &parameter.name;
    let message = parameter.required.then(|| {
        let client_setter = names::client_setter(name).unraw();
        let setter = names::setter(&parameter.label).unraw();
        format!("`{name}` is not set; set it with `ClientBuilder::{client_setter}` or with `{setter}` of the request")
    });
    let message = debug_tokens(&message);
    // A client parameter is never a cookie.
    let step = format_ident!("client_{}", parameter.location.name());
    quote!(.#step(#name, #message))
}
