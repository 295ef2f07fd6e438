//! Unions: enums over values of different types.
//!
//! A union with a discriminator is *tagged*: the discriminator, called the tag, selects the variant.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::docs::Docs;
use super::imports::Imports;
use super::markdown::code_span;
use super::signature::model_type;
use super::types::{has_lenient_spelling, innermost_item, path_type, rust_type};
use crate::ir::{EnumValue, Shape, Type, TypeDefinition, Variant};
use crate::names::{self, FileKind};

/// Renders a union. Without a tag, variants are tried in order. A value that matches none is kept as `Unknown`.
pub(super) struct Union<'a> {
    definition: &'a TypeDefinition,
    /// The property that the tag is the value of.
    tag: Option<&'a str>,
    enum_values: &'a [EnumValue],
    pub(super) variants: &'a [Variant],
}

impl<'a> Union<'a> {
    /// Returns the union, or `None` if the type has another shape.
    pub(super) fn of(definition: &'a TypeDefinition) -> Option<Self> {
        match &definition.shape {
            Shape::Union {
                discriminator,
                enum_values,
                variants,
            } => Some(Self {
                definition,
                tag: discriminator.as_deref(),
                enum_values,
                variants,
            }),
            _ => None,
        }
    }

    /// Adds the import of the function or trait by which the union decodes its variants.
    pub(super) fn add_imports(&self, imports: &mut Imports) {
        if !self.is_decoded() {
            return;
        }
        if self.tag.is_some() {
            imports.add("crate::runtime::values::unknown_value", "decode_variant");
        } else if self.variants.iter().any(|it| has_lenient_spelling(&it.ty)) {
            imports.add("crate::runtime::values::decode", "Decode as _");
        }
    }

    /// Whether the union implements `Deserialize`. Models that only requests contain don't, so a union of them can't.
    fn is_decoded(&self) -> bool {
        let has_model = self.variants.iter().any(|it| it.ty.named().is_some());
        self.definition.in_responses || !has_model
    }

    fn enum_value(EnumValue { text, label, .. }: &EnumValue) -> TokenStream {
        let docs = Docs::new(code_span(text));
        let name = names::variant(label);
        quote! { #docs #[serde(rename = #text)] #name, }
    }

    fn variant(&self, variant: &Variant) -> TokenStream {
        let description = variant.description.as_deref();
        let docs = match (&variant.discriminator_value, description) {
            (Some(tag), Some(text)) => {
                let text = format!("{}: {}", code_span(tag), text.trim());
                Docs::default().description(Some(&text))
            }
            (Some(tag), None) => Docs::new(code_span(tag)),
            (None, text) => Docs::default()
                .description(text)
                .or(format!("A value of type `{}`.", model_type(&variant.ty))),
        };
        let untagged = self.untagged_variant();
        let name = names::variant(&variant.name);
        let ty = rust_type(&variant.ty, FileKind::Models);
        quote! { #docs #untagged #name(#ty), }
    }

    /// Renders the attribute that makes serde encode a variant as its content alone. Enum values must not have it. If
    /// there are none, the whole enum has the attribute instead.
    fn untagged_variant(&self) -> Option<TokenStream> {
        (!self.enum_values.is_empty()).then(|| quote!(#[serde(untagged)]))
    }

    /// Renders `Deserialize` for an untagged union. serde's derive would decode `{"word": null}` as the
    /// enum value `word`. Harmless spellings, such as `10.0` for an integer, are accepted only if no variant matches
    /// without them.
    fn untagged_deserialize_impl(&self, name: &Ident) -> TokenStream {
        let enum_values = self
            .enum_values
            .iter()
            .map(|EnumValue { text, label, .. }| {
                let name = names::variant(label);
                quote! {
                    if value.as_str() == Some(#text) {
                        return Ok(Self::#name);
                    }
                }
            });
        let try_variant = |variant: &Variant, function| {
            let name = names::variant(&variant.name);
            let content = names::field_or_argument(&variant.name);
            let (ty, function) = (path_type(&variant.ty), names::ident(function));
            quote! {
                if let Ok(#content) = #ty::#function(&value) {
                    return Ok(Self::#name(#content));
                }
            }
        };
        let variants = self.variants.iter();
        let strict = variants.clone().map(|it| try_variant(it, "deserialize"));
        let mut lenient: Vec<&Variant> =
            variants.filter(|it| has_lenient_spelling(&it.ty)).collect();
        // A date also accepts a date-time and drops the time, so dates are tried last.
        lenient.sort_by_key(|it| *innermost_item(&it.ty) == Type::Date);
        let lenient = lenient.into_iter().map(|it| try_variant(it, "decode"));
        quote! {
            impl<'de> Deserialize<'de> for #name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let value = serde_json::Value::deserialize(deserializer)?;
                    #(#enum_values)*
                    #(#strict)*
                    #(#lenient)*
                    Ok(Self::Unknown(value))
                }
            }
        }
    }

    /// Renders a conversion from each type of a variant. The first of several variants with the same type gets it.
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

impl ToTokens for Union<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let docs = Docs::of_type(self.definition);
        let name = names::ident(&self.definition.name);
        let enum_values = self.enum_values.iter().map(Self::enum_value);
        let variants = self.variants.iter().map(|variant| self.variant(variant));
        let untagged_variant = self.untagged_variant();
        let untagged_enum = untagged_variant
            .is_none()
            .then(|| quote!(#[serde(untagged)]));
        let deserialize_impl = self.is_decoded().then(|| {
            let deserialize_impl = match self.tag {
                Some(property) => self.tagged_deserialize_impl(&name, property),
                None => self.untagged_deserialize_impl(&name),
            };
            quote!(#deserialize_impl impl_decode!(#name);)
        });
        let tag_method = self.tag.map(|property| self.tag_method(&name, property));
        let conversions = self.definition.in_requests.then(|| self.conversions(&name));
        let (unknown, unknown_docs) = match self.tag {
            Some(property) => (
                quote!(UnknownValue),
                Docs::new(format!(
                    "A value whose {} is missing or unknown, or whose variant can't be decoded. Contains the JSON and, \
                     if decoding failed, the reason.",
                    code_span(property)
                )),
            ),
            None => (
                quote!(serde_json::Value),
                Docs::new("A value that matches no other variant, as JSON."),
            ),
        };
        tokens.extend(quote! {
            #docs
            #[derive(Clone, Debug, PartialEq, Serialize)]
            #untagged_enum
            #[non_exhaustive]
            pub enum #name {
                #(#enum_values)*
                #(#variants)*
                #unknown_docs
                #untagged_variant
                Unknown(#unknown),
            }

            #tag_method
            #deserialize_impl
            #conversions
        });
    }
}
