//! The contract: the requests and responses that the document allows, as a JSON string for the mock server.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::escape;
use crate::ir::Contract;
use crate::names;
use crate::openapi::walk::members;

pub(super) fn module(contract: &Contract) -> TokenStream {
    let feature = &contract.feature;
    quote! {
        #[doc = " The API contract, against which the mock server checks requests and responses."]
        #[cfg(feature = #feature)]
        pub(crate) mod contract;
    }
}

pub(super) fn file(contract: &Contract) -> TokenStream {
    let facts = string_literal(&escape::json(&contract.facts.to_string()));
    let models = members(&contract.facts, "/models").map(|(name, _)| names::ident(name));
    quote! {
        #![doc = " The contract of the API, without descriptions. This module also adds two functions to the"]
        #![doc = " models listed at the end of this file: `Model::example()` returns a value for tests, and"]
        #![doc = " `value.with(change)` passes `&mut value` to the closure `change`, and returns `value`."]

        #[doc = " The operations and the models as JSON, with their schemas (JSON Schema 2019-09)."]
        pub(crate) const CONTRACT: &str = #facts;

        crate::mock::impl_example!(#(#models),*);
    }
}

/// Returns a string literal. A raw string needs no escapes for the quotes of JSON.
fn string_literal(text: &str) -> TokenStream {
    let after_quotes = text.split('"').skip(1);
    let runs = after_quotes.map(|rest| rest.len() - rest.trim_start_matches('#').len());
    let hashes = "#".repeat(runs.max().unwrap_or_default() + 1);
    // A raw string can't have more than 255 `#`, or contain a lone carriage return.
    let raw = format!("r{hashes}\"{text}\"{hashes}").parse();
    raw.unwrap_or_else(|_| Literal::string(text).into_token_stream())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn string_literal_holds_any_string() {
        let long_runs = [254, 255, 64_000].map(|count| format!("\"{}", "#".repeat(count)));
        let texts = ["{\"a\":\"b\"}", "\"#", "\"##\"#", "", "\r"];
        for text in texts
            .into_iter()
            .chain(long_runs.iter().map(String::as_str))
        {
            let literal: syn::LitStr = syn::parse2(string_literal(text)).unwrap();
            assert_eq!(literal.value(), text);
        }
    }

    #[test]
    fn file_escapes_characters_that_the_compiler_rejects() {
        let contract = Contract {
            feature: "mock".into(),
            facts: json!({"pattern": "\u{202e}"}),
        };
        let code = file(&contract).to_string();
        assert!(code.contains("{\"pattern\":\"\\u202e\"}"), "{code}");
    }

    #[test]
    fn contract_is_behind_its_feature_and_lists_models() {
        let contract = Contract {
            feature: "mock".into(),
            facts: json!({"models": {"Room": {}, "RoomSession": {}}}),
        };
        let module = module(&contract).to_string();
        assert!(module.contains("feature = \"mock\""), "{module}");
        let file = file(&contract).to_string();
        let facts = r##"r#"{"models":{"Room":{},"RoomSession":{}}}"#"##;
        assert!(file.contains(facts), "{file}");
        let examples = "crate :: mock :: impl_example ! (Room , RoomSession)";
        assert!(file.contains(examples), "{file}");
    }
}
