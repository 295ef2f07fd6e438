//! Expressions for values, built from the examples in the document.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use serde_json::Value;

use super::value_source::ValueSource;
use crate::ir::{Api, Field, Integer, Shape, Type, TypeDefinition};
use crate::names;
use crate::render::field::{can_send_null, has_setter, is_argument};
use crate::render::types::debug_tokens;

/// The maximum number of values in an example, because nested objects with many fields could make it huge.
const MAX_VALUES: usize = 500;

const MAX_DEPTH: usize = 3;

/// Builds expressions, and collects the imports that they need.
///
/// The argument `depth` is the number of objects and unions around a value.
pub(super) struct Values<'a> {
    api: &'a Api,
    pub(super) models: BTreeSet<String>,
    pub(super) uses_uuid: bool,
    /// The number of values that may still be built.
    remaining: usize,
}

/// The type of an expression for a value of type `T`.
#[derive(Clone, Copy)]
pub(super) enum TargetType {
    /// `impl Into<T>` or similar.
    Into,
    /// `impl Into<Nullable<T>>`. The compiler can't infer the type of an expression such as `text.parse()?`.
    IntoNullable,
    /// `impl Into<Selection<T>>`. The compiler can't infer the type, either.
    IntoSelection,
    /// `T`, inside another expression.
    Exact,
}

impl TargetType {
    pub(super) fn of_argument(nullable: bool) -> Self {
        match nullable {
            true => Self::IntoNullable,
            false => Self::Into,
        }
    }
}

impl<'a> Values<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        Self {
            api,
            models: BTreeSet::new(),
            uses_uuid: false,
            remaining: MAX_VALUES,
        }
    }

    /// Returns an expression for a required value: the example or a placeholder. Returns `None` if there is neither,
    /// for instance for a struct that requires itself.
    pub(super) fn required_value(
        &mut self,
        name: &str,
        ty: &Type,
        example: Option<&Value>,
        target: TargetType,
        depth: usize,
    ) -> Option<TokenStream> {
        self.value(ty, ValueSource::Example(example), target, depth)
            .or_else(|| self.value(ty, ValueSource::Placeholder(name), target, depth))
    }

    /// Returns a `todo!()` that compiles.
    pub(super) fn todo(&mut self, ty: &Type) -> TokenStream {
        let Type::Named(name) = ty else {
            return quote!(todo!());
        };
        // An argument of type `impl Into<T>` needs a concrete type.
        self.models.insert(name.clone());
        let name = names::ident(name);
        quote!(todo!() as #name)
    }

    /// Returns an expression for a value. Returns `None` if the document has no valid example, or the type no
    /// placeholder. An enum without example uses its first value.
    pub(super) fn value(
        &mut self,
        ty: &Type,
        source: ValueSource<'_>,
        target: TargetType,
        depth: usize,
    ) -> Option<TokenStream> {
        self.remaining = self.remaining.checked_sub(1)?;
        let json = source.json(ty);
        let json = json.as_deref();
        match (ty, source, target) {
            (Type::Named(name), ..) => self.named(name, source, depth),
            (Type::Bytes | Type::File, ValueSource::Placeholder(_), _) => Some(quote!(b"...")),
            (Type::Bytes | Type::File, ..) => None,
            (Type::String, _, TargetType::IntoNullable) => json?.as_str().map(|it| quote!(#it)),
            (_, ValueSource::Placeholder(_), TargetType::IntoNullable) => Some(quote!(None)),
            (_, ValueSource::Placeholder(_), TargetType::IntoSelection) => None,
            (Type::String | Type::Secret, ..) => {
                let text = json?.as_str()?;
                match target {
                    TargetType::Into => Some(quote!(#text)),
                    TargetType::Exact => Some(quote!(#text.into())),
                    // Strings don't convert to nullable secrets.
                    TargetType::IntoNullable | TargetType::IntoSelection => None,
                }
            }
            (Type::Any, ValueSource::Placeholder(name), _) => Some(quote!(#name.into())),
            (Type::Any, ..) => None,
            (Type::Boolean, ..) => json?.as_bool().map(ToTokens::into_token_stream),
            (Type::Integer(Integer::Int32), ..) => {
                let number = i32::try_from(json?.as_i64()?);
                number.ok().map(|it| debug_tokens(&it))
            }
            (Type::Integer(Integer::Int64), ..) => json?.as_i64().map(|it| debug_tokens(&it)),
            (Type::Integer(Integer::Uint64), ..) => json?.as_u64().map(|it| debug_tokens(&it)),
            (Type::Number, ..) => json?.as_f64().map(|it| debug_tokens(&it)),
            (Type::Uuid, ..) => {
                let text = json?.as_str().filter(|text| is_uuid(text))?;
                self.uses_uuid = true;
                Some(quote!(uuid!(#text)))
            }
            (Type::Date | Type::DateTime, ..) => {
                let text = json?.as_str()?;
                let is_inferred = matches!(target, TargetType::Into | TargetType::Exact);
                is_inferred.then(|| quote!(#text.parse()?))
            }
            (Type::Array(item), ..) => self.list(item, source, target, depth),
            (Type::Map(item), ..) => {
                // Examples of maps aren't used, and `main` is an arbitrary key.
                let (name, source) = match source {
                    ValueSource::Example(_) => ("main", ValueSource::Example(None)),
                    ValueSource::Placeholder(name) => (name, source),
                };
                let item = self.value(item, source, TargetType::Exact, depth)?;
                match target {
                    TargetType::Into => Some(quote!([(#name, #item)])),
                    TargetType::Exact => Some(quote!([(#name.into(), #item)].into())),
                    TargetType::IntoNullable | TargetType::IntoSelection => None,
                }
            }
            (Type::Nullable(_), ..) if json.is_some_and(Value::is_null) => Some(quote!(None)),
            (Type::Nullable(inner), ..) => {
                let value = self.value(inner, source, TargetType::Exact, depth)?;
                Some(quote!(Some(#value)))
            }
        }
    }

    fn list(
        &mut self,
        item: &Type,
        source: ValueSource<'_>,
        target: TargetType,
        depth: usize,
    ) -> Option<TokenStream> {
        let sources: Vec<ValueSource<'_>> = match source {
            ValueSource::Example(example) => {
                let items = example?.as_array()?.iter();
                items.map(|it| ValueSource::Example(Some(it))).collect()
            }
            ValueSource::Placeholder(_) => vec![source],
        };
        let item_target = match (item, target) {
            (Type::String | Type::Secret, TargetType::Into) => TargetType::Into,
            _ => TargetType::Exact,
        };
        let items = sources.into_iter();
        let items = items.map(|source| self.value(item, source, item_target, depth));
        let items = items.collect::<Option<Vec<_>>>()?;
        match target {
            // The compiler can't infer the type of an empty list.
            _ if items.is_empty() => None,
            TargetType::Into => Some(quote!([#(#items),*])),
            _ => Some(quote!(Vec::from([#(#items),*]))),
        }
    }

    fn named(&mut self, name: &str, source: ValueSource<'_>, depth: usize) -> Option<TokenStream> {
        let definition = self.api.definition(name)?;
        let type_name = names::ident(name);
        let expression = match &definition.shape {
            Shape::Enum(values) | Shape::IntegerEnum(values) => {
                let example = match source {
                    ValueSource::Example(Some(Value::String(text))) => Some(text.clone()),
                    ValueSource::Example(example) => example.map(Value::to_string),
                    ValueSource::Placeholder(_) => None,
                };
                let known = values.iter().find(|it| example.as_ref() == Some(&it.text));
                let variant = names::variant(&known.or(values.first())?.label);
                quote!(#type_name::#variant)
            }
            Shape::Union {
                enum_values,
                variants,
                ..
            } => match (enum_values.first(), source) {
                (Some(value), _) => {
                    let variant = names::variant(&value.label);
                    quote!(#type_name::#variant)
                }
                (None, ValueSource::Placeholder(_)) => {
                    let variant = variants.first()?;
                    let value = self.value(&variant.ty, source, TargetType::Exact, depth + 1)?;
                    let variant = names::variant(&variant.name);
                    quote!(#type_name::#variant(#value))
                }
                (None, ValueSource::Example(_)) => return None,
            },
            // Responses are never arguments.
            Shape::Responses(_) => return None,
            // A recursive type would never end.
            Shape::Struct(_) if depth > MAX_DEPTH => return None,
            Shape::Struct(fields) => self.constructor_call(definition, fields, source, depth)?,
        };
        self.models.insert(name.to_owned());
        Some(expression)
    }

    /// Returns an expression that creates a struct and sets the first optional field with an example. With a
    /// placeholder as `source`, required fields without an example are placeholders, too.
    fn constructor_call(
        &mut self,
        definition: &TypeDefinition,
        fields: &[Field],
        source: ValueSource<'_>,
        depth: usize,
    ) -> Option<TokenStream> {
        let target = |field| TargetType::of_argument(can_send_null(definition, field));
        let required = fields.iter().filter(|field| is_argument(definition, field));
        let arguments = required.map(|field| {
            let example = field.annotations.example.as_ref();
            match source {
                ValueSource::Example(_) => {
                    let source = ValueSource::Example(example);
                    self.value(&field.ty, source, target(field), depth + 1)
                }
                ValueSource::Placeholder(_) => {
                    self.required_value(&field.name, &field.ty, example, target(field), depth + 1)
                }
            }
        });
        let arguments = arguments.collect::<Option<Vec<_>>>()?;
        let mut optional = fields
            .iter()
            .filter(|field| has_setter(definition, field) && !field.annotations.deprecated);
        let setter = optional.find_map(|field| {
            let source = ValueSource::Example(field.annotations.example.as_ref());
            let value = self.value(&field.ty, source, target(field), depth + 1)?;
            let name = names::model_method(&field.label);
            Some(quote!(.#name(#value)))
        });
        let name = names::ident(&definition.name);
        Some(quote!(#name::new(#(#arguments),*)#setter))
    }
}

/// Whether a text is a hyphenated UUID, the only form of the format `uuid`.
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::ir::EnumValue;
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

    fn rendered(value: &Type, example: Value, target: TargetType) -> Option<String> {
        let api = sample();
        let tokens =
            Values::new(&api).value(value, ValueSource::Example(Some(&example)), target, 0)?;
        Some(tokens.to_string())
    }

    #[test]
    fn value_is_converted_to_the_target_type() {
        let integer = Type::Integer(Integer::Int64);
        let text = json!("a");
        for (value, example, target, expected) in [
            (Type::String, text.clone(), TargetType::Into, quote!("a")),
            (
                Type::String,
                text.clone(),
                TargetType::IntoNullable,
                quote!("a"),
            ),
            (
                Type::String,
                text.clone(),
                TargetType::Exact,
                quote!("a".into()),
            ),
            (integer, json!(-7), TargetType::Into, quote!(-7)),
            (Type::Number, json!(-7), TargetType::Into, quote!(-7.0)),
            (
                list(Type::String),
                json!(["a"]),
                TargetType::Into,
                quote!(["a"]),
            ),
            (
                list(Type::String),
                json!(["a"]),
                TargetType::IntoNullable,
                quote!(Vec::from(["a".into()])),
            ),
            (
                list(list(Type::Boolean)),
                json!([[true]]),
                TargetType::Into,
                quote!([Vec::from([true])]),
            ),
            (
                map(named("Kind")),
                json!({}),
                TargetType::Into,
                quote!([("main", Kind::Plain)]),
            ),
            (
                Type::Date,
                json!("2021-04-25"),
                TargetType::Into,
                quote!("2021-04-25".parse()?),
            ),
            (
                named("Kind"),
                json!("odd"),
                TargetType::Into,
                quote!(Kind::Odd),
            ),
            (
                named("Kind"),
                json!("new"),
                TargetType::Into,
                quote!(Kind::Plain),
            ),
            (
                named("Person"),
                json!({}),
                TargetType::Into,
                quote!(Person::new("Ada").age(36.0)),
            ),
        ] {
            assert_eq!(
                rendered(&value, example, target),
                Some(expected.to_string())
            );
        }
    }

    #[test]
    fn value_that_would_not_compile_is_omitted() {
        for (value, example, target) in [
            (Type::String, json!(5), TargetType::Into),
            (Type::Secret, json!("a"), TargetType::IntoNullable),
            (Type::Uuid, json!("none"), TargetType::Into),
            (
                Type::Integer(Integer::Int32),
                json!(5_000_000_000_u64),
                TargetType::Into,
            ),
            (
                Type::Integer(Integer::Int64),
                json!(u64::MAX),
                TargetType::Into,
            ),
            (Type::Integer(Integer::Int64), json!(1.5), TargetType::Into),
            (Type::Date, json!("2021-04-25"), TargetType::IntoNullable),
            (Type::Any, json!({}), TargetType::Into),
            (list(Type::String), json!([]), TargetType::Into),
            (list(Type::String), json!(["a", 5]), TargetType::Into),
            (named("Gone"), json!({}), TargetType::Into),
        ] {
            assert_eq!(
                rendered(&value, example.clone(), target),
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
        let mut values = Values::new(&api);
        assert!(
            values
                .value(
                    &named("Person"),
                    ValueSource::Example(None),
                    TargetType::Into,
                    0
                )
                .is_none()
        );
    }
}
