//! Authentication: constants in the root of the emitted code, and calls in operations.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Docs;
use super::types::Imports;
use crate::ir::{Api, Credential, Operation, Scheme};
use crate::names::Import;
use crate::render::markdown::code_span;

/// Renders the security scheme of the API key.
pub(super) fn key_scheme(api: &Api) -> TokenStream {
    let scheme = scheme(&api.key_scheme);
    quote!(pub(crate) const SCHEME: &dyn crate::runtime::client::authentication::Scheme = &#scheme;)
}

/// Renders the methods of the client builder that only some APIs need.
pub(super) fn builder(api: &Api) -> Option<TokenStream> {
    let anonymous = api.is_api_key_optional().then(anonymous);
    let credential = (!api.credentials.is_empty()).then(|| credential(api));
    if anonymous.is_none() && credential.is_none() {
        return None;
    }
    Some(quote! {
        impl crate::ClientBuilder {
            #anonymous
            #credential
        }
    })
}

fn anonymous() -> TokenStream {
    let docs = Docs::new(
        "Allows a client without an API key. Calls that require a key then return an error.",
    );
    quote! {
        #docs
        pub fn anonymous(self) -> Self {
            self.without_api_key()
        }
    }
}

fn credential(api: &Api) -> TokenStream {
    let docs = Docs::new(format!(
        "Sets the secret of a security scheme other than the API key: {}.",
        names(api.credentials.iter())
    ));
    let known = api.credentials.iter().map(|(name, value)| {
        let scheme = scheme(value);
        quote!((#name, &#scheme))
    });
    quote! {
        #docs
        pub fn credential(self, scheme: impl AsRef<str>, secret: impl Into<crate::Secret>) -> Self {
            self.with_credential(&[#(#known),*], scheme.as_ref(), secret.into())
        }
    }
}

fn names<'a>(credentials: impl Iterator<Item = (&'a String, &'a Scheme)>) -> String {
    let names = credentials.map(|(name, scheme)| match scheme {
        Scheme::Basic => format!("{}, as `user:password`", code_span(name)),
        _ => code_span(name),
    });
    names.collect::<Vec<_>>().join("; ")
}

/// Adds the imports of an operation.
pub(super) fn add_imports(operation: &Operation, imports: &mut Imports) {
    let credentials = operation.credentials.as_slice();
    if !matches!(credentials, [] | [Credential::ApiKey]) {
        imports.add(Import::Credential);
    }
}

/// Renders the calls for an operation that doesn't use only the API key.
pub(super) fn steps(operation: &Operation) -> Vec<TokenStream> {
    let mut steps = Vec::new();
    if operation.credentials != [Credential::ApiKey] {
        let credentials = operation
            .credentials
            .iter()
            .map(|credential| match credential {
                Credential::ApiKey => quote!(Credential::ApiKey),
                Credential::Scheme(name) => quote!(Credential::Of(#name)),
            });
        steps.push(quote!(.authenticate(&[#(#credentials),*])));
    }
    if operation.may_be_anonymous {
        steps.push(quote!(.or_anonymous()));
    }
    steps
}

fn scheme(scheme: &Scheme) -> TokenStream {
    let path = quote!(crate::extensions::authentication);
    match scheme {
        Scheme::Bearer => quote!(crate::runtime::client::authentication::Bearer),
        Scheme::Basic => quote!(#path::Basic),
        Scheme::Header(name) => {
            // HTTP/2 requires lower case; HTTP/1 is case-insensitive.
            let name = name.to_ascii_lowercase();
            quote!(#path::Header(#name))
        }
        Scheme::Query(name) => quote!(#path::Query(#name)),
        Scheme::Cookie(name) => quote!(#path::Cookie(#name)),
    }
}
