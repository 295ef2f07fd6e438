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

    /// Returns the variant for unknown values of the tag.
    fn fallback(&self) -> Option<Ident> {
        let mut variants = self.variants.iter();
        let fallback = variants.find(|it| it.discriminator_value.is_none())?;
        Some(names::variant(&fallback.name))
    }

    /// Renders `Deserialize` for a union whose tag is the value of `property`. serde's derive would remove the tag from
    /// the value, and can't keep unknown variants.
    pub(super) fn tagged_deserialize_impl(&self, name: &Ident, property: &str) -> TokenStream {
        let variants = self.tag_values().map(
            |(tag, variant)| quote!(Some(#tag) => decode_variant(&value).map(Self::#variant),),
        );
        let fallback = match self.fallback() {
            Some(variant) => quote!(decode_variant(&value).map(Self::#variant)),
            None => quote!(Err(None)),
        };
        quote! {
            impl<'de> Deserialize<'de> for #name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let value = serde_json::Value::deserialize(deserializer)?;
                    let variant = match value.get(#property).and_then(serde_json::Value::as_str) {
                        #(#variants)*
                        _ => #fallback,
                    };
                    let unknown = |reason| Self::Unknown(UnknownValue::new(value, reason));
                    Ok(variant.unwrap_or_else(unknown))
                }
            }
        }
    }

    /// Renders the method that returns the tag, which unknown values can have too.
    pub(super) fn tag_method(&self, name: &Ident, property: &str) -> TokenStream {
        let fallback = self.fallback();
        let or_fallback = fallback.as_ref().map_or_else(String::new, |variant| {
            format!("a [`{variant}`](Self::{variant}), and for ")
        });
        let docs = Docs::new(format!(
            "Returns the value of {property}, which selects the variant. Returns `None` only for {or_fallback}an \
             [`Unknown`](Self::Unknown) value whose JSON has no string {property}.",
            property = code_span(property)
        ));
        let fallback = fallback.map(|variant| quote!(Self::#variant(_) => None,));
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
                        #fallback
                        Self::Unknown(value) => value.json.get(#property)?.as_str(),
                    }
                }
            }
        }
    }
}
