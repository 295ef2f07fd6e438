//! Unions: enums over values of different types.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::docs::Docs;
use super::signature::model_type;
use super::tag::Tag;
use super::types::{Scope, path_type, rust_type};
use crate::ir::{EnumValue, Type, TypeDefinition, Variant};
use crate::names;
use crate::render::markdown::code_span;

/// Renders a union. Without a tag, variants are tried in order. A value that matches none is kept.
pub(super) struct Union<'a> {
    pub(super) definition: &'a TypeDefinition,
    pub(super) tag: Option<&'a str>,
    pub(super) enum_values: &'a [EnumValue],
    pub(super) variants: &'a [Variant],
}

impl Union<'_> {
    /// Whether the union implements `Deserialize`: models that are only sent don't.
    fn is_read(&self) -> bool {
        let mut types = self.variants.iter().map(|variant| &variant.value);
        self.definition.in_responses || types.all(|ty| ty.named().is_none())
    }

    fn enum_value(EnumValue { text, label }: &EnumValue) -> TokenStream {
        let docs = Docs::new(code_span(text));
        let name = names::variant(label);
        quote! { #docs #[serde(rename = #text)] #name, }
    }

    fn variant(&self, variant: &Variant) -> TokenStream {
        let description = variant.description.as_deref();
        let docs = match (&variant.tag, description) {
            (Some(tag), Some(text)) => {
                Docs::default().text(Some(&format!("{}: {}", code_span(tag), text.trim())))
            }
            (Some(tag), None) => Docs::new(code_span(tag)),
            (None, text) => Docs::default()
                .text(text)
                .or(format!("A value of type `{}`.", model_type(&variant.value))),
        };
        let untagged = self.untagged_variant();
        let name = names::variant(&variant.name);
        let value = rust_type(&variant.value, Scope::Models);
        quote! { #docs #untagged #name(#value), }
    }

    /// Renders the attribute that makes serde write a variant as its value, unless the whole enum has it.
    fn untagged_variant(&self) -> Option<TokenStream> {
        (!self.enum_values.is_empty()).then(|| quote!(#[serde(untagged)]))
    }

    /// Written out, because serde's derive would read `{"word": null}` as the constant.
    fn reading(&self, name: &Ident) -> TokenStream {
        let words = self.enum_values.iter().map(|EnumValue { text, label }| {
            let name = names::variant(label);
            quote! {
                if value.as_str() == Some(#text) {
                    return Ok(Self::#name);
                }
            }
        });
        let variants = self.variants.iter().map(|variant| {
            let (name, content) = (
                names::variant(&variant.name),
                names::field_or_argument(&variant.name),
            );
            let value = path_type(&variant.value);
            quote! {
                if let Ok(#content) = #value::deserialize(&value) {
                    return Ok(Self::#name(#content));
                }
            }
        });
        quote! {
            impl<'de> Deserialize<'de> for #name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let value = serde_json::Value::deserialize(deserializer)?;
                    #(#words)*
                    #(#variants)*
                    Ok(Self::Unknown(value))
                }
            }
        }
    }

    /// Renders conversions to variants whose types are distinct.
    fn conversions(&self, name: &Ident) -> TokenStream {
        let mut seen = BTreeSet::new();
        let conversions = self.variants.iter().filter_map(|variant| {
            let value = rust_type(&variant.value, Scope::Models);
            let variant_name = names::variant(&variant.name);
            let array = if let Type::Array(item) = &variant.value {
                let item = rust_type(item, Scope::Models);
                Some(quote! {
                    impl<const N: usize> From<[#item; N]> for #name {
                        fn from(value: [#item; N]) -> Self {
                            Self::#variant_name(value.into())
                        }
                    }
                })
            } else {
                None
            };
            seen.insert(value.to_string()).then(|| {
                quote! {
                    impl From<#value> for #name {
                        fn from(value: #value) -> Self {
                            Self::#variant_name(value)
                        }
                    }

                    #array
                }
            })
        });
        quote! { #(#conversions)* }
    }
}

impl ToTokens for Union<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let docs = Docs::of_type(self.definition);
        let name = names::ident(&self.definition.name);
        let enum_values = self.enum_values.iter().map(Self::enum_value);
        let variants = self.variants.iter().map(|variant| self.variant(variant));
        let untagged_variant = self.untagged_variant();
        let untagged = untagged_variant
            .is_none()
            .then(|| quote!(#[serde(untagged)]));
        let tag = self.tag.map(|property| Tag {
            union: &name,
            property,
            variants: self.variants,
        });
        let reading = self.is_read().then(|| match &tag {
            Some(tag) => tag.reading(),
            None => self.reading(&name),
        });
        let accessor = tag.as_ref().map(Tag::accessor);
        let conversions = self.definition.in_requests.then(|| self.conversions(&name));
        tokens.extend(quote! {
            #docs
            #[derive(Clone, Debug, PartialEq, Serialize)]
            #untagged
            #[non_exhaustive]
            pub enum #name {
                #(#enum_values)*
                #(#variants)*
                #[doc = " A value that this version of the crate doesn't know, as JSON."]
                #untagged_variant
                Unknown(serde_json::Value),
            }

            #accessor
            #reading
            #conversions
        });
    }
}
