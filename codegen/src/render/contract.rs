//! The contract: the requests and responses that the document allows, as one JSON string for the mock server.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use crate::ir::Contract;

/// Renders the declaration of the module `contract`.
pub(super) fn module(contract: &Contract) -> TokenStream {
    let feature = &contract.feature;
    quote! {
        #[cfg(feature = #feature)]
        pub(crate) mod contract;
    }
}

/// Renders the file of the module.
pub(super) fn file(contract: &Contract) -> TokenStream {
    let facts = string_literal(&contract.facts.to_string());
    quote! {
        #![doc = " The contract of the API, without descriptions."]

        #[doc = " Operations with the schemas (JSON Schema 2019-09) of their requests and responses."]
        pub(crate) const CONTRACT: &str = #facts;
    }
}

/// Returns a string literal: raw if possible, so that the quotes in JSON need no escapes.
fn string_literal(text: &str) -> TokenStream {
    let mut hashes = "#".to_owned();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    let literal = format!("r{hashes}\"{text}\"{hashes}");
    literal.parse().unwrap_or_else(|_| {
        // A raw string can't contain a lone carriage return.
        Literal::string(text).into_token_stream()
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn string_literal_holds_any_string() {
        for text in ["{\"a\":\"b\"}", "\"#", "\"##\"#", "", "\r"] {
            let literal: syn::LitStr = syn::parse2(string_literal(text)).unwrap();
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
