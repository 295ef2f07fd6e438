//! Expressions for values, made of the examples in the document.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::literal::{is_uuid, number, whole_number};
use crate::ir::{Annotations, Field, Shape, Type, TypeDefinition};
use crate::names;
use crate::render::structure::{has_setter, is_argument as is_constructed, is_nullable};
use crate::render::types::Catalog;

/// How many values an example looks at; objects within objects could give ever more.
const LONGEST: usize = 500;

/// How deep objects stand in one another.
pub(super) const DEEPEST: usize = 3;

/// Makes expressions, and remembers what has to be imported for them.
pub(super) struct Values<'a> {
    pub(super) catalog: &'a Catalog<'a>,
    /// The models that the expressions name.
    pub(super) models: BTreeSet<String>,
    pub(super) uses_uuid: bool,
    /// How many more values are looked at.
    pub(super) room: usize,
}

impl<'a> Values<'a> {
    pub(super) fn new(catalog: &'a Catalog<'a>) -> Self {
        Self {
            catalog,
            models: BTreeSet::new(),
            uses_uuid: false,
            room: LONGEST,
        }
    }

    /// An expression for a value that must be there.
    pub(super) fn required(
        &mut self,
        name: &str,
        value: &Type,
        annotations: &Annotations,
        place: Place,
    ) -> TokenStream {
        self.value(value, annotations.example.as_ref(), place, 0)
            .or_else(|| self.stand_in(name, value, place, 0))
            .unwrap_or_else(|| self.blank(value))
    }

    /// What compiles where even a value that is made up would be too much.
    fn blank(&mut self, value: &Type) -> TokenStream {
        let Type::Named(name) = value else {
            return quote!(todo!());
        };
        // What is converted must have a type to be converted from.
        self.models.insert(name.clone());
        let name = names::ident(name);
        quote!(todo!() as #name)
    }

    /// An expression for a value, if the document gives enough to make one.
    pub(super) fn value(
        &mut self,
        value: &Type,
        example: Option<&Value>,
        place: Place,
        depth: usize,
    ) -> Option<TokenStream> {
        self.room = self.room.checked_sub(1)?;
        match value {
            Type::String => text(example?, place),
            // What becomes a secret becomes no nullable one.
            Type::Secret if place == Place::Nullable => None,
            Type::Secret => text(example?, place),
            Type::Boolean => {
                let flag = example?.as_bool()?;
                Some(quote!(#flag))
            }
            Type::Integer(integer) => whole_number(*integer, example?),
            Type::Number => number(example?),
            Type::Uuid => {
                let text = example?.as_str().filter(|text| is_uuid(text))?;
                self.uses_uuid = true;
                Some(quote!(uuid!(#text)))
            }
            Type::Date | Type::DateTime => {
                let text = example?.as_str().filter(|_| !place.is_wrapping())?;
                Some(quote!(#text.parse()?))
            }
            Type::Any | Type::Bytes | Type::File => None,
            Type::Array(item) => self.list(item, example?, place, depth),
            Type::Map(item) => {
                let item = self.value(item, None, Place::Inside, depth)?;
                match place {
                    Place::Argument => Some(quote!([("main", #item)])),
                    Place::Nullable | Place::Selection => None,
                    Place::Inside => Some(quote!([("main".into(), #item)].into())),
                }
            }
            Type::Named(name) => self.named(name, example, depth),
        }
    }

    fn list(
        &mut self,
        item: &Type,
        example: &Value,
        place: Place,
        depth: usize,
    ) -> Option<TokenStream> {
        // Of nothing, no type can be told.
        let items = example.as_array().filter(|items| !items.is_empty())?;
        let item_place = match (item, place) {
            (Type::String | Type::Secret, Place::Argument) => Place::Argument,
            _ => Place::Inside,
        };
        let items: Option<Vec<_>> = items
            .iter()
            .map(|example| self.value(item, Some(example), item_place, depth))
            .collect();
        let items = items?;
        Some(match place {
            Place::Argument => quote!([#(#items),*]),
            _ => quote!(Vec::from([#(#items),*])),
        })
    }

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
                let shown = example.and_then(Value::as_str);
                let mut known = values.iter();
                let shown = known.find(|word| shown == Some(word.text.as_str()));
                let variant = names::variant(&shown.or(values.first())?.label);
                quote!(#type_name::#variant)
            }
            Shape::Union { enum_values, .. } => {
                let variant = names::variant(&enum_values.first()?.label);
                quote!(#type_name::#variant)
            }
            // Nobody sends it.
            Shape::Responses(_) => return None,
            // Types that contain one another would never end.
            Shape::Struct(_) if depth > DEEPEST => return None,
            Shape::Struct(fields) => self.structure(definition, fields, depth, Need::Shown)?,
        };
        self.models.insert(name.to_owned());
        Some(expression)
    }

    /// An object, of which one optional field is set as well, if the document shows a value for one.
    pub(super) fn structure(
        &mut self,
        definition: &TypeDefinition,
        fields: &[Field],
        depth: usize,
        need: Need,
    ) -> Option<TokenStream> {
        let mut value = |field: &Field, need: Need| {
            let place = Place::argument(is_nullable(definition, field));
            let example = field.annotations.example.as_ref();
            let shown = self.value(&field.value, example, place, depth + 1);
            if shown.is_some() || need == Need::Shown {
                return shown;
            }
            self.stand_in(&field.name, &field.value, place, depth + 1)
        };
        let required = fields
            .iter()
            .filter(|field| is_constructed(definition, field));
        let arguments: Option<Vec<_>> = required.map(|field| value(field, need)).collect();
        let arguments = arguments?;
        let mut optional = fields.iter().filter(|field| has_setter(definition, field));
        let setter = optional.find_map(|field| {
            let value = value(field, Need::Shown)?;
            let name = names::model_setter(&field.label);
            Some(quote!(.#name(#value)))
        });
        let name = names::ident(&definition.name);
        Some(quote!(#name::new(#(#arguments),*)#setter))
    }
}

/// Whether a value must be there, whatever the document shows.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Need {
    /// Nothing is made up.
    Shown,
    /// Where nothing is shown, something is.
    Anyhow,
}

/// Where an expression stands, and so what is made of it.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Place {
    /// In an argument that takes whatever becomes the value.
    Argument,
    /// In an argument that takes null as well.
    Nullable,
    /// In an argument that says what an operation acts on.
    Selection,
    /// Where a value of its very type must stand.
    Inside,
}

impl Place {
    pub(super) fn argument(nullable: bool) -> Self {
        if nullable {
            Self::Nullable
        } else {
            Self::Argument
        }
    }

    /// Whether the value is put into another one, so that its type cannot be told from there.
    fn is_wrapping(self) -> bool {
        matches!(self, Self::Nullable | Self::Selection)
    }
}

fn text(example: &Value, place: Place) -> Option<TokenStream> {
    let text = example.as_str()?;
    match place {
        Place::Argument | Place::Nullable => Some(quote!(#text)),
        Place::Selection => None,
        Place::Inside => Some(quote!(#text.into())),
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
            ..shown("name", Type::String, json!("Ada"))
        };
        let mut person = definition(
            "Person",
            Shape::Struct(vec![
                name,
                shown("age", Type::Number, json!(36)),
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

    fn shown(name: &str, value: Type, example: Value) -> Field {
        let mut field = field(name, value);
        field.annotations.example = Some(example);
        field
    }

    fn written(value: &Type, example: Value, place: Place) -> Option<String> {
        let api = sample();
        let catalog = Catalog::of(&api);
        let tokens = Values::new(&catalog).value(value, Some(&example), place, 0)?;
        Some(tokens.to_string())
    }

    #[test]
    fn a_value_is_written_as_its_place_takes_it() {
        let integer = Type::Integer(Integer::Signed64);
        let text = json!("a");
        for (value, example, place, expected) in [
            (Type::String, text.clone(), Place::Argument, quote!("a")),
            (Type::String, text.clone(), Place::Nullable, quote!("a")),
            (
                Type::String,
                text.clone(),
                Place::Inside,
                quote!("a".into()),
            ),
            (integer, json!(-7), Place::Argument, quote!(-7)),
            (Type::Number, json!(-7), Place::Argument, quote!(-7.0)),
            (
                list(Type::String),
                json!(["a"]),
                Place::Argument,
                quote!(["a"]),
            ),
            (
                list(Type::String),
                json!(["a"]),
                Place::Nullable,
                quote!(Vec::from(["a".into()])),
            ),
            (
                list(list(Type::Boolean)),
                json!([[true]]),
                Place::Argument,
                quote!([Vec::from([true])]),
            ),
            (
                map(named("Kind")),
                json!({}),
                Place::Argument,
                quote!([("main", Kind::Plain)]),
            ),
            (
                Type::Date,
                json!("2021-04-25"),
                Place::Argument,
                quote!("2021-04-25".parse()?),
            ),
            (
                named("Kind"),
                json!("odd"),
                Place::Argument,
                quote!(Kind::Odd),
            ),
            (
                named("Kind"),
                json!("new"),
                Place::Argument,
                quote!(Kind::Plain),
            ),
            (
                named("Person"),
                json!({}),
                Place::Argument,
                quote!(Person::new("Ada").age(36.0)),
            ),
        ] {
            assert_eq!(written(&value, example, place), Some(expected.to_string()));
        }
    }

    #[test]
    fn a_value_that_would_not_compile_is_left_out() {
        for (value, example, place) in [
            (Type::String, json!(5), Place::Argument),
            (Type::Secret, json!("a"), Place::Nullable),
            (Type::Uuid, json!("none"), Place::Argument),
            (
                Type::Integer(Integer::Unsigned64),
                json!(-1),
                Place::Argument,
            ),
            (
                Type::Integer(Integer::Signed32),
                json!(5_000_000_000_u64),
                Place::Argument,
            ),
            (
                Type::Integer(Integer::Signed64),
                json!(u64::MAX),
                Place::Argument,
            ),
            (
                Type::Integer(Integer::Signed64),
                json!(1.5),
                Place::Argument,
            ),
            (Type::Date, json!("2021-04-25"), Place::Nullable),
            (Type::Any, json!({}), Place::Argument),
            (list(Type::String), json!([]), Place::Argument),
            (list(Type::String), json!(["a", 5]), Place::Argument),
            (named("Gone"), json!({}), Place::Argument),
        ] {
            assert_eq!(
                written(&value, example.clone(), place),
                None,
                "{value:?} {example}"
            );
        }
    }

    #[test]
    fn objects_that_hold_ever_more_objects_come_to_an_end() {
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
                .value(&named("Person"), None, Place::Argument, 0)
                .is_none()
        );
    }
}
