//! Tagged unions: the value of one property, the tag, selects the variant.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::Docs;
use super::markdown::code_span;
use super::union::Union;
use crate::names;

impl Union<'_> {
    /// Returns the values of the tag, each with its variant.
    fn tag_values(&self) -> impl Iterator<Item = (&str, Ident)> {
        self.variants.iter().filter_map(|variant| {
            let value = variant.discriminator_value.as_deref()?;
            Some((value, names::variant(&variant.name)))
        })
    }

    /// Renders `Deserialize` for a union whose tag is the value of `property`. serde's derive would remove the tag from
    /// the value, and can't keep unknown variants.
    pub(super) fn tagged_deserialize_impl(&self, name: &Ident, property: &str) -> TokenStream {
        let variants = self.tag_values().map(
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

    /// Renders the method that returns the tag, which unknown values can have too.
    pub(super) fn tag_method(&self, name: &Ident, property: &str) -> TokenStream {
        let docs = Docs::new(format!(
            "Returns the {}. Returns `None` only for an unknown value without it.",
            code_span(property)
        ));
        let method = names::model_method(property);
        let variants = self
            .tag_values()
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
