//! Tagged unions: the value of one property selects the variant.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::Docs;
use crate::ir::Variant;
use crate::names;
use crate::render::markdown::code_span;

/// The discriminator of a union.
pub(super) struct Tag<'a> {
    pub(super) union: &'a Ident,
    pub(super) property: &'a str,
    pub(super) variants: &'a [Variant],
}

impl Tag<'_> {
    /// Returns the values of the tag, each with its variant.
    fn texts(&self) -> impl Iterator<Item = (&str, Ident)> {
        let variants = self.variants.iter();
        variants.filter_map(|variant| {
            Some((
                variant.discriminator_value.as_deref()?,
                names::variant(&variant.name),
            ))
        })
    }

    /// Written out, because serde's derive would remove the tag from the value and can't keep unknown variants.
    pub(super) fn reading(&self) -> TokenStream {
        let (name, property) = (self.union, self.property);
        let variants = self.texts().map(
            |(text, variant)| quote!(Some(#text) => decode_variant(&value).map(Self::#variant),),
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

    /// Renders the method that returns the tag, also of an unknown variant.
    pub(super) fn accessor(&self) -> TokenStream {
        let (name, property) = (self.union, self.property);
        let docs = Docs::new(format!(
            "Returns the value of {property}, which selects the variant. Returns `None` only for an \
             [`Unknown`](Self::Unknown) value whose JSON has no string {property}.",
            property = code_span(property)
        ));
        let method = names::model_method(property);
        let variants = self
            .texts()
            .map(|(text, variant)| quote!(Self::#variant(_) => Some(#text),));
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
