//! Expressions for values, built from the examples in the document.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use serde_json::Value;

use super::literal::{is_uuid, number, whole_number};
use crate::ir::{Field, Shape, Type, TypeDefinition};
use crate::names;
use crate::render::field::{has_setter, is_argument, is_nullable};
use crate::render::types::Catalog;

/// The maximum number of values in an example. Without it, objects of many objects would make it huge.
const MAX_VALUES: usize = 500;

/// The maximum nesting of objects.
pub(super) const MAX_DEPTH: usize = 3;

/// Builds expressions, and collects the imports that they need.
///
/// `depth` is the number of objects around a value.
pub(super) struct Values<'a> {
    pub(super) catalog: &'a Catalog<'a>,
    /// The models used by the expressions.
    pub(super) models: BTreeSet<String>,
    pub(super) uses_uuid: bool,
    /// The number of values left until [`MAX_VALUES`].
    pub(super) remaining: usize,
}

impl<'a> Values<'a> {
    pub(super) fn new(catalog: &'a Catalog<'a>) -> Self {
        Self {
            catalog,
            models: BTreeSet::new(),
            uses_uuid: false,
            remaining: MAX_VALUES,
        }
    }

    /// Returns a `todo!()` that compiles, for a value without placeholder.
    pub(super) fn todo(&mut self, ty: &Type) -> TokenStream {
        let Type::Named(name) = ty else {
            return quote!(todo!());
        };
        // An argument of type `impl Into<T>` needs a value of a concrete type.
        self.models.insert(name.clone());
        let name = names::ident(name);
        quote!(todo!() as #name)
    }

    /// Returns an expression for a value, or `None` if the document has no valid example for it. An enum needs no
    /// example: its first value is one.
    pub(super) fn value(
        &mut self,
        ty: &Type,
        example: Option<&Value>,
        position: Position,
        depth: usize,
    ) -> Option<TokenStream> {
        self.remaining = self.remaining.checked_sub(1)?;
        match ty {
            // Strings don't convert to a nullable secret.
            Type::Secret if position == Position::Nullable => None,
            Type::String | Type::Secret => text(example?, position),
            Type::Boolean => example?.as_bool().map(ToTokens::into_token_stream),
            Type::Integer(integer) => whole_number(*integer, example?),
            Type::Number => number(example?),
            Type::Uuid => {
                let text = example?.as_str().filter(|text| is_uuid(text))?;
                self.uses_uuid = true;
                Some(quote!(uuid!(#text)))
            }
            Type::Date | Type::DateTime => {
                let text = example?.as_str().filter(|_| !position.is_wrapping())?;
                Some(quote!(#text.parse()?))
            }
            Type::Any | Type::Bytes | Type::File => None,
            Type::Array(item) => self.list(item, example?, position, depth),
            Type::Map(item) => {
                let item = self.value(item, None, Position::Exact, depth)?;
                match position {
                    Position::Argument => Some(quote!([("main", #item)])),
                    Position::Nullable | Position::Selection => None,
                    Position::Exact => Some(quote!([("main".into(), #item)].into())),
                }
            }
            Type::Nullable(_) if example.is_some_and(Value::is_null) => Some(quote!(None)),
            Type::Nullable(inner) => {
                let value = self.value(inner, example, Position::Exact, depth)?;
                Some(quote!(Some(#value)))
            }
            Type::Named(name) => self.named(name, example, depth),
        }
    }

    fn list(
        &mut self,
        item: &Type,
        example: &Value,
        position: Position,
        depth: usize,
    ) -> Option<TokenStream> {
        // The compiler can't infer the type of an empty list.
        let items = example.as_array().filter(|items| !items.is_empty())?;
        let item_position = match (item, position) {
            (Type::String | Type::Secret, Position::Argument) => Position::Argument,
            _ => Position::Exact,
        };
        let items = items
            .iter()
            .map(|example| self.value(item, Some(example), item_position, depth));
        let items = items.collect::<Option<Vec<_>>>()?;
        Some(match position {
            Position::Argument => quote!([#(#items),*]),
            _ => quote!(Vec::from([#(#items),*])),
        })
    }

    /// Returns an expression for a value of the model `name`.
    pub(super) fn named(
        &mut self,
        name: &str,
        example: Option<&Value>,
        depth: usize,
    ) -> Option<TokenStream> {
        let definition = self.catalog.get(name)?;
        let type_name = names::ident(name);
        let expression = match &definition.shape {
            Shape::Enum(values) => {
                let example = example.and_then(Value::as_str);
                let known = values.iter().find(|value| example == Some(&value.text));
                let variant = names::variant(&known.or(values.first())?.label);
                quote!(#type_name::#variant)
            }
            Shape::Union { enum_values, .. } => {
                let variant = names::variant(&enum_values.first()?.label);
                quote!(#type_name::#variant)
            }
            // Responses are never arguments.
            Shape::Responses(_) => return None,
            // A recursive type would never end.
            Shape::Struct(_) if depth > MAX_DEPTH => return None,
            Shape::Struct(fields) => {
                self.constructor_call(definition, fields, depth, MissingExample::Fail)?
            }
        };
        self.models.insert(name.to_owned());
        Some(expression)
    }

    /// Returns an expression that creates a struct, and sets the first optional field with an example.
    pub(super) fn constructor_call(
        &mut self,
        definition: &TypeDefinition,
        fields: &[Field],
        depth: usize,
        missing_example: MissingExample,
    ) -> Option<TokenStream> {
        let mut value = |field: &Field, missing_example| {
            let position = Position::argument(is_nullable(definition, field));
            let example = field.annotations.example.as_ref();
            let expression = self.value(&field.ty, example, position, depth + 1);
            match missing_example {
                MissingExample::Fail => expression,
                MissingExample::UsePlaceholder => expression
                    .or_else(|| self.placeholder(&field.name, &field.ty, position, depth + 1)),
            }
        };
        let required = fields.iter().filter(|field| is_argument(definition, field));
        let arguments = required
            .map(|field| value(field, missing_example))
            .collect::<Option<Vec<_>>>()?;
        let mut optional = fields
            .iter()
            .filter(|field| has_setter(definition, field) && !field.annotations.deprecated);
        let setter = optional.find_map(|field| {
            let value = value(field, MissingExample::Fail)?;
            let name = names::model_method(&field.label);
            Some(quote!(.#name(#value)))
        });
        let name = names::ident(&definition.name);
        Some(quote!(#name::new(#(#arguments),*)#setter))
    }
}

/// The reaction to a required field without an example.
#[derive(Clone, Copy)]
pub(super) enum MissingExample {
    /// Return no expression for the struct.
    Fail,
    /// Set the field to a placeholder.
    UsePlaceholder,
}

/// The position of an expression for a value of type `T`, which determines what converts to `T` there.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Position {
    /// An argument of type `impl Into<T>` or similar.
    Argument,
    /// An argument of type `impl Into<Nullable<T>>`.
    Nullable,
    /// An argument of type `Selection<T>`.
    Selection,
    /// A position inside another expression, where the type must be exactly `T`.
    Exact,
}

impl Position {
    pub(super) fn argument(nullable: bool) -> Self {
        match nullable {
            true => Self::Nullable,
            false => Self::Argument,
        }
    }

    /// Whether the argument wraps the value in another type, so that the compiler can't infer the type of the value.
    fn is_wrapping(self) -> bool {
        matches!(self, Self::Nullable | Self::Selection)
    }
}

fn text(example: &Value, position: Position) -> Option<TokenStream> {
    let text = example.as_str()?;
    match position {
        Position::Argument | Position::Nullable => Some(quote!(#text)),
        Position::Selection => None,
        Position::Exact => Some(quote!(#text.into())),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::ir::{Api, EnumValue, Integer};
    use crate::lower::fixtures::{api, definition, field};

    fn list(item: Type) -> Type {
        Type::Array(Box::new(item))
    }

    fn map(value: Type) -> Type {
        Type::Map(Box::new(value))
    }

    fn named(name: &str) -> Type {
        Type::Named(name.into())
    }

    fn sample() -> Api {
        let name = Field {
            required: true,
            ..with_example("name", Type::String, json!("Ada"))
        };
        let mut person = definition(
            "Person",
            Shape::Struct(vec![
                name,
                with_example("age", Type::Number, json!(36)),
                field("friend", named("Person")),
            ]),
        );
        person.in_requests = true;
        let kind = definition(
            "Kind",
            Shape::Enum(vec![EnumValue::new("plain"), EnumValue::new("odd")]),
        );
        api(Vec::new(), vec![kind, person])
    }

    fn with_example(name: &str, value: Type, example: Value) -> Field {
        let mut field = field(name, value);
        field.annotations.example = Some(example);
        field
    }

    fn rendered(value: &Type, example: Value, position: Position) -> Option<String> {
        let api = sample();
        let catalog = Catalog::of(&api);
        let tokens = Values::new(&catalog).value(value, Some(&example), position, 0)?;
        Some(tokens.to_string())
    }

    #[test]
    fn value_is_converted_as_its_position_requires() {
        let integer = Type::Integer(Integer::Int64);
        let text = json!("a");
        for (value, example, position, expected) in [
            (Type::String, text.clone(), Position::Argument, quote!("a")),
            (Type::String, text.clone(), Position::Nullable, quote!("a")),
            (
                Type::String,
                text.clone(),
                Position::Exact,
                quote!("a".into()),
            ),
            (integer, json!(-7), Position::Argument, quote!(-7)),
            (Type::Number, json!(-7), Position::Argument, quote!(-7.0)),
            (
                list(Type::String),
                json!(["a"]),
                Position::Argument,
                quote!(["a"]),
            ),
            (
                list(Type::String),
                json!(["a"]),
                Position::Nullable,
                quote!(Vec::from(["a".into()])),
            ),
            (
                list(list(Type::Boolean)),
                json!([[true]]),
                Position::Argument,
                quote!([Vec::from([true])]),
            ),
            (
                map(named("Kind")),
                json!({}),
                Position::Argument,
                quote!([("main", Kind::Plain)]),
            ),
            (
                Type::Date,
                json!("2021-04-25"),
                Position::Argument,
                quote!("2021-04-25".parse()?),
            ),
            (
                named("Kind"),
                json!("odd"),
                Position::Argument,
                quote!(Kind::Odd),
            ),
            (
                named("Kind"),
                json!("new"),
                Position::Argument,
                quote!(Kind::Plain),
            ),
            (
                named("Person"),
                json!({}),
                Position::Argument,
                quote!(Person::new("Ada").age(36.0)),
            ),
        ] {
            assert_eq!(
                rendered(&value, example, position),
                Some(expected.to_string())
            );
        }
    }

    #[test]
    fn value_that_would_not_compile_is_omitted() {
        for (value, example, position) in [
            (Type::String, json!(5), Position::Argument),
            (Type::Secret, json!("a"), Position::Nullable),
            (Type::Uuid, json!("none"), Position::Argument),
            (
                Type::Integer(Integer::Int32),
                json!(5_000_000_000_u64),
                Position::Argument,
            ),
            (
                Type::Integer(Integer::Int64),
                json!(u64::MAX),
                Position::Argument,
            ),
            (
                Type::Integer(Integer::Int64),
                json!(1.5),
                Position::Argument,
            ),
            (Type::Date, json!("2021-04-25"), Position::Nullable),
            (Type::Any, json!({}), Position::Argument),
            (list(Type::String), json!([]), Position::Argument),
            (list(Type::String), json!(["a", 5]), Position::Argument),
            (named("Gone"), json!({}), Position::Argument),
        ] {
            assert_eq!(
                rendered(&value, example.clone(), position),
                None,
                "{value:?} {example}"
            );
        }
    }

    #[test]
    fn nested_objects_stop_at_the_limit() {
        let fields = (0..30).map(|number| Field {
            required: true,
            ..field(&format!("field{number}"), named("Person"))
        });
        let mut person = definition("Person", Shape::Struct(fields.collect()));
        person.in_requests = true;
        let api = api(Vec::new(), vec![person]);
        let catalog = Catalog::of(&api);
        let mut writer = Values::new(&catalog);
        assert!(
            writer
                .value(&named("Person"), None, Position::Argument, 0)
                .is_none()
        );
    }
}
