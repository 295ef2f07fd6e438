//! Placeholders: expressions for required values without an example in the document.

use proc_macro2::TokenStream;
use quote::quote;

use super::values::{MAX_DEPTH, MissingExample, Position, Values};
use crate::ir::{Shape, Type};
use crate::names;

impl Values<'_> {
    /// Returns a placeholder for the value called `name`, or `None` if its type has none, for instance a struct that
    /// requires itself.
    pub(super) fn placeholder(
        &mut self,
        name: &str,
        ty: &Type,
        position: Position,
        depth: usize,
    ) -> Option<TokenStream> {
        self.remaining = self.remaining.checked_sub(1)?;
        match (ty, position) {
            (Type::Named(type_name), _) => self.named_placeholder(name, type_name, depth),
            (Type::Bytes | Type::File, _) => Some(quote!(b"...")),
            (Type::String, Position::Argument | Position::Nullable)
            | (Type::Secret, Position::Argument) => Some(quote!(#name)),
            (_, Position::Nullable) => Some(quote!(None)),
            (_, Position::Selection) => None,
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
            (Type::Nullable(_), _) => Some(quote!(None)),
            (Type::Array(item), position) => {
                let is_converted = matches!(**item, Type::String | Type::Secret | Type::File);
                let item_position = match is_converted {
                    true => position,
                    false => Position::Exact,
                };
                let item = self.placeholder(name, item, item_position, depth)?;
                Some(match position {
                    Position::Argument => quote!([#item]),
                    _ => quote!(Vec::from([#item])),
                })
            }
            (Type::Map(item), position) => {
                let item = self.placeholder(name, item, Position::Exact, depth)?;
                Some(match position {
                    Position::Argument => quote!([(#name, #item)]),
                    _ => quote!([(#name.into(), #item)].into()),
                })
            }
        }
    }

    fn named_placeholder(&mut self, name: &str, model: &str, depth: usize) -> Option<TokenStream> {
        if let Some(expression) = self.named(model, None, depth) {
            return Some(expression);
        }
        let definition = self.catalog.get(model)?;
        let expression = match &definition.shape {
            Shape::Struct(fields) if depth <= MAX_DEPTH => {
                self.constructor_call(definition, fields, depth, MissingExample::UsePlaceholder)?
            }
            Shape::Union { variants, .. } => {
                let variant = variants.first()?;
                let value = self.placeholder(name, &variant.ty, Position::Exact, depth + 1)?;
                let (union, variant) = (names::ident(model), names::variant(&variant.name));
                quote!(#union::#variant(#value))
            }
            // `named` returns an expression for every enum that has a value.
            Shape::Struct(_) | Shape::Enum(_) | Shape::IntegerEnum(_) | Shape::Responses(_) => {
                return None;
            }
        };
        self.models.insert(model.to_owned());
        Some(expression)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{EnumValue, Field, Integer, Variant};
    use crate::lower::fixtures::{api, assert_tokens, definition, field};
    use crate::render::types::Catalog;

    fn list(item: Type) -> Type {
        Type::Array(Box::new(item))
    }

    fn named(name: &str) -> Type {
        Type::Named(name.into())
    }

    #[test]
    fn placeholder_of_a_struct_sets_required_fields_only() {
        let required = |name: &str, ty: Type| Field {
            required: true,
            ..field(name, ty)
        };
        let fields = vec![
            required("name", Type::String),
            required("tags", list(Type::String)),
            required("kinds", list(named("Kind"))),
            field("age", Type::Number),
        ];
        let variant = |name: &str, ty: Type| Variant {
            name: name.into(),
            ty,
            ..Variant::default()
        };
        let target = Shape::Union {
            discriminator: None,
            enum_values: Vec::new(),
            variants: vec![
                variant("Person", named("Person")),
                variant("Text", Type::String),
            ],
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
        for (value, position, expected) in [
            (Type::String, Position::Argument, quote!("a")),
            (Type::Uuid, Position::Nullable, quote!(None)),
            (Type::Boolean, Position::Argument, quote!(true)),
            (Type::Integer(Integer::Int64), Position::Argument, quote!(1)),
            (Type::Any, Position::Argument, quote!("a".into())),
            (
                Type::Date,
                Position::Argument,
                quote!("2026-01-31".parse()?),
            ),
            (list(Type::String), Position::Argument, quote!(["a"])),
            (list(Type::Any), Position::Argument, quote!(["a".into()])),
            (
                list(list(Type::String)),
                Position::Argument,
                quote!([Vec::from(["a".into()])]),
            ),
            (
                Type::Map(Box::new(named("Kind"))),
                Position::Argument,
                quote!([("a", Kind::Plain)]),
            ),
            (named("Person"), Position::Argument, person.clone()),
            (
                named("Target"),
                Position::Argument,
                quote!(Target::Person(#person)),
            ),
        ] {
            let made = Values::new(&catalog).placeholder("a", &value, position, 0);
            assert_tokens(made.unwrap(), expected);
        }
        let mut values = Values::new(&catalog);
        let endless = values.placeholder("a", &named("Chain"), Position::Argument, 0);
        assert!(endless.is_none(), "{endless:?}");
        assert_tokens(values.todo(&named("Chain")), quote!(todo!() as Chain));
    }
}
