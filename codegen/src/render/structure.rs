//! Structs: the objects of requests and responses.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ext::IdentExt;

use super::docs::Docs;
use super::types::{Argument, Catalog, Imports, Scope, argument, rust_type};
use crate::ir::{Access, Field, TypeDefinition};
use crate::markdown::code_span;
use crate::names;

/// A struct; what a request can carry has setters, what a response can carry can be read.
pub(super) struct Struct<'a> {
    pub(super) definition: &'a TypeDefinition,
    pub(super) fields: &'a [Field],
    pub(super) catalog: &'a Catalog<'a>,
}

impl Struct<'_> {
    pub(super) fn add_imports(&self, imports: &mut Imports) {
        imports.add("serde", "Serialize");
        if self.definition.in_responses {
            imports.add("serde", "Deserialize");
        }
        for field in self.fields {
            imports.add_type(&field.value);
            if self.is_nullable(field) {
                imports.add("crate", "Nullable");
            }
        }
    }

    fn is_nullable(&self, field: &Field) -> bool {
        is_nullable(self.definition, field)
    }

    fn is_optional(&self, field: &Field) -> bool {
        is_optional(self.definition, field)
    }

    fn derives(&self) -> TokenStream {
        let default = (self.definition.in_requests
            && !self
                .fields
                .iter()
                .any(|field| is_argument(self.definition, field)))
        .then(|| quote!(Default,));
        let deserialize = self.definition.in_responses.then(|| quote!(Deserialize,));
        quote! { #[derive(Clone, Debug, #default PartialEq, #deserialize Serialize)] }
    }

    pub(super) fn stored_type(&self, field: &Field) -> TokenStream {
        let mut stored = rust_type(&field.value, Scope::Models);
        if field.recursive {
            stored = quote!(Box<#stored>);
        }
        if self.is_nullable(field) {
            stored = quote!(Nullable<#stored>);
        }
        if self.is_optional(field) {
            stored = quote!(Option<#stored>);
        }
        stored
    }

    fn field(&self, field: &Field) -> TokenStream {
        let docs = Docs::default()
            .notes(&field.notes)
            .or(code_span(&field.name));
        let name = names::value(&field.label);
        let rename = (name.unraw() != field.name).then(|| {
            let name = &field.name;
            quote! { #[serde(rename = #name)] }
        });
        let skip = self
            .is_optional(field)
            .then(|| quote! { #[serde(skip_serializing_if = "Option::is_none")] });
        let stored = self.stored_type(field);
        quote! { #docs #rename #skip pub #name: #stored, }
    }

    fn argument(&self, field: &Field) -> Argument {
        let Argument { accepts, value } = argument(
            &names::value(&field.label),
            &field.value,
            self.is_nullable(field),
            Scope::Models,
            self.catalog,
        );
        let value = if field.recursive {
            quote!(Box::new(#value))
        } else {
            value
        };
        Argument { accepts, value }
    }

    fn constructor(&self) -> TokenStream {
        let required: Vec<&Field> = self
            .fields
            .iter()
            .filter(|field| is_argument(self.definition, field))
            .collect();
        if required.is_empty() {
            return quote! {
                #[doc = " Begins with nothing set."]
                pub fn new() -> Self {
                    Self::default()
                }
            };
        }
        let parameters = required.iter().map(|field| {
            let (name, Argument { accepts, .. }) =
                (names::value(&field.label), self.argument(field));
            quote!(#name: #accepts)
        });
        let values = self.fields.iter().map(|field| {
            let (name, Argument { value, .. }) = (names::value(&field.label), self.argument(field));
            if self.is_optional(field) && is_argument(self.definition, field) {
                quote!(#name: Some(#value))
            } else if self.is_optional(field) {
                quote!(#name: None)
            } else if name == value.to_string() {
                quote!(#name)
            } else {
                quote!(#name: #value)
            }
        });
        quote! {
            #[doc = " Begins with what is required."]
            pub fn new(#(#parameters),*) -> Self {
                Self { #(#values),* }
            }
        }
    }

    fn setter(&self, field: &Field) -> TokenStream {
        let field_name = names::value(&field.label);
        let name = names::model_setter(&field.label);
        let docs = Docs::new(format!("Sets [`{0}`](Self::{0}).", field_name.unraw()));
        let Argument { accepts, value } = self.argument(field);
        quote! {
            #docs
            pub fn #name(mut self, #field_name: #accepts) -> Self {
                self.#field_name = Some(#value);
                self
            }
        }
    }
}

/// Whether null differs from absent: it does for what is sent, not for what is read.
pub(super) fn is_nullable(definition: &TypeDefinition, field: &Field) -> bool {
    field.nullable && !definition.in_responses
}

/// Whether the field may be missing, for a way on which the object travels.
pub(super) fn is_optional(definition: &TypeDefinition, field: &Field) -> bool {
    let travels_both_ways = definition.in_requests && definition.in_responses;
    !field.required
        || (field.nullable && definition.in_responses)
        || (field.access != Access::Both && travels_both_ways)
}

/// Whether the constructor takes the field, since no request can do without.
pub(super) fn is_argument(definition: &TypeDefinition, field: &Field) -> bool {
    let must_be_sent = field.required && field.access == Access::WriteOnly;
    !is_optional(definition, field) || (must_be_sent && !field.nullable)
}

/// Whether the constructor leaves the field to a setter.
pub(super) fn has_setter(definition: &TypeDefinition, field: &Field) -> bool {
    field.access != Access::ReadOnly && !is_argument(definition, field)
}

impl ToTokens for Struct<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let docs = Docs::default()
            .text(self.definition.description.as_deref())
            .or(format!("`{}`.", self.definition.name));
        let derives = self.derives();
        let name = names::ident(&self.definition.name);
        let fields = self.fields.iter().map(|field| self.field(field));
        tokens.extend(quote! {
            #docs
            #derives
            #[non_exhaustive]
            pub struct #name { #(#fields)* }
        });
        if self.definition.in_requests {
            let constructor = self.constructor();
            let setters = self
                .fields
                .iter()
                .filter(|field| has_setter(self.definition, field))
                .map(|field| self.setter(field));
            tokens.extend(quote! {
                impl #name {
                    #constructor
                    #(#setters)*
                }
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{api, assert_tokens, definition, field};
    use crate::ir::{Shape, Type};

    fn assert_rendered(definition: &TypeDefinition, expected: TokenStream) {
        let Shape::Struct(fields) = &definition.shape else {
            panic!("{definition:?}");
        };
        let api = api(Vec::new(), Vec::new());
        let catalog = Catalog::of(&api);
        let item = Struct {
            definition,
            fields,
            catalog: &catalog,
        };
        assert_tokens(item, expected);
    }

    #[test]
    fn what_is_read_has_no_way_to_be_made() {
        let mut room = definition(
            "Room",
            Shape::Struct(vec![
                Field {
                    required: true,
                    ..field("id", Type::Uuid)
                },
                Field {
                    required: true,
                    nullable: true,
                    ..field("type", Type::Text)
                },
                Field {
                    recursive: true,
                    ..field("parentRoom", Type::Named("Room".into()))
                },
            ]),
        );
        room.in_responses = true;
        room.description = Some("A place to meet.".into());
        assert_rendered(
            &room,
            quote! {
                #[doc = " A place to meet."]
                #[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
                #[non_exhaustive]
                pub struct Room {
                    #[doc = " `id`"]
                    pub id: Uuid,
                    #[doc = " `type`"]
                    #[serde(skip_serializing_if = "Option::is_none")]
                    pub r#type: Option<String>,
                    #[doc = " `parentRoom`"]
                    #[serde(rename = "parentRoom")]
                    #[serde(skip_serializing_if = "Option::is_none")]
                    pub parent_room: Option<Box<Room>>,
                }
            },
        );
    }

    #[test]
    fn what_is_sent_begins_with_what_is_required() {
        let mut rule = definition(
            "Rule",
            Shape::Struct(vec![
                Field {
                    required: true,
                    ..field("name", Type::Text)
                },
                Field {
                    nullable: true,
                    ..field("new", Type::Boolean)
                },
            ]),
        );
        rule.in_requests = true;
        assert_rendered(
            &rule,
            quote! {
                #[doc = " `Rule`."]
                #[derive(Clone, Debug, PartialEq, Serialize)]
                #[non_exhaustive]
                pub struct Rule {
                    #[doc = " `name`"]
                    pub name: String,
                    #[doc = " `new`"]
                    #[serde(skip_serializing_if = "Option::is_none")]
                    pub new: Option<Nullable<bool>>,
                }

                impl Rule {
                    #[doc = " Begins with what is required."]
                    pub fn new(name: impl Into<String>) -> Self {
                        Self { name: name.into(), new: None }
                    }

                    #[doc = " Sets [`new`](Self::new)."]
                    pub fn new_(mut self, new: impl Into<Nullable<bool>>) -> Self {
                        self.new = Some(new.into());
                        self
                    }
                }
            },
        );
    }

    #[test]
    fn what_requires_nothing_begins_empty() {
        let mut filter = definition("Filter", Shape::Struct(Vec::new()));
        filter.in_requests = true;
        assert_rendered(
            &filter,
            quote! {
                #[doc = " `Filter`."]
                #[derive(Clone, Debug, Default, PartialEq, Serialize)]
                #[non_exhaustive]
                pub struct Filter {}

                impl Filter {
                    #[doc = " Begins with nothing set."]
                    pub fn new() -> Self {
                        Self::default()
                    }
                }
            },
        );
    }
}
