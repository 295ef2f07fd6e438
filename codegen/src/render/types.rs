//! Rust types for IR types, and the arguments of setters.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};

use crate::ir::{Api, Integer, Shape, Type, TypeDefinition};
use crate::names::{self, Import};

/// The models of an API, by name.
pub(super) struct Catalog<'a>(BTreeMap<&'a str, &'a TypeDefinition>);

impl<'a> Catalog<'a> {
    pub(super) fn of(api: &'a Api) -> Self {
        Self(
            api.types
                .iter()
                .map(|definition| (definition.name.as_str(), definition))
                .collect(),
        )
    }

    pub(super) fn get(&self, name: &str) -> Option<&'a TypeDefinition> {
        self.0.get(name).copied()
    }
}

/// The module that names a type.
#[derive(Clone, Copy)]
pub(super) enum Scope {
    /// `models`, where the name is enough.
    Models,
    /// Another module, which writes `models::Name`.
    Resources,
}

/// The imports of a file.
#[derive(Default)]
pub(super) struct Imports(BTreeMap<&'static str, BTreeSet<String>>);

impl Imports {
    pub(super) fn add(&mut self, import: Import) {
        self.add_from(import.module(), import.name());
    }

    pub(super) fn add_from(&mut self, module: &'static str, name: impl Into<String>) {
        self.0.entry(module).or_default().insert(name.into());
    }

    /// Imports the extension trait `RequestExt` as `_`: emitted code only calls its methods.
    pub(super) fn add_request_ext(&mut self) {
        self.0
            .entry("crate::extensions")
            .or_default()
            .insert("RequestExt as _".to_owned());
    }

    /// Adds the imports for a type, except models.
    pub(super) fn add_type(&mut self, value: &Type) {
        match value {
            Type::Secret => self.add(Import::Secret),
            Type::Uuid => self.add(Import::Uuid),
            Type::Date => self.add(Import::NaiveDate),
            Type::DateTime => {
                self.add(Import::DateTime);
                self.add(Import::Utc);
            }
            Type::Array(inner) => self.add_type(inner),
            Type::Map(inner) => {
                self.add(Import::BTreeMap);
                self.add_type(inner);
            }
            Type::String
            | Type::Boolean
            | Type::Integer(_)
            | Type::Number
            | Type::Any
            | Type::Bytes
            | Type::File
            | Type::Named(_) => {}
        }
    }

    /// Returns the `use` items: the standard library first, then other crates, then this one.
    pub(super) fn items(&self) -> TokenStream {
        let rank = |module: &str| match module.split("::").next() {
            Some("std") => 0,
            Some("crate" | "super" | "self") => 2,
            _ => 1,
        };
        let mut modules: Vec<_> = self.0.iter().collect();
        modules.sort_by_key(|(module, _)| rank(module));
        let items = modules.into_iter().map(|(module, names)| {
            let module: Vec<Ident> = module.split("::").map(path_segment).collect();
            let names: Vec<TokenStream> = names.iter().map(|name| import(name)).collect();
            match names.as_slice() {
                [name] => quote! { use #(#module)::*::#name; },
                names => quote! { use #(#module)::*::{#(#names),*}; },
            }
        });
        quote! { #(#items)* }
    }
}

/// Renders an imported name, which may be `Trait as _`.
fn import(name: &str) -> TokenStream {
    match name.strip_suffix(" as _") {
        Some(name) => {
            let name = format_ident!("{name}");
            quote!(#name as _)
        }
        None => format_ident!("{name}").into_token_stream(),
    }
}

/// Creates a path segment, which may be the keyword `crate`, `super` or `self`.
fn path_segment(segment: &str) -> Ident {
    Ident::new(segment, proc_macro2::Span::call_site())
}

/// Returns the Rust type of a value.
pub(super) fn rust_type(value: &Type, scope: Scope) -> TokenStream {
    match value {
        Type::String => quote!(String),
        Type::Secret => quote!(Secret),
        Type::Boolean => quote!(bool),
        Type::Integer(Integer::Int32) => quote!(i32),
        Type::Integer(Integer::Int64) => quote!(i64),
        // Single precision would drop digits that the server sent.
        Type::Number => quote!(f64),
        Type::Uuid => quote!(Uuid),
        Type::Date => quote!(NaiveDate),
        Type::DateTime => quote!(DateTime<Utc>),
        Type::Any => quote!(serde_json::Value),
        Type::Bytes => runtime_type("ByteSource", scope),
        Type::File => runtime_type("FilePart", scope),
        Type::Array(inner) => {
            let inner = rust_type(inner, scope);
            quote!(Vec<#inner>)
        }
        Type::Map(inner) => {
            let inner = rust_type(inner, scope);
            quote!(BTreeMap<String, #inner>)
        }
        Type::Named(name) => {
            let name = names::ident(name);
            match scope {
                Scope::Models => quote!(#name),
                Scope::Resources => quote!(models::#name),
            }
        }
    }
}

/// Whether a value has a spelling that only `Decode` of the runtime accepts, not `Deserialize` of the type.
pub(super) fn has_lenient_spelling(value: &Type) -> bool {
    let item = innermost_item(value);
    matches!(item, Type::Integer(_) | Type::Date | Type::DateTime)
}

/// Returns the type of the items of nested arrays and maps, or the type itself.
pub(super) fn innermost_item(value: &Type) -> &Type {
    match value {
        Type::Array(item) | Type::Map(item) => innermost_item(item),
        value => value,
    }
}

/// Returns a runtime type that `models` re-exports.
fn runtime_type(name: &str, scope: Scope) -> TokenStream {
    rust_type(&Type::Named(name.to_owned()), scope)
}

/// The argument of a setter, which accepts every type that converts to the value.
pub(super) struct Argument {
    /// The type of the argument.
    pub(super) accepts: TokenStream,
    /// The expression that converts the argument to the value.
    pub(super) value: TokenStream,
}

/// Returns the argument `name` for a value.
pub(super) fn argument(
    name: &Ident,
    value: &Type,
    nullable: bool,
    scope: Scope,
    catalog: &Catalog<'_>,
) -> Argument {
    let plain = rust_type(value, scope);
    if nullable {
        return Argument {
            accepts: quote!(impl Into<Nullable<#plain>>),
            value: quote!(#name.into()),
        };
    }
    match value {
        // The part holds a list, but usually one file.
        Type::File => Argument {
            accepts: quote!(impl Into<#plain>),
            value: quote!([#name.into()]),
        },
        Type::String | Type::Secret | Type::Bytes => Argument {
            accepts: quote!(impl Into<#plain>),
            value: quote!(#name.into()),
        },
        Type::Named(type_name) if is_convertible(catalog.get(type_name)) => Argument {
            accepts: quote!(impl Into<#plain>),
            value: quote!(#name.into()),
        },
        Type::Array(item) => list_argument(name, item, scope),
        Type::Map(item) => {
            let item = rust_type(item, scope);
            let (pairs, collect) = (pairs(name), collect(&quote!(BTreeMap<String, _>), scope));
            Argument {
                accepts: quote!(impl IntoIterator<Item = (impl Into<String>, #item)>),
                value: quote!(#pairs #collect),
            }
        }
        _ => Argument {
            accepts: plain,
            value: quote!(#name),
        },
    }
}

/// Renders an iterator over the entries of the argument for a map.
pub(super) fn pairs(name: &Ident) -> TokenStream {
    quote!(#name.into_iter().map(|(key, value)| (key.into(), value)))
}

fn list_argument(name: &Ident, item: &Type, scope: Scope) -> Argument {
    let plain = rust_type(item, scope);
    match item {
        Type::File => Argument {
            accepts: quote!(impl IntoIterator<Item = impl Into<#plain>>),
            value: quote!(#name.into_iter().map(Into::into)),
        },
        Type::String | Type::Secret => {
            let collect = collect(&quote!(Vec<#plain>), scope);
            Argument {
                accepts: quote!(impl IntoIterator<Item = impl Into<#plain>>),
                value: quote!(#name.into_iter().map(Into::into) #collect),
            }
        }
        _ => {
            let collect = collect(&quote!(Vec<_>), scope);
            Argument {
                accepts: quote!(impl IntoIterator<Item = #plain>),
                value: quote!(#name.into_iter() #collect),
            }
        }
    }
}

/// Renders the call that collects an iterator. In models, the type of the field is that of the collection.
fn collect(collection: &TokenStream, scope: Scope) -> TokenStream {
    match scope {
        Scope::Models => quote!(.collect()),
        Scope::Resources => quote!(.collect::<#collection>()),
    }
}

/// Returns a type as the start of a path in an expression: `Vec::<String>`.
pub(super) fn path_type(value: &Type) -> TokenStream {
    match value {
        Type::DateTime => quote!(DateTime::<Utc>),
        Type::Array(inner) => {
            let inner = rust_type(inner, Scope::Models);
            quote!(Vec::<#inner>)
        }
        Type::Map(inner) => {
            let inner = rust_type(inner, Scope::Models);
            quote!(BTreeMap::<String, #inner>)
        }
        value => rust_type(value, Scope::Models),
    }
}

/// Whether other types convert to it: strings to an enum, variants to a union.
fn is_convertible(definition: Option<&TypeDefinition>) -> bool {
    definition
        .is_some_and(|definition| matches!(definition.shape, Shape::Enum(_) | Shape::Union { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::fixtures::{api, assert_tokens, definition};

    fn list(item: Type) -> Type {
        Type::Array(Box::new(item))
    }

    fn map(value: Type) -> Type {
        Type::Map(Box::new(value))
    }

    #[test]
    fn rust_type_maps_every_type() {
        for (value, expected) in [
            (Type::String, quote!(String)),
            (Type::Secret, quote!(Secret)),
            (Type::Boolean, quote!(bool)),
            (Type::Integer(Integer::Int32), quote!(i32)),
            (Type::Integer(Integer::Int64), quote!(i64)),
            (Type::Number, quote!(f64)),
            (Type::Uuid, quote!(Uuid)),
            (Type::Date, quote!(NaiveDate)),
            (Type::DateTime, quote!(DateTime<Utc>)),
            (Type::Any, quote!(serde_json::Value)),
            (Type::Bytes, quote!(ByteSource)),
            (list(Type::File), quote!(Vec<FilePart>)),
            (list(list(Type::String)), quote!(Vec<Vec<String>>)),
            (map(Type::Number), quote!(BTreeMap<String, f64>)),
            (Type::Named("Room".into()), quote!(Room)),
        ] {
            assert_tokens(rust_type(&value, Scope::Models), expected);
        }
    }

    #[test]
    fn rust_type_outside_models_is_qualified() {
        let rooms = list(Type::Named("Room".into()));
        assert_tokens(
            rust_type(&rooms, Scope::Resources),
            quote!(Vec<models::Room>),
        );
    }

    #[test]
    fn imports_are_sorted_and_distinct() {
        let mut imports = Imports::default();
        for value in [
            map(list(Type::DateTime)),
            Type::Secret,
            Type::Uuid,
            Type::Date,
            Type::Uuid,
            Type::Named("Room".into()),
        ] {
            imports.add_type(&value);
        }
        imports.add_from("super", "Room");
        assert_tokens(
            imports.items(),
            quote! {
                use std::collections::BTreeMap;
                use chrono::{DateTime, NaiveDate, Utc};
                use uuid::Uuid;
                use crate::Secret;
                use super::Room;
            },
        );
    }

    #[test]
    fn argument_accepts_convertible_types() {
        let types = vec![
            definition("Kind", Shape::Enum(Vec::new())),
            definition("Room", Shape::Struct(Vec::new())),
        ];
        let api = api(Vec::new(), types);
        let catalog = Catalog::of(&api);
        let named = |name: &str| Type::Named(name.to_owned());
        for (value, nullable, accepts, made) in [
            (
                Type::String,
                false,
                quote!(impl Into<String>),
                quote!(a.into()),
            ),
            (
                Type::Secret,
                false,
                quote!(impl Into<Secret>),
                quote!(a.into()),
            ),
            (Type::Boolean, false, quote!(bool), quote!(a)),
            (Type::Any, false, quote!(serde_json::Value), quote!(a)),
            (
                Type::Uuid,
                true,
                quote!(impl Into<Nullable<Uuid>>),
                quote!(a.into()),
            ),
            (
                named("Kind"),
                false,
                quote!(impl Into<Kind>),
                quote!(a.into()),
            ),
            (
                Type::File,
                false,
                quote!(impl Into<FilePart>),
                quote!([a.into()]),
            ),
            (
                list(Type::File),
                false,
                quote!(impl IntoIterator<Item = impl Into<FilePart>>),
                quote!(a.into_iter().map(Into::into)),
            ),
            (named("Room"), false, quote!(Room), quote!(a)),
            (
                list(Type::String),
                false,
                quote!(impl IntoIterator<Item = impl Into<String>>),
                quote!(a.into_iter().map(Into::into).collect()),
            ),
            (
                list(Type::Number),
                false,
                quote!(impl IntoIterator<Item = f64>),
                quote!(a.into_iter().collect()),
            ),
            (
                map(Type::Boolean),
                false,
                quote!(impl IntoIterator<Item = (impl Into<String>, bool)>),
                quote!(
                    a.into_iter()
                        .map(|(key, value)| (key.into(), value))
                        .collect()
                ),
            ),
        ] {
            let name = names::field_or_argument("a");
            let argument = argument(&name, &value, nullable, Scope::Models, &catalog);
            assert_tokens(argument.accepts, accepts);
            assert_tokens(argument.value, made);
        }
    }
}
