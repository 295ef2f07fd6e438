//! The IR to token streams, one for each file.

mod answers;
mod authentication;
mod body;
mod bounds;
mod contract;
mod docs;
mod example;
mod model;
mod operation;
mod output;
mod parameter;
mod resource;
pub(crate) mod signature;
mod string_enum;
mod structure;
mod tag;
mod types;
mod union;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use self::docs::Docs;
use self::types::Catalog;
use crate::ir::{Api, Operation, Resource};
use crate::names;

/// Renders all files, by their path with `/` between its parts.
pub fn render(api: &Api) -> BTreeMap<String, TokenStream> {
    let catalog = Catalog::of(api);
    let families = model::families(api);
    let below = api.resources_below();
    let below = |path: &[String]| below.get(path).map(Vec::as_slice).unwrap_or_default();

    let mut files = BTreeMap::from([
        ("mod.rs".to_owned(), root(api)),
        ("models/mod.rs".to_owned(), model::module(api, &families)),
        (
            "resources/mod.rs".to_owned(),
            resource::module(api, below(&[])),
        ),
    ]);
    if let Some(contract) = &api.contract {
        files.insert("contract.rs".to_owned(), contract::file(contract));
    }
    for (module, definitions) in &families {
        files.insert(
            format!("models/{module}.rs"),
            model::file(definitions, &catalog),
        );
    }
    for resource in &api.resources {
        let path = format!("resources/{}.rs", names::resource_module(&resource.path));
        files.insert(
            path,
            resource::file(api, resource, below(&resource.path), &catalog),
        );
    }
    files
}

/// What an example of an operation has to import from the crate, and its statements, line by line; they go on from a
/// `client`.
pub(crate) fn call(
    api: &Api,
    library: &str,
    resource: &Resource,
    operation: &Operation,
) -> (Vec<String>, Vec<String>) {
    let library = names::ident(library);
    example::call(&library, resource, operation, &Catalog::of(api))
}

fn root(api: &Api) -> TokenStream {
    let docs = Docs::default()
        .text(Some(&format!(
            "The {}: its resources, its models, and the defaults of a client.",
            api.title
        )))
        .inner();
    let base_url = &api.base_url;
    let scheme = authentication::key_scheme(api);
    let builder = authentication::builder(api);
    let contract = api.contract.as_ref().map(contract::module);
    quote! {
        #docs
        #contract
        pub mod models;
        pub mod resources;

        pub(crate) const BASE_URL: &str = #base_url;
        #scheme

        #builder
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{api, assert_tokens, definition, resource};
    use crate::ir::{Shape, TypeDefinition};

    #[test]
    fn each_family_and_each_resource_is_a_file() {
        let kind = TypeDefinition {
            family: "Room".into(),
            ..definition("Kind", Shape::Enum(Vec::new()))
        };
        let types = vec![kind, definition("Room", Shape::Struct(Vec::new()))];
        let resources = vec![
            resource("rooms", Vec::new()),
            resource("rooms.sessions", Vec::new()),
        ];
        let files = render(&api(resources, types));
        let paths: Vec<&str> = files.keys().map(String::as_str).collect();
        assert_eq!(
            paths,
            [
                "mod.rs",
                "models/mod.rs",
                "models/room.rs",
                "resources/mod.rs",
                "resources/rooms.rs",
                "resources/rooms_sessions.rs",
            ]
        );
    }

    #[test]
    fn the_root_says_where_the_api_is_and_how_its_key_travels() {
        assert_tokens(
            root(&api(Vec::new(), Vec::new())),
            quote! {
                #![doc = " The Test API: its resources, its models, and the defaults of a client."]
                pub mod models;
                pub mod resources;

                pub(crate) const BASE_URL: &str = "https://api.example.com";
                pub(crate) const SCHEME: crate::authorization::Scheme = crate::authorization::Scheme::Bearer;
            },
        );
    }
}
