//! Authentication: constants, methods of the client builder, and steps of requests.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::client_parameters;
use super::docs::Docs;
use super::escape::code_span;
use super::types::debug_tokens;
use crate::ir::{Api, Credential, Operation, Scheme};
use crate::openapi::errors::enumeration;

pub(super) fn api_key_scheme(api: &Api) -> TokenStream {
    let scheme = scheme(&api.key_scheme);
    quote! {
        #[doc = " How requests carry the API key."]
        pub(crate) const API_KEY_SCHEME: &dyn SecurityScheme = &#scheme;
    }
}

/// Renders the methods of the client builder that only some APIs need.
pub(super) fn client_builder_methods(api: &Api) -> Option<TokenStream> {
    let mut methods = Vec::new();
    if api.has_optional_api_key() {
        methods.push(quote! {
            #[doc = " Allows a client without an API key. Operations that require a key then return an error."]
            pub fn anonymous(self) -> Self {
                self.allow_anonymous()
            }
        });
    }
    if !api.credentials.is_empty() {
        methods.push(credential_method(api));
    }
    methods.extend(client_parameters::setters(api));
    (!methods.is_empty()).then(|| quote! { impl ClientBuilder { #(#methods)* } })
}

fn credential_method(api: &Api) -> TokenStream {
    let docs = Docs::new(format!(
        "Sets the secret of the security scheme {}. With another scheme, [`build`](Self::build) returns an error.",
        scheme_names(&api.credentials)
    ));
    let names = api.credentials.keys();
    let schemes = api.credentials.values().map(scheme);
    quote! {
        #docs
        pub fn credential(self, scheme: impl AsRef<str>, secret: impl Into<Secret>) -> Self {
            self.with_credential(&[#((#names, &#schemes)),*], scheme.as_ref(), secret.into())
        }
    }
}

/// Returns the names as a phrase: `` `a`, `b` or `login` (the secret is `user:password`) ``.
pub(crate) fn scheme_names(credentials: &BTreeMap<String, Scheme>) -> String {
    let names = credentials.iter().map(|(name, scheme)| match scheme {
        Scheme::Basic => format!("{} (the secret is `user:password`)", code_span(name)),
        _ => code_span(name),
    });
    enumeration(&names.collect::<Vec<_>>(), "or")
}

/// Describes where requests carry a secret: `` in the header `x-api-key` ``.
pub(crate) fn secret_location(scheme: &Scheme) -> String {
    match scheme {
        Scheme::Bearer => "as a bearer token".to_owned(),
        Scheme::Basic => "by HTTP basic authentication".to_owned(),
        Scheme::Header(name) => format!("in the header {}", code_span(name)),
        Scheme::Query(name) => format!("in the query parameter {}", code_span(name)),
        Scheme::Cookie(name) => format!("in the cookie {}", code_span(name)),
    }
}

/// Renders the step `.authenticate(…)`, unless the API key is the only credential, and the step `.allow_anonymous()` if
/// credentials are optional.
pub(super) fn steps(operation: &Operation) -> impl Iterator<Item = TokenStream> {
    let is_default = operation.credentials == [Credential::ApiKey];
    let authenticate = (!is_default).then(|| {
        let credentials = operation.credentials.iter().map(debug_tokens);
        quote!(.authenticate(&[#(CredentialId::#credentials),*]))
    });
    let is_optional = operation.may_be_anonymous;
    let allow_anonymous = is_optional.then(|| quote!(.allow_anonymous()));
    authenticate.into_iter().chain(allow_anonymous)
}

fn scheme(scheme: &Scheme) -> TokenStream {
    match scheme {
        // HTTP/2 requires lower case, and HTTP/1 ignores case.
        Scheme::Header(name) => debug_tokens(&Scheme::Header(name.to_ascii_lowercase())),
        _ => debug_tokens(scheme),
    }
}
