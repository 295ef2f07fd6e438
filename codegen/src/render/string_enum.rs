//! String enums. They are *open*: they keep values that the document doesn't list.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::{DEPRECATED, Docs};
use super::escape::code_span;
use crate::ir::{EnumValue, TypeDefinition};
use crate::names;

/// Renders an open enum. A macro of the runtime implements serde's traits and other conversions.
pub(super) fn item(definition: &TypeDefinition, values: &[EnumValue]) -> TokenStream {
    let docs = Docs::of_type(definition);
    let name = names::ident(&definition.name);
    let declarations = values.iter().map(variant);
    let variants: Vec<Ident> = values.iter().map(|it| names::variant(&it.label)).collect();
    let values: Vec<&str> = values.iter().map(|it| it.text.as_str()).collect();
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#declarations)*
            #[doc = " A value that this version of the crate doesn't know, as the API spells it."]
            Unknown(String),
        }

        impl #name {
            #[doc = " Returns the value as the API spells it."]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #values,)*
                    Self::Unknown(value) => value,
                }
            }
        }

        impl From<&str> for #name {
            fn from(value: &str) -> Self {
                match value {
                    #(#values => Self::#variants,)*
                    _ => Self::Unknown(value.to_owned()),
                }
            }
        }

        open_enum!(#name);
    }
}

/// Renders the variant for a value of a string or integer enum, whose comment starts with the value: `` `audio` ``.
pub(super) fn variant(value: &EnumValue) -> TokenStream {
    let docs = Docs::labelled(&code_span(&value.text), value.description.as_deref());
    // The attribute would warn in the crate itself.
    let docs = docs.description(value.deprecated.then_some(DEPRECATED));
    let name = names::variant(&value.label);
    quote!(#docs #name,)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Pointer;
    use crate::ir::Shape;
    use crate::lower::fixtures::assert_tokens;

    #[test]
    fn open_enum_has_a_variant_for_unknown_values() {
        let definition = TypeDefinition {
            name: "RecordingType".into(),
            family: "Recording".into(),
            pointer: Pointer::root(),
            description: Some("Kind of media.".into()),
            deprecated: false,
            shape: Shape::Enum(vec![EnumValue::new("audio")]),
            in_requests: false,
            in_responses: true,
            is_deserialized: true,
            contains_floats: false,
        };
        let expected = quote! {
            #[doc = " Kind of media."]
            #[derive(Clone, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum RecordingType {
                #[doc = " `audio`"]
                Audio,
                #[doc = " A value that this version of the crate doesn't know, as the API spells it."]
                Unknown(String),
            }

            impl RecordingType {
                #[doc = " Returns the value as the API spells it."]
                pub fn as_str(&self) -> &str {
                    match self {
                        Self::Audio => "audio",
                        Self::Unknown(value) => value,
                    }
                }
            }

            impl From<&str> for RecordingType {
                fn from(value: &str) -> Self {
                    match value {
                        "audio" => Self::Audio,
                        _ => Self::Unknown(value.to_owned()),
                    }
                }
            }

            open_enum!(RecordingType);
        };
        assert_tokens(item(&definition, &[EnumValue::new("audio")]), expected);
    }
}
