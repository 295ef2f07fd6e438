//! Unions: enums over values of different types.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::docs::Docs;
use super::imports::Imports;
use super::signature::model_type;
use super::tag::Tag;
use super::types::{Scope, has_lenient_spelling, innermost_item, path_type, rust_type};
use crate::ir::{EnumValue, Shape, Type, TypeDefinition, Variant};
use crate::names;
use crate::render::markdown::code_span;

/// Renders a union. Without a tag, variants are tried in order. A value that matches none is kept.
pub(super) struct Union<'a> {
    pub(super) definition: &'a TypeDefinition,
    pub(super) tag: Option<&'a str>,
    pub(super) enum_values: &'a [EnumValue],
    pub(super) variants: &'a [Variant],
}

/// Adds the function or trait by which a union decodes its variants.
pub(super) fn add_imports(definition: &TypeDefinition, imports: &mut Imports) {
    let Shape::Union {
        discriminator,
        variants,
        ..
    } = &definition.shape
    else {
        return;
    };
    if !is_read(definition, variants) {
        return;
    }
    if discriminator.is_some() {
        imports.add("crate::runtime::values::unknown_value", "decode_variant");
    } else if variants.iter().any(|it| has_lenient_spelling(&it.ty)) {
        imports.add("crate::runtime::values::decode", "Decode as _");
    }
}

/// Whether a union implements `Deserialize`: models that are only sent don't.
fn is_read(definition: &TypeDefinition, variants: &[Variant]) -> bool {
    definition.in_responses || variants.iter().all(|it| it.ty.named().is_none())
}

impl Union<'_> {
    fn enum_value(EnumValue { text, label }: &EnumValue) -> TokenStream {
        let docs = Docs::new(code_span(text));
        let name = names::variant(label);
        quote! { #docs #[serde(rename = #text)] #name, }
    }

    fn variant(&self, variant: &Variant) -> TokenStream {
        let description = variant.description.as_deref();
        let docs = match (&variant.discriminator_value, description) {
            (Some(tag), Some(text)) => {
                Docs::default().text(Some(&format!("{}: {}", code_span(tag), text.trim())))
            }
            (Some(tag), None) => Docs::new(code_span(tag)),
            (None, text) => Docs::default()
                .text(text)
                .or(format!("A value of type `{}`.", model_type(&variant.ty))),
        };
        let untagged = self.untagged_variant();
        let name = names::variant(&variant.name);
        let ty = rust_type(&variant.ty, Scope::Models);
        quote! { #docs #untagged #name(#ty), }
    }

    /// Renders the attribute that makes serde write a variant as its value, unless the whole enum has it.
    fn untagged_variant(&self) -> Option<TokenStream> {
        (!self.enum_values.is_empty()).then(|| quote!(#[serde(untagged)]))
    }

    /// Written out, because serde's derive would read `{"word": null}` as the constant. Harmless spellings are tried
    /// after all variants have been tried without them.
    fn reading(&self, name: &Ident) -> TokenStream {
        let words = self.enum_values.iter().map(|EnumValue { text, label }| {
            let name = names::variant(label);
            quote! {
                if value.as_str() == Some(#text) {
                    return Ok(Self::#name);
                }
            }
        });
        let variant = |variant: &Variant, function| {
            let (name, content) = (
                names::variant(&variant.name),
                names::field_or_argument(&variant.name),
            );
            let (ty, function) = (path_type(&variant.ty), names::ident(function));
            quote! {
                if let Ok(#content) = #ty::#function(&value) {
                    return Ok(Self::#name(#content));
                }
            }
        };
        let strict = self.variants.iter().map(|it| variant(it, "deserialize"));
        let is_lenient = |variant: &&Variant| has_lenient_spelling(&variant.ty);
        let mut lenient: Vec<&Variant> = self.variants.iter().filter(is_lenient).collect();
        // A date also accepts a date-time, and drops the time.
        lenient.sort_by_key(|it| *innermost_item(&it.ty) == Type::Date);
        let lenient = lenient.into_iter().map(|it| variant(it, "decode"));
        quote! {
            impl<'de> Deserialize<'de> for #name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let value = serde_json::Value::deserialize(deserializer)?;
                    #(#words)*
                    #(#strict)*
                    #(#lenient)*
                    Ok(Self::Unknown(value))
                }
            }
        }
    }

    /// Renders conversions to variants whose types are distinct.
    fn conversions(&self, name: &Ident) -> TokenStream {
        let mut seen = BTreeSet::new();
        let conversions = self.variants.iter().filter_map(|variant| {
            let ty = rust_type(&variant.ty, Scope::Models);
            let variant_name = names::variant(&variant.name);
            let array = if let Type::Array(item) = &variant.ty {
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
            seen.insert(ty.to_string()).then(|| {
                quote! {
                    impl From<#ty> for #name {
                        fn from(value: #ty) -> Self {
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
        let is_read = is_read(self.definition, self.variants);
        let reading = is_read.then(|| match &tag {
            Some(tag) => tag.reading(),
            None => self.reading(&name),
        });
        let decode = is_read.then(|| quote!(impl_decode!(#name);));
        let accessor = tag.as_ref().map(Tag::accessor);
        let conversions = self.definition.in_requests.then(|| self.conversions(&name));
        let unknown = match self.tag {
            Some(_) => quote!(UnknownValue),
            None => quote!(serde_json::Value),
        };
        let unknown_docs = Docs::new(match self.tag {
            Some(property) => format!(
                "A value whose {} is missing or unknown, or whose variant can't be decoded. Contains the JSON and, if \
                 decoding failed, the reason.",
                code_span(property)
            ),
            None => "A value that matches no other variant, as JSON.".to_owned(),
        });
        tokens.extend(quote! {
            #docs
            #[derive(Clone, Debug, PartialEq, Serialize)]
            #untagged
            #[non_exhaustive]
            pub enum #name {
                #(#enum_values)*
                #(#variants)*
                #unknown_docs
                #untagged_variant
                Unknown(#unknown),
            }

            #accessor
            #reading
            #decode
            #conversions
        });
    }
}
