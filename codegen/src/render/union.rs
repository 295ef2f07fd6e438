//! Unions: enums over values of different types.
//!
//! A *tagged* union has a discriminator, whose value (the tag) selects the variant.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote};

use super::docs::Docs;
use super::escape::code_span;
use super::open_enum;
use super::types::{equality, model_type, rust_type};
use crate::ir::{Api, Constant, EnumValue, Type, TypeDefinition, Variant};
use crate::names::{self, FileKind};

/// A union. A value that matches no variant becomes `Unknown`.
pub(super) struct Union<'a> {
    pub(super) definition: &'a TypeDefinition,
    /// The property that contains the tag.
    pub(super) discriminator: Option<&'a str>,
    /// The values of the branches that are string enums, which become variants without content.
    pub(super) enum_values: &'a [EnumValue],
    pub(super) variants: &'a [Variant],
    pub(super) api: &'a Api,
}

impl Union<'_> {
    /// Renders the union. A macro of the runtime implements serde's traits.
    pub(super) fn item(&self) -> TokenStream {
        let docs = Docs::of_type(self.definition);
        let equality = equality(self.definition);
        let name = names::ident(&self.definition.name);
        let enum_values = self.enum_values.iter().map(open_enum::variant);
        let variants = self.variants.iter().map(Self::variant);
        let serde_impls = self.serde_impls(&name);
        let tag_method = self
            .discriminator
            .and_then(|discriminator| self.tag_method(&name, discriminator));
        let conversions = self.definition.in_requests.then(|| self.conversions(&name));
        let has_fallback = self.variants.iter().any(|it| it.tags.is_empty());
        let unknown = match self.discriminator {
            Some(_) => quote!(UnknownValue),
            None => quote!(serde_json::Value),
        };
        let unknown_docs = Docs::new(match self.discriminator {
            Some(_) if has_fallback => {
                "A value that can't be decoded. Contains the JSON and the reason.".to_owned()
            }
            Some(discriminator) => format!(
                "A value whose {tag} is missing or unknown, or that can't be decoded as the variant that {tag} \
                 selects. Contains the JSON and, if decoding failed, the reason.",
                tag = code_span(discriminator)
            ),
            None => "A value that matches no other variant, as JSON.".to_owned(),
        });
        quote! {
            #docs
            #[derive(Clone, Debug, #equality)]
            #[non_exhaustive]
            pub enum #name {
                #(#enum_values)*
                #(#variants)*
                #unknown_docs
                Unknown(#unknown),
            }

            #tag_method
            #serde_impls
            #conversions
        }
    }

    /// Whether the union implements `Deserialize`. Models that are only in requests don't, so a union of them can't.
    fn is_decoded(&self) -> bool {
        let has_model = self.variants.iter().any(|it| it.ty.named().is_some());
        self.definition.is_deserialized || !has_model
    }

    fn variant(variant: &Variant) -> TokenStream {
        let description = variant.description.as_deref();
        let tags = variant.tags.iter().map(|tag| code_span(&tag.to_string()));
        let docs = match variant.tags.as_slice() {
            [] => Docs::default()
                .description(description)
                .or(format!("A value of type `{}`.", model_type(&variant.ty))),
            _ => Docs::labelled(&tags.collect::<Vec<_>>().join(", "), description),
        };
        let name = names::variant(&variant.name);
        let ty = rust_type(&variant.ty, FileKind::Models);
        quote! { #docs #name(#ty), }
    }

    /// Invokes the runtime's macro that implements serde's traits, with the variants and what selects each of them.
    fn serde_impls(&self, name: &Ident) -> TokenStream {
        let enum_values = self.enum_values.iter().map(|value| {
            let (name, text) = (names::variant(&value.label), &value.text);
            quote!(#name = #text)
        });
        let variants = self.variants.iter().map(|variant| {
            let name = names::variant(&variant.name);
            let discriminator = self.discriminator.filter(|_| !variant.tags.is_empty());
            let tags = discriminator.map(|discriminator| {
                let values = variant.tags.iter().map(constant);
                let is_added = variant.adds_tag || self.must_add_tag(variant, discriminator);
                let added = is_added.then(|| quote!(+ #discriminator));
                quote!((#(#values),* #added))
            });
            let constants = (!variant.constants.is_empty()).then(|| {
                let keys = variant.constants.iter().map(|(key, _)| key);
                let values = variant.constants.iter().map(|(_, value)| constant(value));
                quote!({#(#keys: #values),*})
            });
            let closed = variant.is_closed.then(|| quote!(closed));
            quote!(#name #tags #constants #closed)
        });
        let entries = enum_values.chain(variants);
        let by_tag = self.discriminator.map(|it| quote!(by #it));
        let serde_macro = names::ident(match self.is_decoded() {
            true => "impl_union",
            false => "impl_union_serialize",
        });
        quote!(#serde_macro!(#name #by_tag; #(#entries),*);)
    }

    /// Converts each type of a variant to the union. If variants have the same type, the first is used.
    fn conversions(&self, name: &Ident) -> TokenStream {
        let mut seen = BTreeSet::new();
        let variants = self.variants.iter();
        let distinct = variants.filter(|it| seen.insert(model_type(&it.ty)));
        let conversions = distinct.map(|variant| {
            let ty = rust_type(&variant.ty, FileKind::Models);
            let variant_name = names::variant(&variant.name);
            let from_array = match &variant.ty {
                Type::Array(item) => {
                    let item = rust_type(item, FileKind::Models);
                    Some(quote! {
                        impl<const N: usize> From<[#item; N]> for #name {
                            fn from(value: [#item; N]) -> Self {
                                Self::#variant_name(value.into())
                            }
                        }
                    })
                }
                _ => None,
            };
            quote! {
                impl From<#ty> for #name {
                    fn from(value: #ty) -> Self {
                        Self::#variant_name(value)
                    }
                }

                #from_array
            }
        });
        quote! { #(#conversions)* }
    }
}

fn constant(constant: &Constant) -> TokenStream {
    match constant {
        Constant::String(text) => quote!(#text),
        Constant::Integer(number) => Literal::i64_suffixed(*number).into_token_stream(),
        Constant::Boolean(value) => quote!(#value),
    }
}
