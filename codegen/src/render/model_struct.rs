//! Structs: models that are objects with known properties.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::ext::IdentExt;

use super::docs::{Docs, SENDS_NULL, deprecated};
use super::escape::code_span;
use super::field::{can_send_null, has_setter, is_argument, is_optional};
use super::types::{Argument, argument, equality, rust_type, setter_argument};
use crate::ir::{Access, Api, Field, TypeDefinition};
use crate::names::{self, FileKind};

/// A model that is a struct.
pub(super) struct ModelStruct<'a> {
    pub(super) definition: &'a TypeDefinition,
    pub(super) fields: &'a [Field],
    pub(super) api: &'a Api,
}

impl ModelStruct<'_> {
    /// Renders the struct, with constructor and setters if requests contain it.
    pub(super) fn item(&self) -> TokenStream {
        let docs = Docs::of_type(self.definition);
        let derives = self.derives();
        let name = names::ident(&self.definition.name);
        let fields = self.fields.iter().map(|field| self.field(field));
        let serde_impls = self.serde_impls();
        let methods = self.definition.in_requests.then(|| {
            let constructor = self.constructor();
            let fields = self.fields.iter();
            let optional = fields.filter(|field| has_setter(self.definition, field));
            let setters = optional.map(|field| self.setter(field));
            quote! {
                impl #name {
                    #constructor
                    #(#setters)*
                }
            }
        });
        quote! {
            #docs
            #derives
            #[non_exhaustive]
            pub struct #name { #(#fields)* }

            #serde_impls

            #methods
        }
    }

    fn derives(&self) -> TokenStream {
        let has_argument = |field: &Field| is_argument(self.definition, field);
        let has_default = self.definition.in_requests && !self.fields.iter().any(has_argument);
        let default = has_default.then(|| quote!(Default,));
        let equality = equality(self.definition);
        quote! { #[derive(Clone, Debug, #default #equality)] }
    }

    /// Invokes the runtime's macro that implements serde's traits.
    fn serde_impls(&self) -> TokenStream {
        // The last field can be the map of additional properties.
        let entries = self.fields.iter().map(|field| {
            let (name, key) = (names::field_or_argument(&field.label), &field.name);
            if field.is_additional_properties {
                return quote!(..#name);
            }
            let key = (name != *key).then(|| quote!(as #key));
            let null = none_means_null(self.definition, field).then(|| quote!(or null));
            quote!(#name #key #null)
        });
        let serde_macro = match self.definition.is_deserialized {
            true => quote!(impl_serde),
            false => quote!(impl_serialize),
        };
        let name = names::ident(&self.definition.name);
        quote!(#serde_macro!(#name; #(#entries),*);)
    }

    fn field(&self, field: &Field) -> TokenStream {
        let summary = match field.is_additional_properties {
            true => "Additional properties by name.".to_owned(),
            false => code_span(&field.name),
        };
        let is_sent = self.definition.in_requests && field.access != Access::ReadOnly;
        let name = names::field_or_argument(&field.label);
        let docs = Docs::default()
            .field(&field.annotations, &summary, is_sent)
            .explain_raw_identifier(&name);
        let ty = field_type(self.definition, field);
        quote! { #docs pub #name: #ty, }
    }

    /// Returns the argument of the constructor or setter, without the `Option` of an optional field.
    fn argument(&self, field: &Field, name: &Ident) -> Argument {
        let can_send_null = can_send_null(self.definition, field);
        let Argument { accepts, value } =
            argument(name, &field.ty, can_send_null, FileKind::Models, self.api);
        let boxed = match (field.recursive, can_send_null) {
            (true, true) => quote!(#value.map(Box::new)),
            (true, false) => quote!(Box::new(#value)),
            (false, _) => value,
        };
        let into_option = none_means_null(self.definition, field).then(|| quote!(.into_option()));
        let value = quote!(#boxed #into_option);
        Argument { accepts, value }
    }

    fn constructor(&self) -> TokenStream {
        let name = &self.definition.name;
        let (mut parameters, mut values) = (Vec::new(), Vec::new());
        for field in self.fields {
            let name = names::field_or_argument(&field.label);
            let value = if is_argument(self.definition, field) {
                let Argument { accepts, value } = self.argument(field, &name);
                parameters.push(quote!(#name: #accepts));
                match is_optional(self.definition, field) {
                    // The field is write-only, so responses lack it.
                    true => quote!(Some(#value)),
                    false => value,
                }
            } else if field.is_additional_properties {
                quote!(BTreeMap::new())
            } else {
                quote!(None)
            };
            values.push(match name == value.to_string() {
                true => value,
                false => quote!(#name: #value),
            });
        }
        let (docs, body) = match parameters.is_empty() {
            true => (
                format!("Creates an empty `{name}`."),
                quote!(Self::default()),
            ),
            false => (
                "Creates a value with its required fields.".to_owned(),
                quote!(Self { #(#values),* }),
            ),
        };
        let docs = Docs::new(docs);
        quote! {
            #docs
            pub fn new(#(#parameters),*) -> Self {
                #body
            }
        }
    }

    fn setter(&self, field: &Field) -> TokenStream {
        let field_name = names::field_or_argument(&field.label);
        let setter = names::model_method(&field.label);
        let argument_name = setter_argument();
        let Argument { accepts, value } = self.argument(field, &argument_name);
        let (verb, assignment) = match field.is_additional_properties {
            true => (
                "Adds entries to",
                quote! {
                    for (key, value) in #argument_name {
                        self.#field_name.insert(key.into(), value);
                    }
                },
            ),
            false => ("Sets", quote!(self.#field_name = Some(#value);)),
        };
        let effect_of_null = match can_send_null(self.definition, field) {
            true => format!(" {SENDS_NULL}"),
            false => String::new(),
        };
        let text = format!(
            "{verb} the field [`{0}`](field@Self::{0}).{effect_of_null}",
            field_name.unraw()
        );
        let docs = Docs::new(text).explain_setter(&setter, &field_name);
        let deprecated = deprecated(field.annotations.deprecated);
        quote! {
            #docs
            #deprecated
            pub fn #setter(mut self, #argument_name: #accepts) -> Self {
                #assignment
                self
            }
        }
    }
}

pub(super) fn field_type(definition: &TypeDefinition, field: &Field) -> TokenStream {
    let ty = rust_type(&field.ty, FileKind::Models);
    if field.is_additional_properties {
        return ty;
    }
    let ty = match field.recursive {
        true => quote!(Box<#ty>),
        false => ty,
    };
    let ty = match can_send_null(definition, field) {
        true if none_means_null(definition, field) => quote!(Option<#ty>),
        true => quote!(Nullable<#ty>),
        false => ty,
    };
    match is_optional(definition, field) {
        true => quote!(Option<#ty>),
        false => ty,
    }
}

/// Whether `None` means null, because responses always contain the field.
fn none_means_null(definition: &TypeDefinition, field: &Field) -> bool {
    can_send_null(definition, field) && definition.in_responses && !is_optional(definition, field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Shape, Type};
    use crate::lower::fixtures::{api, assert_tokens, definition, field};

    fn assert_rendered(definition: &TypeDefinition, expected: TokenStream) {
        let Shape::Struct(fields) = &definition.shape else {
            panic!("{definition:?}");
        };
        let api = api(Vec::new(), Vec::new());
        let item = ModelStruct {
            definition,
            fields,
            api: &api,
        };
        assert_tokens(item.item(), expected);
    }

    #[test]
    fn struct_of_responses_has_no_constructor() {
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
                    ..field("type", Type::String)
                },
                Field {
                    recursive: true,
                    ..field("parentRoom", Type::Named("Room".into()))
                },
            ]),
        );
        room.in_responses = true;
        room.is_deserialized = true;
        room.description = Some("A place to meet.".into());
        assert_rendered(
            &room,
            quote! {
                #[doc = " A place to meet."]
                #[derive(Clone, Debug, PartialEq, Eq, Hash)]
                #[non_exhaustive]
                pub struct Room {
                    #[doc = " `id`"]
                    pub id: Uuid,
                    #[doc = " `type`"]
                    #[doc = ""]
                    #[doc = " Spelled `r#type` in Rust, because `type` is a keyword."]
                    pub r#type: Option<String>,
                    #[doc = " `parentRoom`"]
                    pub parent_room: Option<Box<Room>>,
                }

                impl_serde!(Room; id, r#type as "type", parent_room as "parentRoom");
            },
        );
    }

    #[test]
    fn constructor_of_a_request_struct_takes_required_fields() {
        let mut rule = definition(
            "Rule",
            Shape::Struct(vec![
                Field {
                    required: true,
                    ..field("name", Type::String)
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
                #[derive(Clone, Debug, PartialEq, Eq, Hash)]
                #[non_exhaustive]
                pub struct Rule {
                    #[doc = " `name`"]
                    pub name: String,
                    #[doc = " `new`"]
                    pub new: Option<Nullable<bool>>,
                }

                impl_serialize!(Rule; name, new);

                impl Rule {
                    #[doc = " Creates a value with its required fields."]
                    pub fn new(name: impl Into<String>) -> Self {
                        Self { name: name.into(), new: None }
                    }

                    #[doc = " Sets the field [`new`](field@Self::new). Pass `None` or `Nullable::Null` to send null."]
                    #[doc = ""]
                    #[doc = " The underscore distinguishes this setter from the method `new`."]
                    pub fn new_(mut self, value: impl Into<Nullable<bool>>) -> Self {
                        self.new = Some(value.into());
                        self
                    }
                }
            },
        );
    }

    #[test]
    fn struct_of_both_directions_distinguishes_null_from_absent() {
        let nullable = |name, value| Field {
            nullable: true,
            ..field(name, value)
        };
        let mut room = definition(
            "Room",
            Shape::Struct(vec![
                Field {
                    required: true,
                    recursive: true,
                    ..nullable("parent", Type::Named("Room".into()))
                },
                nullable("size", Type::Boolean),
                Field {
                    access: Access::ReadOnly,
                    ..nullable("seen", Type::String)
                },
                Field {
                    required: true,
                    access: Access::WriteOnly,
                    ..nullable("key", Type::String)
                },
            ]),
        );
        room.in_requests = true;
        room.in_responses = true;
        room.is_deserialized = true;
        assert_rendered(
            &room,
            quote! {
                #[doc = " `Room`."]
                #[derive(Clone, Debug, PartialEq, Eq, Hash)]
                #[non_exhaustive]
                pub struct Room {
                    #[doc = " `parent`"]
                    pub parent: Option<Box<Room>>,
                    #[doc = " `size`"]
                    pub size: Option<Nullable<bool>>,
                    #[doc = " `seen`"]
                    pub seen: Option<String>,
                    #[doc = " `key`"]
                    pub key: Option<Nullable<String>>,
                }

                impl_serde!(Room; parent or null, size, seen, key);

                impl Room {
                    #[doc = " Creates a value with its required fields."]
                    pub fn new(
                        parent: impl Into<Nullable<Room>>,
                        key: impl Into<Nullable<String>>
                    ) -> Self {
                        Self {
                            parent: parent.into().map(Box::new).into_option(),
                            size: None,
                            seen: None,
                            key: Some(key.into())
                        }
                    }

                    #[doc = " Sets the field [`size`](field@Self::size). Pass `None` or `Nullable::Null` to send null."]
                    pub fn size(mut self, value: impl Into<Nullable<bool>>) -> Self {
                        self.size = Some(value.into());
                        self
                    }
                }
            },
        );
    }

    #[test]
    fn struct_without_required_fields_implements_default() {
        let mut filter = definition("Filter", Shape::Struct(Vec::new()));
        filter.in_requests = true;
        assert_rendered(
            &filter,
            quote! {
                #[doc = " `Filter`."]
                #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
                #[non_exhaustive]
                pub struct Filter {}

                impl_serialize!(Filter;);

                impl Filter {
                    #[doc = " Creates an empty `Filter`."]
                    pub fn new() -> Self {
                        Self::default()
                    }
                }
            },
        );
    }
}
