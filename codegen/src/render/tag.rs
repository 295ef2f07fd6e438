//! The method of a tagged union that returns the tag.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::Docs;
use super::escape::code_span;
use super::field::{can_send_null, is_optional};
use super::union::Union;
use crate::ir::{Access, Constant, Field, Shape, Type, TypeDefinition, Variant};
use crate::names;

impl<'a> Union<'a> {
    /// Renders the method that returns the tag. Returns `None` unless every variant has a single string as its tag, or
    /// is a struct with the tag in a string field.
    pub(super) fn tag_method(&self, name: &Ident, discriminator: &str) -> Option<TokenStream> {
        let docs = Docs::new(format!(
            "Returns the value of {}, which selects the variant, or `None` if there is none.",
            code_span(discriminator)
        ));
        let method = names::model_method(discriminator);
        let variants = self.variants.iter();
        let arms = variants.map(|variant| self.tag_arm(variant, discriminator));
        let arms = arms.collect::<Option<Vec<_>>>()?;
        Some(quote! {
            impl #name {
                #docs
                pub fn #method(&self) -> Option<&str> {
                    match self {
                        #(#arms)*
                        Self::Unknown(value) => value.json.get(#discriminator)?.as_str(),
                    }
                }
            }
        })
    }

    /// Renders the match arm for a variant, which returns the only tag of the variant or the value of the field with
    /// the tag.
    fn tag_arm(&self, variant: &Variant, discriminator: &str) -> Option<TokenStream> {
        let name = names::variant(&variant.name);
        match variant.tags.as_slice() {
            [Constant::String(tag)] => Some(quote!(Self::#name(_) => Some(#tag),)),
            // A variant for unknown tags has no tags.
            [] | [Constant::String(_), ..] => {
                let value = self.tag_field(variant, discriminator)?;
                Some(quote!(Self::#name(value) => #value,))
            }
            _ => None,
        }
    }

    /// Whether the union adds the tag in requests, because the variant has one tag, and an optional field for the tag
    /// that isn't read-only.
    pub(super) fn must_add_tag(&self, variant: &Variant, discriminator: &str) -> bool {
        let field = self.field(variant, discriminator);
        self.definition.in_requests
            && variant.tags.len() == 1
            && field.is_some_and(|(definition, field)| {
                field.access != Access::ReadOnly && is_optional(definition, field)
            })
    }

    /// Renders the expression for the tag in the struct `value`. Returns `None` if no field for it is a string or
    /// string enum.
    fn tag_field(&self, variant: &Variant, discriminator: &str) -> Option<TokenStream> {
        let (definition, field) = self.field(variant, discriminator)?;
        let is_text = match &field.ty {
            Type::String => true,
            Type::Named(name) => matches!(self.api.definition(name)?.shape, Shape::Enum(_)),
            _ => false,
        };
        if !is_text || can_send_null(definition, field) {
            return None;
        }
        let name = names::field_or_argument(&field.label);
        Some(match (is_optional(definition, field), &field.ty) {
            (true, Type::String) => quote!(value.#name.as_deref()),
            (true, _) => quote!(value.#name.as_ref().map(|tag| tag.as_str())),
            (false, _) => quote!(Some(value.#name.as_str())),
        })
    }

    /// Returns the struct of a variant, and its field for the discriminator.
    fn field(
        &self,
        variant: &Variant,
        discriminator: &str,
    ) -> Option<(&'a TypeDefinition, &'a Field)> {
        let Type::Named(model) = &variant.ty else {
            return None;
        };
        let definition = self.api.definition(model)?;
        let Shape::Struct(fields) = &definition.shape else {
            return None;
        };
        let field = fields.iter().find(|field| field.name == discriminator)?;
        Some((definition, field))
    }
}
