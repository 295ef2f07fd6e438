//! Tagged unions: the value of one property, the tag, selects the variant.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::Docs;
use crate::ir::Variant;
use crate::names;
use crate::render::markdown::code_span;

/// Renders the code of a union that depends on its tag.
pub(super) struct Tag<'a> {
    pub(super) union: &'a Ident,
    pub(super) property: &'a str,
    pub(super) variants: &'a [Variant],
}

impl Tag<'_> {
    /// Returns the values of the tag, each with its variant.
    fn values(&self) -> impl Iterator<Item = (&str, Ident)> {
        self.variants.iter().filter_map(|variant| {
            let value = variant.discriminator_value.as_deref()?;
            Some((value, names::variant(&variant.name)))
        })
    }

    /// Renders `Deserialize`. serde's derive would remove the tag from the value, and can't keep unknown variants.
    pub(super) fn deserialize_impl(&self) -> TokenStream {
        let (name, property) = (self.union, self.property);
        let variants = self.values().map(
            |(tag, variant)| quote!(Some(#tag) => decode_variant(&value).map(Self::#variant),),
        );
        quote! {
            impl<'de> Deserialize<'de> for #name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let value = serde_json::Value::deserialize(deserializer)?;
                    let variant = match value.get(#property).and_then(serde_json::Value::as_str) {
                        #(#variants)*
                        _ => Err(None),
                    };
                    let unknown = |reason| Self::Unknown(UnknownValue::new(value, reason));
                    Ok(variant.unwrap_or_else(unknown))
                }
            }
        }
    }

    /// Renders the method that returns the tag, which unknown values have too.
    pub(super) fn accessor(&self) -> TokenStream {
        let (name, property) = (self.union, self.property);
        let docs = Docs::new(format!(
            "Returns the {}. Returns `None` only for an unknown value without it.",
            code_span(property)
        ));
        let method = names::model_method(property);
        let variants = self
            .values()
            .map(|(tag, variant)| quote!(Self::#variant(_) => Some(#tag),));
        quote! {
            impl #name {
                #docs
                pub fn #method(&self) -> Option<&str> {
                    match self {
                        #(#variants)*
                        Self::Unknown(value) => value.json.get(#property)?.as_str(),
                    }
                }
            }
        }
    }
}
