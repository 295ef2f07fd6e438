//! The source of values in examples: the document, or a placeholder.

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::ir::Type;

#[derive(Clone, Copy)]
pub(super) enum ValueSource<'a> {
    /// The example in the document, if it has one.
    Example(Option<&'a Value>),
    /// A placeholder for the value with this name.
    Placeholder(&'a str),
}

impl<'a> ValueSource<'a> {
    /// Returns the value as JSON, or `None` without an example. The placeholder of a string is its name.
    pub(super) fn json(self, ty: &Type) -> Option<Cow<'a, Value>> {
        match self {
            Self::Example(example) => example.map(Cow::Borrowed),
            Self::Placeholder(name) => Some(Cow::Owned(match ty {
                Type::Boolean => json!(true),
                Type::Integer(_) | Type::Number => json!(1),
                Type::Uuid => json!("00000000-0000-4000-8000-000000000000"),
                Type::Date => json!("2026-01-31"),
                Type::DateTime => json!("2026-01-31T12:00:00Z"),
                Type::Nullable(_) => Value::Null,
                _ => json!(name),
            })),
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::super::values::{TargetType, Values};
    use super::*;
    use crate::ir::{EnumValue, Field, Integer, Shape, Variant};
    use crate::lower::fixtures::{api, assert_tokens, definition, field};

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
        let person = quote!(Person::new("name", ["tags"], [Kind::Plain]));
        for (value, target, expected) in [
            (Type::String, TargetType::Into, quote!("a")),
            (Type::Uuid, TargetType::IntoNullable, quote!(None)),
            (Type::Boolean, TargetType::Into, quote!(true)),
            (Type::Integer(Integer::Int64), TargetType::Into, quote!(1)),
            (Type::Any, TargetType::Into, quote!("a".into())),
            (Type::Date, TargetType::Into, quote!("2026-01-31".parse()?)),
            (list(Type::String), TargetType::Into, quote!(["a"])),
            (list(Type::Any), TargetType::Into, quote!(["a".into()])),
            (
                list(list(Type::String)),
                TargetType::Into,
                quote!([Vec::from(["a".into()])]),
            ),
            (
                Type::Map(Box::new(named("Kind"))),
                TargetType::Into,
                quote!([("a", Kind::Plain)]),
            ),
            (named("Person"), TargetType::Into, person.clone()),
            (
                named("Target"),
                TargetType::Into,
                quote!(Target::Person(#person)),
            ),
        ] {
            let placeholder = ValueSource::Placeholder("a");
            let rendered = Values::new(&api).value(&value, placeholder, target, 0);
            assert_tokens(rendered.unwrap(), expected);
        }
        let mut values = Values::new(&api);
        let endless = values.required_value("a", &named("Chain"), None, TargetType::Into, 0);
        assert!(endless.is_none(), "{endless:?}");
        assert_tokens(values.todo(&named("Chain")), quote!(todo!() as Chain));
    }
}
