//! Authentication: constants in the root of the emitted code, and calls in operations.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Docs;
use super::types::Imports;
use crate::ir::{Api, Credential, Operation, Scheme};
use crate::names::{Import, ident};
use crate::render::markdown::code_span;

/// The module of the schemes that every SDK has.
const SCHEMES: &str = "crate::runtime::client::authentication";

/// The module of the schemes that only some SDKs have.
const OTHER_SCHEMES: &str = "crate::extensions::authentication";

/// Renders the security scheme of the API key.
pub(super) fn key_scheme(api: &Api, imports: &mut Imports) -> TokenStream {
    imports.add_from(SCHEMES, "SecurityScheme");
    let scheme = scheme(&api.key_scheme, imports);
    quote!(pub(crate) const API_KEY_SCHEME: &dyn SecurityScheme = &#scheme;)
}

/// Renders the methods of the client builder that only some APIs need.
pub(super) fn builder(api: &Api, imports: &mut Imports) -> Option<TokenStream> {
    let anonymous = api.is_api_key_optional().then(anonymous);
    let credential = (!api.credentials.is_empty()).then(|| credential(api, imports));
    if anonymous.is_none() && credential.is_none() {
        return None;
    }
    imports.add_from("crate", "ClientBuilder");
    Some(quote! {
        impl ClientBuilder {
            #anonymous
            #credential
        }
    })
}

fn anonymous() -> TokenStream {
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

fn credential(api: &Api, imports: &mut Imports) -> TokenStream {
    imports.add(Import::Secret);
    let docs = Docs::new(format!(
        "Sets the secret of the security scheme {}. With another scheme, [`build`](Self::build) returns an error.",
        names(&api.credentials)
    ));
    let schemes = api.credentials.iter().map(|(name, value)| {
        let scheme = scheme(value, imports);
        quote!((#name, &#scheme))
    });
    quote! {
        #docs
        pub fn credential(self, scheme: impl AsRef<str>, secret: impl Into<Secret>) -> Self {
            self.with_credential(&[#(#schemes),*], scheme.as_ref(), secret.into())
        }
    }
}

/// Returns the names of schemes as a phrase: `` `a`, `b` or `login` (`user:password`) ``.
fn names(credentials: &BTreeMap<String, Scheme>) -> String {
    let names = credentials.iter().map(|(name, scheme)| match scheme {
        Scheme::Basic => format!("{} (`user:password`)", code_span(name)),
        _ => code_span(name),
    });
    let names: Vec<String> = names.collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => names.concat(),
    }
}

/// Adds the imports of an operation.
pub(super) fn add_imports(operation: &Operation, imports: &mut Imports) {
    let credentials = operation.credentials.as_slice();
    if !matches!(credentials, [] | [Credential::ApiKey]) {
        imports.add(Import::CredentialId);
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

fn scheme(scheme: &Scheme, imports: &mut Imports) -> TokenStream {
    let (module, name, argument) = match scheme {
        Scheme::Bearer => (SCHEMES, "Bearer", None),
        Scheme::Basic => (OTHER_SCHEMES, "Basic", None),
        // HTTP/2 requires lower case; HTTP/1 is case-insensitive.
        Scheme::Header(name) => (OTHER_SCHEMES, "Header", Some(name.to_ascii_lowercase())),
        Scheme::Query(name) => (OTHER_SCHEMES, "Query", Some(name.clone())),
        Scheme::Cookie(name) => (OTHER_SCHEMES, "Cookie", Some(name.clone())),
    };
    imports.add_from(module, name);
    let (name, argument) = (ident(name), argument.map(|argument| quote!((#argument))));
    quote!(#name #argument)
}
