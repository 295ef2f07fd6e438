//! Renders the IR as Rust: token streams and text for each file.
//!
//! A *family* is a group of models in one file, such as `Room` and `RoomType`. An *input* is a value that the caller
//! passes as an argument of a method or of a setter. A *step* is a method call in the chain that builds a request, such
//! as `.query("dry", dry)`.

pub(crate) mod authentication;
mod body;
mod bounds;
mod client_parameters;
mod contract;
pub(crate) mod docs;
pub mod emit;
pub mod escape;
pub(crate) mod example;
mod field;
mod imports;
mod input;
mod model;
mod model_struct;
mod open_enum;
mod operation;
mod output;
mod output_type;
mod parameter;
mod resource;
mod responses;
mod retry;
pub(crate) mod signature;
mod stream;
mod tag;
mod types;
mod union;
pub(crate) mod wrap;

use proc_macro2::TokenStream;
use quote::quote;

use self::docs::Docs;
use self::imports::Imports;
use crate::ir::{Api, Operation, Resource};
use crate::names::{self, FileKind};

/// A file of an SDK.
pub struct File<'a> {
    /// The path in the directory of the generated code.
    pub path: String,
    /// Renders the file.
    pub render: Box<dyn Fn() -> TokenStream + Sync + 'a>,
}

impl<'a> File<'a> {
    fn new(path: impl Into<String>, render: impl Fn() -> TokenStream + Sync + 'a) -> Self {
        let (path, render) = (path.into(), Box::new(render));
        Self { path, render }
    }
}

/// Returns all files of an SDK, which threads can render independently.
pub fn files(api: &Api) -> Vec<File<'_>> {
    let mut files = vec![
        File::new("mod.rs", || root_file(api)),
        File::new("models/mod.rs", || model::module(api)),
        File::new("resources/mod.rs", || resource::module(api)),
    ];
    let contract = api.contract.iter();
    files.extend(contract.map(|it| File::new("contract.rs", || contract::file(it))));
    let families = model::families(api).into_iter();
    files.extend(families.map(|(module, definitions)| {
        let path = format!("models/{module}.rs");
        File::new(path, move || model::file(&definitions, api))
    }));
    let mut children = api.child_resources();
    files.extend(api.resources.iter().map(|resource| {
        let path = format!("resources/{}.rs", names::resource_module(&resource.path));
        let children = children.remove(&*resource.path).unwrap_or_default();
        File::new(path, move || resource::file(api, resource, &children))
    }));
    files
}

/// An operation to render as a method, a request builder or an example.
struct OperationCode<'a> {
    api: &'a Api,
    resource: &'a Resource,
    operation: &'a Operation,
}

fn root_file(api: &Api) -> TokenStream {
    let docs = Docs::new("Generated code: resources, models and client defaults.").inner();
    let base_url = &api.base_url;
    let api_key_scheme = authentication::api_key_scheme(api);
    let client_builder = authentication::client_builder_methods(api);
    let items = quote! {
        pub(crate) const BASE_URL: &str = #base_url;
        #api_key_scheme

        #client_builder
    };
    let imports = Imports::of(FileKind::Root, items.clone()).items();
    let contract = api.contract.as_ref().map(contract::module);
    quote! {
        #docs
        #contract
        pub mod models;
        pub mod resources;

        #imports

        #items
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Shape, TypeDefinition};
    use crate::lower::fixtures::{api, assert_tokens, definition, resource};

    #[test]
    fn sdk_has_a_file_for_each_family_and_resource() {
        let kind = TypeDefinition {
            family: "Room".into(),
            ..definition("Kind", Shape::Enum(Vec::new()))
        };
        let types = vec![kind, definition("Room", Shape::Struct(Vec::new()))];
        let resources = vec![
            resource("rooms", Vec::new()),
            resource("rooms.sessions", Vec::new()),
        ];
        let api = api(resources, types);
        let files = files(&api);
        let mut paths: Vec<&str> = files.iter().map(|file| &*file.path).collect();
        paths.sort();
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
    fn root_has_base_url_and_security_scheme() {
        assert_tokens(
            root_file(&api(Vec::new(), Vec::new())),
            quote! {
                #![doc = " Generated code: resources, models and client defaults."]
                pub mod models;
                pub mod resources;

                use crate::runtime::client::authentication::{Bearer, SecurityScheme};

                pub(crate) const BASE_URL: &str = "https://api.example.com";
                #[doc = " How requests carry the API key."]
                pub(crate) const API_KEY_SCHEME: &dyn SecurityScheme = &Bearer;
            },
        );
    }
}
