//! Rust types for IR types, and the arguments of setters.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::ir::{Api, Integer, Shape, Type, TypeDefinition};
use crate::names;

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

/// Returns a type as Rust writes it.
pub(super) fn rust_type(ty: &Type, scope: Scope) -> TokenStream {
    match ty {
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
pub(super) fn has_lenient_spelling(ty: &Type) -> bool {
    let item = innermost_item(ty);
    matches!(item, Type::Integer(_) | Type::Date | Type::DateTime)
}

/// Returns the type of the items of nested arrays and maps, or the type itself.
pub(super) fn innermost_item(ty: &Type) -> &Type {
    match ty {
        Type::Array(item) | Type::Map(item) => innermost_item(item),
        _ => ty,
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

/// Returns the name of the argument of every setter.
pub(super) fn setter_argument() -> Ident {
    names::ident("value")
}

/// Returns the argument `name` for a value of type `ty`.
pub(super) fn argument(
    name: &Ident,
    ty: &Type,
    nullable: bool,
    scope: Scope,
    catalog: &Catalog<'_>,
) -> Argument {
    let plain = rust_type(ty, scope);
    let (accepts, value) = match ty {
        _ if nullable => (quote!(impl Into<Nullable<#plain>>), quote!(#name.into())),
        // The part holds a list, but usually one file.
        Type::File => (quote!(impl Into<#plain>), quote!([#name.into()])),
        Type::String | Type::Secret | Type::Bytes => {
            (quote!(impl Into<#plain>), quote!(#name.into()))
        }
        Type::Named(named) if is_convertible(catalog.get(named)) => {
            (quote!(impl Into<#plain>), quote!(#name.into()))
        }
        Type::Array(item) => return list_argument(name, item, scope),
        Type::Map(item) => {
            let item = rust_type(item, scope);
            let (pairs, collect) = (pairs(name), collect(&quote!(BTreeMap<String, _>), scope));
            (
                quote!(impl IntoIterator<Item = (impl Into<String>, #item)>),
                quote!(#pairs #collect),
            )
        }
        _ => (plain, quote!(#name)),
    };
    Argument { accepts, value }
}

/// Renders an iterator over the entries of the argument for a map.
pub(super) fn pairs(name: &Ident) -> TokenStream {
    quote!(#name.into_iter().map(|(key, value)| (key.into(), value)))
}

fn list_argument(name: &Ident, item: &Type, scope: Scope) -> Argument {
    let plain = rust_type(item, scope);
    if !matches!(item, Type::File | Type::String | Type::Secret) {
        let collect = collect(&quote!(Vec<_>), scope);
        return Argument {
            accepts: quote!(impl IntoIterator<Item = #plain>),
            value: quote!(#name.into_iter() #collect),
        };
    }
    // The runtime takes an iterator of files.
    let collect = (*item != Type::File).then(|| collect(&quote!(Vec<#plain>), scope));
    Argument {
        accepts: quote!(impl IntoIterator<Item = impl Into<#plain>>),
        value: quote!(#name.into_iter().map(Into::into) #collect),
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
pub(super) fn path_type(ty: &Type) -> TokenStream {
    match ty {
        Type::DateTime => quote!(DateTime::<Utc>),
        Type::Array(inner) => {
            let inner = rust_type(inner, Scope::Models);
            quote!(Vec::<#inner>)
        }
        Type::Map(inner) => {
            let inner = rust_type(inner, Scope::Models);
            quote!(BTreeMap::<String, #inner>)
        }
        ty => rust_type(ty, Scope::Models),
    }
}

/// Whether other types convert to it: strings to an enum, variants to a union.
fn is_convertible(definition: Option<&TypeDefinition>) -> bool {
    matches!(
        definition,
        Some(TypeDefinition {
            shape: Shape::Enum(_) | Shape::Union { .. },
            ..
        })
    )
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
