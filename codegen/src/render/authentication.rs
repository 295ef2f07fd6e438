//! Authentication: the security scheme of the API key, methods of the client builder, and steps of requests.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::client_parameters;
use super::docs::Docs;
use super::escape::code_span;
use crate::ir::{Api, Credential, Operation, Scheme};
use crate::openapi::errors::enumeration;

/// Renders the constant for the security scheme of the API key.
pub(super) fn key_scheme(api: &Api) -> TokenStream {
    let scheme = scheme(&api.key_scheme);
    quote!(pub(crate) const API_KEY_SCHEME: &dyn SecurityScheme = &#scheme;)
}

/// Renders the methods of the client builder that only APIs with anonymous operations, other security schemes or client
/// parameters need.
pub(super) fn builder(api: &Api) -> Option<TokenStream> {
    let is_optional = api.has_api_key() && api.is_api_key_optional();
    let anonymous = is_optional.then(anonymous_method);
    let credential = (!api.credentials.is_empty()).then(|| credential_method(api));
    let parameters = client_parameters::setters(api);
    let is_needed = anonymous.is_some() || credential.is_some() || !parameters.is_empty();
    is_needed.then(|| {
        quote! {
            impl ClientBuilder {
                #anonymous
                #credential
                #(#parameters)*
            }
        }
    })
}

fn anonymous_method() -> TokenStream {
    let docs = Docs::new(
        "Allows a client without an API key. Operations that require a key then return an error.",
    );
    quote! {
        #docs
        pub fn anonymous(self) -> Self {
            self.allow_anonymous()
        }
    }
}

fn credential_method(api: &Api) -> TokenStream {
    let docs = Docs::new(format!(
        "Sets the secret of the security scheme {}. With another scheme, [`build`](Self::build) returns an error.",
        scheme_names(&api.credentials)
    ));
    let schemes = api.credentials.iter().map(|(name, value)| {
        let scheme = scheme(value);
        quote!((#name, &#scheme))
    });
    quote! {
        #docs
        pub fn credential(self, scheme: impl AsRef<str>, secret: impl Into<Secret>) -> Self {
            self.with_credential(&[#(#schemes),*], scheme.as_ref(), secret.into())
        }
    }
}

/// Returns the names of security schemes as a phrase: `` `a`, `b` or `login` (`user:password`) ``.
pub(crate) fn scheme_names(credentials: &BTreeMap<String, Scheme>) -> String {
    let names = credentials.iter().map(|(name, scheme)| match scheme {
        Scheme::Basic => format!("{} (`user:password`)", code_span(name)),
        _ => code_span(name),
    });
    enumeration(&names.collect::<Vec<_>>(), "or")
}

/// Renders the steps that declare how a request is authenticated, unless it is by the API key alone.
pub(super) fn steps(operation: &Operation) -> Vec<TokenStream> {
    let mut steps = Vec::new();
    if operation.credentials != [Credential::ApiKey] {
        let credentials = operation.credentials.iter();
        let credentials = credentials.map(|credential| match credential {
            Credential::ApiKey => quote!(CredentialId::ApiKey),
            Credential::Scheme(name) => quote!(CredentialId::Scheme(#name)),
        });
        steps.push(quote!(.authenticate(&[#(#credentials),*])));
    }
    if operation.may_be_anonymous {
        steps.push(quote!(.allow_anonymous()));
    }
    steps
}

fn scheme(scheme: &Scheme) -> TokenStream {
    match scheme {
        Scheme::Bearer => quote!(Bearer),
        Scheme::Basic => quote!(Basic),
        Scheme::Header(name) => {
            // HTTP/2 requires lower case; HTTP/1 is case-insensitive.
            let name = name.to_ascii_lowercase();
            quote!(Header(#name))
        }
        Scheme::Query(name) => quote!(Query(#name)),
        Scheme::Cookie(name) => quote!(Cookie(#name)),
    }
}
