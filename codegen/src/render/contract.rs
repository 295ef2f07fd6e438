//! The contract: what the document allows, as one JSON string.

use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::quote;

use crate::ir::Contract;

/// Renders the declaration of the module.
pub(super) fn module(contract: &Contract) -> TokenStream {
    let feature = &contract.feature;
    quote! {
        #[doc = " The API contract, against which the mock server checks requests and responses."]
        #[cfg(feature = #feature)]
        pub(crate) mod contract;
    }
}

pub(super) fn file(contract: &Contract) -> TokenStream {
    let facts = raw(&contract.facts.to_string());
    quote! {
        #![doc = " The contract of the API, without descriptions."]

        #[doc = " Operations with the schemas (JSON Schema 2019-09) of their requests and responses."]
        pub(crate) const CONTRACT: &str = #facts;
    }
}

/// Returns a raw string literal, so that the quotes in JSON need no escapes.
fn raw(text: &str) -> TokenStream {
    let mut hashes = "#".to_owned();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    let literal = format!("r{hashes}\"{text}\"{hashes}");
    // A raw string can't contain a lone carriage return.
    let plain = || TokenStream::from(TokenTree::from(Literal::string(text)));
    literal.parse().unwrap_or_else(|_| plain())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn raw_literal_holds_any_string() {
        for text in ["{\"a\":\"b\"}", "\"#", "\"##\"#", "", "\r"] {
            let literal: syn::LitStr = syn::parse2(raw(text)).unwrap();
            assert_eq!(literal.value(), text);
        }
    }

    #[test]
    fn contract_is_behind_its_feature() {
        let contract = Contract {
            feature: "mock".into(),
            facts: json!({"operations": []}),
        };
        let module = module(&contract).to_string();
        assert!(module.contains("feature = \"mock\""), "{module}");
        let file = file(&contract).to_string();
        assert!(file.contains(r##"r#"{"operations":[]}"#"##), "{file}");
    }
}
