//! Converts types of the IR to Rust types, and to arguments for values of these types.

use std::fmt;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::ir::{Api, Integer, Shape, Type, TypeDefinition};
use crate::names::{self, FileKind};

/// Returns the Rust type for a type of the IR: `Room` in files of models, `models::Room` in other files.
pub(super) fn rust_type(ty: &Type, kind: FileKind) -> TokenStream {
    let inner = ty.inner().map(|inner| rust_type(inner, kind));
    match ty {
        Type::String => quote!(String),
        Type::Secret => quote!(Secret),
        Type::Boolean => quote!(bool),
        Type::Integer(Integer::Int32) => quote!(i32),
        Type::Integer(Integer::Int64) => quote!(i64),
        Type::Integer(Integer::Uint64) => quote!(u64),
        // Single precision would lose digits.
        Type::Number => quote!(f64),
        Type::Uuid => quote!(Uuid),
        Type::Date => quote!(NaiveDate),
        Type::DateTime => quote!(DateTime<Utc>),
        Type::Any => quote!(serde_json::Value),
        Type::Bytes => model_path("ByteSource", kind),
        Type::File => model_path("FilePart", kind),
        Type::Array(_) => quote!(Vec<#inner>),
        Type::Map(_) => quote!(BTreeMap<String, #inner>),
        Type::Nullable(_) => quote!(Option<#inner>),
        Type::Named(name) => model_path(name, kind),
    }
}

/// Returns the path of a model, or of a runtime type that the module `models` re-exports.
pub(super) fn model_path(name: &str, kind: FileKind) -> TokenStream {
    let name = names::ident(name);
    match kind {
        FileKind::Models => quote!(#name),
        _ => quote!(models::#name),
    }
}

/// Whether the runtime's `Decode` of a type accepts more JSON than `Deserialize`, such as `10.0` for an integer.
pub(super) fn has_lenient_decoder(ty: &Type) -> bool {
    matches!(
        ty.innermost(),
        Type::Integer(_) | Type::Date | Type::DateTime
    )
}

/// Returns the derives for comparing values. Floats have neither `Eq` nor `Hash`.
pub(super) fn equality(definition: &TypeDefinition) -> TokenStream {
    match definition.contains_floats {
        true => quote!(PartialEq),
        false => quote!(PartialEq, Eq, Hash),
    }
}

/// Returns the `Debug` text of a value as tokens. The text is an expression for standard types, and for types that also
/// exist in the runtime with the same variants and fields.
pub(super) fn debug_tokens(value: &impl fmt::Debug) -> TokenStream {
    parsed(&format!("{value:?}"))
}

pub(super) fn parsed(text: &str) -> TokenStream {
    text.parse().unwrap_or_default()
}

/// The argument of a method, constructor or setter.
pub(super) struct Argument {
    /// The type of the argument: `impl Into<String>`.
    pub(super) accepts: TokenStream,
    /// The expression that converts the argument to the value: `name.into()`.
    pub(super) value: TokenStream,
}

pub(super) fn setter_argument() -> Ident {
    names::ident("value")
}

/// Returns the argument `name` for a value. The argument accepts types that convert to `ty` for strings, secrets,
/// bytes, files, enums and unions; iterators for lists and maps; types that convert to `Nullable` if `nullable`; and
/// only `ty` in all other cases.
pub(super) fn argument(
    name: &Ident,
    ty: &Type,
    nullable: bool,
    kind: FileKind,
    api: &Api,
) -> Argument {
    let plain = rust_type(ty, kind);
    let into = || (quote!(impl Into<#plain>), quote!(#name.into()));
    let (accepts, value) = match ty {
        _ if nullable => (quote!(impl Into<Nullable<#plain>>), quote!(#name.into())),
        Type::String | Type::Secret | Type::Bytes => into(),
        Type::Named(model) if api.definition(model).is_some_and(has_conversions) => into(),
        // The runtime takes an iterator of files.
        Type::File => (quote!(impl Into<#plain>), quote!([#name.into()])),
        Type::Array(item) => {
            let plain = rust_type(item, kind);
            let is_converted = matches!(**item, Type::File | Type::String | Type::Secret);
            let convert = is_converted.then(|| quote!(.map(Into::into)));
            let (item_accepts, collection) = match is_converted {
                true => (quote!(impl Into<#plain>), quote!(Vec<#plain>)),
                false => (plain, quote!(Vec<_>)),
            };
            // The runtime takes an iterator of files.
            let collect = (**item != Type::File).then(|| collect(&collection, kind));
            let accepts = quote!(impl IntoIterator<Item = #item_accepts>);
            (accepts, quote!(#name.into_iter() #convert #collect))
        }
        Type::Map(item) => {
            let item = rust_type(item, kind);
            let (pairs, collect) = (pairs(name), collect(&quote!(BTreeMap<String, _>), kind));
            let accepts = quote!(impl IntoIterator<Item = (impl Into<String>, #item)>);
            (accepts, quote!(#pairs #collect))
        }
        _ => (plain, quote!(#name)),
    };
    Argument { accepts, value }
}

/// Renders the iterator over the key-value pairs of a map.
pub(super) fn pairs(name: &Ident) -> TokenStream {
    quote!(#name.into_iter().map(|(key, value)| (key.into(), value)))
}

/// Renders the call that collects an iterator. In files of models, the type of the field is sufficient.
fn collect(collection: &TokenStream, kind: FileKind) -> TokenStream {
    match kind {
        FileKind::Models => quote!(.collect()),
        _ => quote!(.collect::<#collection>()),
    }
}

/// Whether other types convert to a model, such as strings to an enum.
fn has_conversions(model: &TypeDefinition) -> bool {
    matches!(
        model.shape,
        Shape::Enum(_) | Shape::IntegerEnum(_) | Shape::Union { .. }
    )
}

/// Returns the type of a value in files of resources: `models::Room`.
pub(crate) fn value_type(ty: &Type) -> String {
    text(rust_type(ty, FileKind::Resources))
}

/// Returns the type of a value in files of models: `Room`.
pub(super) fn model_type(ty: &Type) -> String {
    text(rust_type(ty, FileKind::Models))
}

/// Returns the text of a type.
pub(super) fn text(tokens: TokenStream) -> String {
    format_types(&tokens.to_string())
}

/// Removes the spaces between the tokens of types.
pub(super) fn format_types(text: &str) -> String {
    let spaced = [" :: ", " < ", "< ", " >", " ,", "& "];
    let without_spaces = |text: String, spaced: &str| text.replace(spaced, spaced.trim());
    spaced.into_iter().fold(text.to_owned(), without_spaces)
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
            (
                list(Type::Nullable(Box::new(Type::Integer(Integer::Uint64)))),
                quote!(Vec<Option<u64>>),
            ),
            (Type::Named("Room".into()), quote!(Room)),
        ] {
            assert_tokens(rust_type(&value, FileKind::Models), expected);
        }
    }

    #[test]
    fn rust_type_outside_models_is_qualified() {
        let rooms = list(Type::Named("Room".into()));
        assert_tokens(
            rust_type(&rooms, FileKind::Resources),
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
            let argument = argument(&name, &value, nullable, FileKind::Models, &api);
            assert_tokens(argument.accepts, accepts);
            assert_tokens(argument.value, made);
        }
    }
}
