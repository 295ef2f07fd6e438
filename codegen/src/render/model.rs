//! The module `models`: a file for each family of types.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Docs;
use super::imports::{Imports, reexport};
use super::model_struct::ModelStruct;
use super::union::Union;
use super::{open_enum, responses};
use crate::ir::{Api, Body, Operation, Shape, Type, TypeDefinition};
use crate::names::{self, FileKind};

/// Returns the types of each family by module name. A tagged union and its variants are one family.
pub(super) fn families(api: &Api) -> BTreeMap<String, Vec<&TypeDefinition>> {
    let mut families_of_variants = HashMap::new();
    for definition in &api.types {
        if let Shape::Union {
            discriminator: Some(_),
            ..
        } = &definition.shape
        {
            let variants = definition.shape.parts().into_iter().filter_map(Type::named);
            families_of_variants.extend(variants.map(|it| (it, definition.family.as_str())));
        }
    }
    let mut families = BTreeMap::<String, Vec<&TypeDefinition>>::new();
    for definition in &api.types {
        let family = definition.family.as_str();
        // The name of a family is the name of a type. If this type is a variant of a tagged union, the families are
        // joined.
        let module = names::module(families_of_variants.get(family).unwrap_or(&family));
        families.entry(module).or_default().push(definition);
    }
    for (module, definitions) in &mut families {
        // The type that names the family comes first.
        definitions.sort_by_cached_key(|definition| {
            let name = definition.name.as_str();
            (names::module(name) != *module, name)
        });
    }
    families
}

pub(super) fn file(definitions: &[&TypeDefinition], api: &Api) -> TokenStream {
    let items = definitions.iter().map(|it| item(it, api));
    let items = quote!(#(#items)*);
    let mut imports = Imports::of(FileKind::Models, items.clone());
    let family: BTreeSet<&str> = definitions.iter().map(|it| it.name.as_str()).collect();
    let parts = definitions.iter().flat_map(|it| it.shape.parts());
    let names = parts.filter_map(Type::named);
    for name in names.filter(|name| !family.contains(name)) {
        imports.add("super", name);
    }
    let imports = imports.items();
    quote! {
        #imports
        #items
    }
}

fn item(definition: &TypeDefinition, api: &Api) -> TokenStream {
    match &definition.shape {
        Shape::Struct(fields) => ModelStruct {
            definition,
            fields,
            api,
        }
        .item(),
        Shape::Enum(values) | Shape::IntegerEnum(values) => open_enum::item(definition, values),
        Shape::Union {
            discriminator,
            enum_values,
            variants,
        } => Union {
            definition,
            discriminator: discriminator.as_deref(),
            enum_values,
            variants,
            api,
        }
        .item(),
        Shape::Responses(responses) => responses::item(definition, responses),
    }
}

pub(super) fn module(api: &Api) -> TokenStream {
    let families = families(api);
    let docs = Docs::new("Models: the types of the values in requests and responses.").inner();
    let modules = families.keys().map(|module| names::ident(module));
    let exports = families.iter().map(|(module, definitions)| {
        let types = definitions.iter().map(|it| names::ident(&it.name));
        reexport(module, types)
    });
    let runtime_reexports = runtime_reexports(api);
    quote! {
        #docs
        #(mod #modules;)*
        #(#exports)*
        #runtime_reexports
    }
}

/// Re-exports the runtime types for files and bytes in request bodies, and for streams.
fn runtime_reexports(api: &Api) -> TokenStream {
    let bodies = api.operations().filter_map(|it| it.body.as_ref());
    let types = bodies.flat_map(Body::types);
    let streams = api.operations().flat_map(Operation::streams);
    let names: BTreeSet<&str> = types
        .flat_map(Type::runtime_types)
        .chain(streams.flat_map(|it| it.format.runtime_types()))
        .copied()
        .collect();
    let names = names.into_iter().map(names::ident);
    quote!(#(pub use crate::extensions::#names;)*)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::fixtures::{api, assert_tokens, definition, field};

    fn text_enum(name: &str, family: &str) -> TypeDefinition {
        TypeDefinition {
            family: family.into(),
            ..definition(name, Shape::Enum(Vec::new()))
        }
    }

    #[test]
    fn family_starts_with_the_type_that_names_it() {
        let types = vec![
            text_enum("Alpha", "Room"),
            text_enum("Other", "Other"),
            text_enum("Room", "Room"),
        ];
        let api = api(Vec::new(), types);
        let families = families(&api);
        let names = |family: &str| -> Vec<&str> {
            families[family]
                .iter()
                .map(|definition| definition.name.as_str())
                .collect()
        };
        assert_eq!(names("room"), ["Room", "Alpha"]);
        assert_eq!(names("other"), ["Other"]);
        assert_tokens(
            module(&api),
            quote! {
                #![doc = " Models: the types of the values in requests and responses."]
                mod other;
                mod room;
                pub use other::{Other};
                pub use room::{Alpha, Room};
            },
        );
    }

    #[test]
    fn file_imports_models_of_other_families() {
        let of = |name: &str| Type::Array(Box::new(Type::Named(name.into())));
        let room = definition(
            "Room",
            Shape::Struct(vec![field("a", of("Kind")), field("b", of("Other"))]),
        );
        let types = vec![text_enum("Kind", "Room"), text_enum("Other", "Other"), room];
        let api = api(Vec::new(), types);
        let [kind, _, room] = api.types.as_slice() else {
            panic!("{:?}", api.types);
        };
        let file = file(&[room, kind], &api).to_string();
        let imports = quote! {
            use crate::runtime::values::model::{impl_serialize};
            use crate::runtime::values::open_enum::{open_enum};
            use super::{Other};
        };
        assert!(file.starts_with(&imports.to_string()), "{file}");
    }
}
