//! Expressions for values that must be there, of which the document shows no example.

use proc_macro2::TokenStream;
use quote::quote;

use super::values::{DEEPEST, Need, Place, Values};
use crate::ir::{Shape, Type, Variant};
use crate::names;

impl Values<'_> {
    /// An expression for a value that is called `name`, unless that would go on and on.
    pub(super) fn stand_in(
        &mut self,
        name: &str,
        value: &Type,
        place: Place,
        depth: usize,
    ) -> Option<TokenStream> {
        self.room = self.room.checked_sub(1)?;
        match (value, place) {
            (Type::Named(type_name), _) => self.named_stand_in(name, type_name, depth),
            (Type::Bytes | Type::File, _) => Some(quote!(b"...")),
            (Type::String, Place::Argument | Place::Nullable) | (Type::Secret, Place::Argument) => {
                Some(quote!(#name))
            }
            (_, Place::Nullable) => Some(quote!(None)),
            (_, Place::Selection) => None,
            (Type::String | Type::Secret | Type::Any, _) => Some(quote!(#name.into())),
            (Type::Boolean, _) => Some(quote!(true)),
            (Type::Integer(_), _) => Some(quote!(1)),
            (Type::Number, _) => Some(quote!(1.0)),
            (Type::Uuid, _) => {
                self.uses_uuid = true;
                Some(quote!(uuid!("00000000-0000-4000-8000-000000000000")))
            }
            (Type::Date, _) => Some(quote!("2026-01-31".parse()?)),
            (Type::DateTime, _) => Some(quote!("2026-01-31T12:00:00Z".parse()?)),
            (Type::Array(item), place) => {
                let is_converted = matches!(**item, Type::String | Type::Secret | Type::File);
                let item_place = if is_converted { place } else { Place::Inside };
                let item = self.stand_in(name, item, item_place, depth)?;
                Some(match place {
                    Place::Argument => quote!([#item]),
                    _ => quote!(Vec::from([#item])),
                })
            }
            (Type::Map(item), place) => {
                let item = self.stand_in(name, item, Place::Inside, depth)?;
                Some(match place {
                    Place::Argument => quote!([(#name, #item)]),
                    _ => quote!([(#name.into(), #item)].into()),
                })
            }
        }
    }

    fn named_stand_in(&mut self, name: &str, model: &str, depth: usize) -> Option<TokenStream> {
        if let Some(shown) = self.named(model, None, depth) {
            return Some(shown);
        }
        let definition = self.catalog.get(model)?;
        let expression = match &definition.shape {
            Shape::Struct(fields) if depth <= DEEPEST => {
                self.structure(definition, fields, depth, Need::Anyhow)?
            }
            Shape::Union { variants, .. } => {
                let Variant {
                    name: form, value, ..
                } = variants.first()?;
                let (union, form) = (names::ident(model), names::variant(form));
                let value = self.stand_in(name, value, Place::Inside, depth + 1)?;
                quote!(#union::#form(#value))
            }
            // What has a value that goes by a name needs no other.
            Shape::Struct(_) | Shape::Enum(_) | Shape::Responses(_) => return None,
        };
        self.models.insert(model.to_owned());
        Some(expression)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{EnumValue, Field, Integer};
    use crate::lower::fixtures::{api, assert_tokens, definition, field};
    use crate::render::types::Catalog;

    fn list(item: Type) -> Type {
        Type::Array(Box::new(item))
    }

    fn named(name: &str) -> Type {
        Type::Named(name.into())
    }

    #[test]
    fn what_is_required_is_made_up() {
        let required = |name: &str, value: Type| Field {
            required: true,
            ..field(name, value)
        };
        let fields = vec![
            required("name", Type::String),
            required("tags", list(Type::String)),
            required("kinds", list(named("Kind"))),
            field("age", Type::Number),
        ];
        let form = |name: &str, value: Type| Variant {
            name: name.into(),
            tag: None,
            value,
            description: None,
        };
        let target = Shape::Union {
            tag: None,
            enum_values: Vec::new(),
            variants: vec![form("Person", named("Person")), form("Text", Type::String)],
        };
        let mut types = vec![
            definition("Kind", Shape::Enum(vec![EnumValue::new("plain")])),
            definition("Person", Shape::Struct(fields)),
            definition("Target", target),
            definition(
                "Chain",
                Shape::Struct(vec![required("next", named("Chain"))]),
            ),
        ];
        for definition in &mut types {
            definition.in_requests = true;
        }
        let api = api(Vec::new(), types);
        let catalog = Catalog::of(&api);
        let person = quote!(Person::new("name", ["tags"], [Kind::Plain]));
        for (value, place, expected) in [
            (Type::String, Place::Argument, quote!("a")),
            (Type::Uuid, Place::Nullable, quote!(None)),
            (Type::Boolean, Place::Argument, quote!(true)),
            (Type::Integer(Integer::Signed64), Place::Argument, quote!(1)),
            (Type::Any, Place::Argument, quote!("a".into())),
            (Type::Date, Place::Argument, quote!("2026-01-31".parse()?)),
            (list(Type::String), Place::Argument, quote!(["a"])),
            (list(Type::Any), Place::Argument, quote!(["a".into()])),
            (
                list(list(Type::String)),
                Place::Argument,
                quote!([Vec::from(["a".into()])]),
            ),
            (
                Type::Map(Box::new(named("Kind"))),
                Place::Argument,
                quote!([("a", Kind::Plain)]),
            ),
            (named("Person"), Place::Argument, person.clone()),
            (
                named("Target"),
                Place::Argument,
                quote!(Target::Person(#person)),
            ),
        ] {
            let made = Values::new(&catalog).stand_in("a", &value, place, 0);
            assert_tokens(made.unwrap(), expected);
        }
        let mut values = Values::new(&catalog);
        let endless = values.stand_in("a", &named("Chain"), Place::Argument, 0);
        assert!(endless.is_none(), "{endless:?}");
        let annotations = crate::ir::Annotations::default();
        let blank = values.required("a", &named("Chain"), &annotations, Place::Argument);
        assert_tokens(blank, quote!(todo!() as Chain));
    }
}
