//! Renders the IR as Rust: token streams and text for each file.
//!
//! A *family* is a group of models in one file, such as `Room` and `RoomType`. An *input* is a value that the caller
//! passes as an argument of a method or of a setter. A *step* is a method call in the chain that builds a request, such
//! as `.query("dry", dry)`.

pub(crate) mod authentication;
mod body;
mod bounds;
mod client_parameters;
mod containers;
mod contract;
pub(crate) mod docs;
pub mod emit;
pub mod escape;
mod example;
mod field;
mod imports;
mod input;
mod integer_enum;
mod model;
mod model_struct;
mod operation;
mod output;
mod output_type;
mod parameter;
mod resource;
mod responses;
mod retry;
pub(crate) mod signature;
mod stream;
mod string_enum;
mod tag;
mod types;
mod union;
pub(crate) mod wrap;

use std::collections::{BTreeMap, HashMap};

use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::quote;

use self::docs::Docs;
use self::imports::Imports;
use self::types::Catalog;
use crate::ir::{Api, Contract, Operation, Resource, TypeDefinition};
use crate::names::{self, FileKind};

/// The files of an SDK, which threads can render independently.
pub struct SdkFiles<'a> {
    api: &'a Api,
    /// The path of the SDK in examples: `telnyx_video`.
    library: String,
    catalog: Catalog<'a>,
    /// The child resources by path of their parent.
    children: HashMap<&'a [String], Vec<&'a Resource>>,
    files: BTreeMap<String, File<'a>>,
}

enum File<'a> {
    /// The file `mod.rs`, which declares the modules `models` and `resources`.
    Root,
    Contract(&'a Contract),
    /// The module `models`, with its families by module name.
    Models(BTreeMap<String, Vec<&'a TypeDefinition>>),
    /// The models of a family.
    Family(Vec<&'a TypeDefinition>),
    /// The module `resources`.
    Resources,
    Resource(&'a Resource),
}

impl<'a> SdkFiles<'a> {
    /// Lists the files of an SDK.
    pub fn new(api: &'a Api) -> Self {
        let mut files = BTreeMap::from([
            ("mod.rs".to_owned(), File::Root),
            ("resources/mod.rs".to_owned(), File::Resources),
        ]);
        if let Some(contract) = &api.contract {
            files.insert("contract.rs".to_owned(), File::Contract(contract));
        }
        let families = model::families(api);
        for (module, definitions) in &families {
            let path = format!("models/{module}.rs");
            files.insert(path, File::Family(definitions.clone()));
        }
        files.insert("models/mod.rs".to_owned(), File::Models(families));
        for resource in &api.resources {
            let module = names::resource_module(&resource.path);
            files.insert(format!("resources/{module}.rs"), File::Resource(resource));
        }
        Self {
            api,
            library: api.package.to_snake_case(),
            catalog: Catalog::of(api),
            children: api.child_resources(),
            files,
        }
    }

    /// Returns the sorted paths of all files.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Renders the file at a path. The file is empty if [`paths`](Self::paths) doesn't contain the path.
    pub fn render(&self, path: &str) -> TokenStream {
        let api = self.api;
        match self.files.get(path) {
            Some(File::Root) => root_file(api),
            Some(File::Contract(contract)) => contract::file(contract),
            Some(File::Models(families)) => model::module(api, families),
            Some(File::Family(definitions)) => model::file(definitions, &self.catalog),
            Some(File::Resources) => resource::module(api),
            Some(File::Resource(resource)) => {
                let children = self.children.get(&*resource.path);
                let children = children.map_or(&[][..], Vec::as_slice);
                resource::file(&self.library, resource, children, &self.catalog)
            }
            None => TokenStream::new(),
        }
    }
}

/// An operation to render as a method, a request builder or an example.
struct OperationCode<'a> {
    library: &'a str,
    resource: &'a Resource,
    operation: &'a Operation,
    catalog: &'a Catalog<'a>,
}

/// Returns the lines of the imports and statements of an example call, with a client in the variable `client`.
pub(crate) fn example_call(
    api: &Api,
    library: &str,
    resource: &Resource,
    operation: &Operation,
) -> (Vec<String>, Vec<String>) {
    example::call(&OperationCode {
        library,
        resource,
        operation,
        catalog: &Catalog::of(api),
    })
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
    use crate::ir::Shape;
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
        let files = SdkFiles::new(&api);
        let paths: Vec<&str> = files.paths().collect();
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
