//! String and integer enums. They are *open*: they keep values that the document doesn't list.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{DEPRECATED, Docs};
use super::escape::code_span;
use crate::ir::{EnumValue, Shape, TypeDefinition};
use crate::names;

/// Renders an open enum. A macro of the runtime implements serde's traits and other conversions.
pub(super) fn item(definition: &TypeDefinition, values: &[EnumValue]) -> TokenStream {
    let docs = Docs::of_type(definition);
    let name = names::ident(&definition.name);
    let variants = values.iter().map(variant);
    let is_integer = matches!(definition.shape, Shape::IntegerEnum(_));
    let (content, macro_name, unknown) = match is_integer {
        true => (
            quote!(i64),
            quote!(integer_enum),
            "A value that this version of the crate doesn't know.",
        ),
        false => (
            quote!(String),
            quote!(open_enum),
            "A value that this version of the crate doesn't know, as the API spells it.",
        ),
    };
    let unknown_docs = Docs::new(unknown);
    let constants = values.iter().filter_map(|value| {
        let variant = names::variant(&value.label);
        let constant = match is_integer {
            true => Literal::i64_unsuffixed(value.text.parse().ok()?),
            false => Literal::string(&value.text),
        };
        Some(quote!(#variant = #constant))
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #unknown_docs
            Unknown(#content),
        }

        #macro_name!(pub #name; #(#constants),*);
    }
}

/// Renders the variant for a value of a string or integer enum, whose comment starts with the value: `` `audio` ``.
pub(super) fn variant(value: &EnumValue) -> TokenStream {
    let docs = Docs::labelled(&code_span(&value.text), value.description.as_deref());
    // The attribute `deprecated` would cause warnings in the crate itself, which uses all variants.
    let docs = docs.description(value.deprecated.then_some(DEPRECATED));
    let name = names::variant(&value.label);
    quote!(#docs #name,)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::fixtures::{assert_tokens, definition};

    #[test]
    fn open_enum_has_a_variant_for_unknown_values() {
        let values = [EnumValue::new("audio")];
        let expected = quote! {
            #[doc = " `RecordingType`."]
            #[derive(Clone, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum RecordingType {
                #[doc = " `audio`"]
                Audio,
                #[doc = " A value that this version of the crate doesn't know, as the API spells it."]
                Unknown(String),
            }

            open_enum!(pub RecordingType; Audio = "audio");
        };
        let definition = definition("RecordingType", Shape::Enum(values.to_vec()));
        assert_tokens(item(&definition, &values), expected);
    }
}
