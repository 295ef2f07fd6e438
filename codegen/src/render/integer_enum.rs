//! Integer enums, which also keep values that the document doesn't list.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::Docs;
use super::string_enum::variant;
use crate::ir::{EnumValue, TypeDefinition};
use crate::names;

pub(super) fn item(definition: &TypeDefinition, values: &[EnumValue]) -> TokenStream {
    let docs = Docs::of_type(definition);
    let name = names::ident(&definition.name);
    let variants = values.iter().map(variant);
    let constants = values.iter().filter_map(|value| {
        let variant = names::variant(&value.label);
        let number = Literal::i64_unsuffixed(value.text.parse().ok()?);
        Some(quote!(#variant = #number))
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #[doc = " A value that this version of the crate doesn't know."]
            Unknown(i64),
        }

        integer_enum!(pub #name; #(#constants),*);
    }
}
