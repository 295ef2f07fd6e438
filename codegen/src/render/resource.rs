//! The module `resources`: a file for each resource.

use proc_macro2::TokenStream;
use quote::quote;

use super::OperationCode;
use super::docs::Docs;
use super::escape::code_span;
use super::imports::{Imports, reexport};
use crate::ir::{Api, Resource};
use crate::names::{self, FileKind};

const SUMMARY: &str = "Resources, which group operations. The Rust method for an operation returns a request builder, \
                       which sends nothing until you await it or its `send`. The request builder of a list also sends \
                       requests when you read from its `stream` or `pages`.";

pub(super) fn file(api: &Api, resource: &Resource, children: &[&Resource]) -> TokenStream {
    let code = |operation| OperationCode {
        api,
        resource,
        operation,
    };
    let operations: Vec<OperationCode<'_>> = resource.operations.iter().map(code).collect();
    let name = names::resource_type(&resource.path);
    let docs = docs(resource);
    let client = quote!(self.client.clone());
    let accessors = children.iter().map(|it| accessor(it, &client));
    let methods = operations.iter().map(OperationCode::method);
    let builders = operations.iter().map(OperationCode::request_builder);
    let items = quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #name {
            pub(super) client: Client,
        }

        impl #name {
            #(#accessors)*
            #(#methods)*
        }

        #(#builders)*
    };
    let mut imports = Imports::of(FileKind::Resources, items.clone());
    for child in children {
        imports.add("super", names::resource_type(&child.path).to_string());
    }
    let imports = imports.items();
    quote! {
        #imports

        #items
    }
}

/// Renders the module, with accessors of the top-level resources on the client.
pub(super) fn module(api: &Api) -> TokenStream {
    let links = api.resources.iter().map(|resource| {
        let expression = names::resource_expression(&resource.path);
        let name = names::resource_type(&resource.path);
        format!("- [`{expression}`]({name})")
    });
    let docs = Docs::new(SUMMARY).paragraph(links).inner();
    let modules = api.resources.iter();
    let modules = modules.map(|resource| names::ident(&names::resource_module(&resource.path)));
    let exports = api.resources.iter().map(|resource| {
        let operations = resource.operations.iter();
        let builders = operations.map(|it| names::builder_type(&it.builder));
        let types = builders.chain([names::resource_type(&resource.path)]);
        reexport(&names::resource_module(&resource.path), types)
    });
    let client = quote!(self.clone());
    let top_level = api.resources.iter().filter(|it| it.path.len() == 1);
    let accessors = top_level.map(|it| accessor(it, &client));
    quote! {
        #docs
        #(mod #modules;)*
        #(#exports)*

        use crate::Client;

        impl Client {
            #(#accessors)*
        }
    }
}

fn docs(resource: &Resource) -> Docs {
    Docs::default()
        .description(Some(&resource.description))
        .or(format!("{}.", code_span(&resource.path.join("."))))
}

/// Renders the accessor of a resource. `client` is the expression for the client of the resource.
fn accessor(resource: &Resource, client: &TokenStream) -> TokenStream {
    let docs = docs(resource);
    let name = names::accessor(&resource.path);
    let type_name = names::resource_type(&resource.path);
    quote! {
        #docs
        pub fn #name(&self) -> #type_name {
            let client = #client;
            #type_name { client }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::fixtures::{api, assert_tokens, operation, resource};

    #[test]
    fn file_has_accessors_of_child_resources() {
        let resources = vec![
            resource("rooms", Vec::new()),
            resource("rooms.new", Vec::new()),
        ];
        let api = api(resources, Vec::new());
        let [rooms, child] = api.resources.as_slice() else {
            panic!("{:?}", api.resources);
        };
        assert_tokens(
            file(&api, rooms, &[child]),
            quote! {
                use crate::{Client};
                use super::{RoomsNew};

                #[doc = " About rooms."]
                #[derive(Clone, Debug)]
                pub struct Rooms {
                    pub(super) client: Client,
                }

                impl Rooms {
                    #[doc = " About rooms.new."]
                    pub fn new_(&self) -> RoomsNew {
                        let client = self.client.clone();
                        RoomsNew { client }
                    }
                }
            },
        );
    }

    #[test]
    fn client_has_accessors_of_top_level_resources_only() {
        let resources = vec![
            resource("rooms", vec![operation("GetRoom", "get")]),
            resource("rooms.sessions", Vec::new()),
        ];
        let api = api(resources, Vec::new());
        assert_tokens(
            module(&api),
            quote! {
            #![doc = " Resources, which group operations. The Rust method for an operation returns a request"]
                        #![doc = " builder, which sends nothing until you await it or its `send`. The request builder of a list"]
                        #![doc = " also sends requests when you read from its `stream` or `pages`."]
                                    #![doc = ""]
                        #![doc = " - [`client.rooms()`](Rooms)"]
                        #![doc = " - [`client.rooms().sessions()`](RoomsSessions)"]
                        mod rooms;
                                    mod rooms_sessions;
                                    pub use rooms::{GetRoom, Rooms};
                                    pub use rooms_sessions::{RoomsSessions};

                                    use crate::Client;

                                    impl Client {
                                        #[doc = " About rooms."]
                                        pub fn rooms(&self) -> Rooms {
                                            let client = self.clone();
                                            Rooms { client }
                                        }
                                    }
                                },
        );
    }
}
