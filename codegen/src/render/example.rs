//! A usage example for each operation, made of the examples in the document.

use std::collections::BTreeSet;

use heck::ToSnakeCase;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;

use super::structure::{has_setter, is_argument as is_constructed, is_nullable};
use super::types::Catalog;
use crate::ir::{
    Api, Body, Field, Integer, Notes, Operation, Output, Parameter, Resource, Shape, Type,
    TypeDefinition,
};
use crate::names;

/// How many optional values an example sets.
const SETTERS: usize = 2;

/// How many values an example looks at; objects within objects could give ever more.
const LONGEST: usize = 500;

/// The lines of an example, as a code block for rustdoc to compile.
pub(super) fn example(
    api: &Api,
    resource: &Resource,
    operation: &Operation,
    catalog: &Catalog<'_>,
) -> Vec<String> {
    let package = format_ident!("{}", api.package.to_snake_case());
    let (imports, statements) = call(&package, resource, operation, catalog);
    let mut lines = ["# Examples", "", "```no_run"].map(str::to_owned).to_vec();
    if !imports.is_empty() {
        lines.extend(imports);
        lines.push(String::new());
    }
    lines.push(format!(
        "# async fn example(client: {package}::Client) -> Result<(), Box<dyn std::error::Error>> {{"
    ));
    lines.extend(statements);
    lines.extend(["# Ok(()) }", "```"].map(str::to_owned));
    lines
}

/// What a call of an operation by `client` needs to import, and the call itself, line by line.
pub(super) fn call(
    package: &Ident,
    resource: &Resource,
    operation: &Operation,
    catalog: &Catalog<'_>,
) -> (Vec<String>, Vec<String>) {
    let mut writer = Writer::new(catalog);
    let statements = writer.statements(resource, operation);
    let imports = writer.imports(package, operation);
    let imports = if imports.is_empty() {
        Vec::new()
    } else {
        formatted(&imports)
    };
    let statements = formatted(&quote!(async fn example() { #statements }));
    (imports, body_of(&statements))
}

struct Writer<'a> {
    catalog: &'a Catalog<'a>,
    models: BTreeSet<String>,
    uses_uuid: bool,
    /// How many more values are looked at.
    room: usize,
}

impl<'a> Writer<'a> {
    fn new(catalog: &'a Catalog<'a>) -> Self {
        Self {
            catalog,
            models: BTreeSet::new(),
            uses_uuid: false,
            room: LONGEST,
        }
    }

    /// The `use` items that the statements written so far need.
    fn imports(&self, package: &Ident, operation: &Operation) -> TokenStream {
        let stream = matches!(operation.output, Output::Page { .. }).then(|| {
            quote!(
                use futures_util::TryStreamExt;
            )
        });
        let models: Vec<Ident> = self.models.iter().map(|name| names::ident(name)).collect();
        let models = match models.as_slice() {
            [] => TokenStream::new(),
            [model] => quote!(use #package::models::#model;),
            models => quote!(use #package::models::{#(#models),*};),
        };
        let uuid = self.uses_uuid.then(|| {
            quote!(
                use uuid::uuid;
            )
        });
        quote!(#stream #models #uuid)
    }

    fn statements(&mut self, resource: &Resource, operation: &Operation) -> TokenStream {
        let steps = (1..=resource.path.len()).filter_map(|depth| resource.path.get(..depth));
        let steps = steps.map(names::accessor);
        let method = names::method(&operation.name);
        let arguments = self.arguments(operation);
        let setters = self.setters(operation);
        let call = quote!(client.#(#steps().)*#method(#(#arguments),*)#(#setters)*);
        match &operation.output {
            Output::Empty => quote!(#call.send().await?;),
            Output::Page { item, .. } => {
                let item = variable(item, "item");
                let items = resource
                    .path
                    .last()
                    .map_or_else(|| format_ident!("items"), |last| names::value(last));
                let items = if items == item {
                    format_ident!("items")
                } else {
                    items
                };
                let print = print(&item);
                quote! {
                    let mut #items = #call.stream();
                    while let Some(#item) = #items.try_next().await? {
                        #print
                    }
                }
            }
            Output::Binary(_) => quote!(let bytes = #call.send().await?;),
            Output::Text(_) => quote!(let text = #call.send().await?;),
            output => {
                let value = output
                    .value()
                    .map_or_else(|| format_ident!("value"), |value| variable(value, "value"));
                quote!(let #value = #call.send().await?;)
            }
        }
    }

    fn arguments(&mut self, operation: &Operation) -> Vec<TokenStream> {
        let path = operation.path_parameters.iter().map(|parameter| {
            let Parameter {
                name, value, notes, ..
            } = parameter;
            if !parameter.is_segment() {
                return self.value_or_placeholder(name, value, notes, Place::Argument);
            }
            let text = notes.example.as_ref().and_then(Value::as_str);
            let text = text.unwrap_or(name);
            quote!(#text)
        });
        let mut arguments: Vec<TokenStream> = path.collect();
        let query = operation.query_parameters.iter();
        for parameter in query.filter(|parameter| is_argument(parameter)) {
            let place = if parameter.is_selection {
                Place::Selection
            } else {
                Place::Argument
            };
            let Parameter {
                name, value, notes, ..
            } = parameter;
            arguments.push(self.value_or_placeholder(name, value, notes, place));
        }
        let (fields, whole) = match &operation.body {
            Some(Body::Fields(fields)) => (fields.as_slice(), None),
            Some(Body::Whole {
                value,
                required: true,
                notes,
            }) => (&[][..], Some((value, notes))),
            Some(Body::Whole { .. }) | None => (&[][..], None),
        };
        for field in fields.iter().filter(|field| field.required) {
            let place = Place::argument(field.nullable);
            let Field {
                name, value, notes, ..
            } = field;
            arguments.push(self.value_or_placeholder(name, value, notes, place));
        }
        if let Some((value, notes)) = whole {
            let name = names::WHOLE_BODY;
            arguments.push(self.value_or_placeholder(name, value, notes, Place::Argument));
        }
        arguments
    }

    fn setters(&mut self, operation: &Operation) -> Vec<TokenStream> {
        let fields: &[Field] = match &operation.body {
            Some(Body::Fields(fields)) => fields,
            _ => &[],
        };
        let fields = fields
            .iter()
            .filter(|field| !field.required)
            .map(|field| (&field.label, &field.value, &field.notes, field.nullable));
        let is_setter =
            |parameter: &&Parameter| !is_argument(parameter) && !parameter.name.contains('[');
        let parameters = operation.query_parameters.iter().filter(is_setter);
        let parameters = parameters
            .map(|parameter| (&parameter.label, &parameter.value, &parameter.notes, false));
        let setters = fields.chain(parameters);
        let setters = setters.filter_map(|(name, value, notes, nullable)| {
            let place = Place::argument(nullable);
            let value = self.value(value, notes.example.as_ref(), place, 0)?;
            let name = names::setter(name);
            Some(quote!(.#name(#value)))
        });
        setters.take(SETTERS).collect()
    }

    fn value_or_placeholder(
        &mut self,
        name: &str,
        value: &Type,
        notes: &Notes,
        place: Place,
    ) -> TokenStream {
        self.value(value, notes.example.as_ref(), place, 0)
            .unwrap_or_else(|| self.placeholder(name, value, place))
    }

    /// An expression that compiles where the document gives nothing to make one of.
    fn placeholder(&mut self, name: &str, value: &Type, place: Place) -> TokenStream {
        match (value, place) {
            (Type::Text, Place::Argument | Place::Nullable) | (Type::Secret, Place::Argument) => {
                quote!(#name)
            }
            (Type::Bytes | Type::File, _) => quote!(b"..."),
            (_, Place::Nullable) => quote!(None),
            (Type::List(item), Place::Argument) => {
                let item = match &**item {
                    Type::Text | Type::Secret => quote!(#name),
                    Type::File => quote!(b"..."),
                    _ => quote!(todo!()),
                };
                quote!([#item])
            }
            (Type::Map(item), Place::Argument) => {
                let item = match &**item {
                    Type::Named(_) => self.placeholder(name, item, Place::Inside),
                    // `todo!()` does not take its type from what is around a pair.
                    _ => quote!(Default::default()),
                };
                quote!([(#name, #item)])
            }
            // What is converted must have a type to be converted from.
            (Type::Named(type_name), _) => {
                self.models.insert(type_name.clone());
                let type_name = names::ident(type_name);
                quote!(todo!() as #type_name)
            }
            _ => quote!(todo!()),
        }
    }

    /// An expression for a value, if the document gives enough to make one.
    fn value(
        &mut self,
        value: &Type,
        example: Option<&Value>,
        place: Place,
        depth: usize,
    ) -> Option<TokenStream> {
        self.room = self.room.checked_sub(1)?;
        match value {
            Type::Text => text(example?, place),
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
            Type::List(item) => self.list(item, example?, place, depth),
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
            (Type::Text | Type::Secret, Place::Argument) => Place::Argument,
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

    fn named(&mut self, name: &str, example: Option<&Value>, depth: usize) -> Option<TokenStream> {
        let definition = self.catalog.get(name)?;
        let type_name = names::ident(name);
        let expression = match &definition.shape {
            Shape::Enum(values) => {
                let value = example
                    .and_then(Value::as_str)
                    .filter(|value| values.iter().any(|known| known == value));
                let variant = names::variant(value.or(values.first().map(String::as_str))?);
                quote!(#type_name::#variant)
            }
            Shape::Union { keywords, .. } => {
                let variant = names::variant(keywords.first()?);
                quote!(#type_name::#variant)
            }
            // Nobody sends it.
            Shape::Answers(_) => return None,
            // Types that contain one another would never end.
            Shape::Struct(_) if depth > 3 => return None,
            Shape::Struct(fields) => self.structure(definition, fields, depth)?,
        };
        self.models.insert(name.to_owned());
        Some(expression)
    }

    fn structure(
        &mut self,
        definition: &TypeDefinition,
        fields: &[Field],
        depth: usize,
    ) -> Option<TokenStream> {
        let (optional, required): (Vec<&Field>, Vec<&Field>) = fields
            .iter()
            .filter(|field| has_setter(definition, field) || is_constructed(definition, field))
            .partition(|field| has_setter(definition, field));
        let mut value = |field: &Field| {
            let place = Place::argument(is_nullable(definition, field));
            self.value(&field.value, field.notes.example.as_ref(), place, depth + 1)
        };
        let arguments: Option<Vec<_>> = required.into_iter().map(&mut value).collect();
        let arguments = arguments?;
        let setter = optional.into_iter().find_map(|field| {
            let value = value(field)?;
            let name = names::model_setter(&field.label);
            Some(quote!(.#name(#value)))
        });
        let name = names::ident(&definition.name);
        Some(quote!(#name::new(#(#arguments),*)#setter))
    }
}

/// Where an expression stands, and so what is made of it.
#[derive(Clone, Copy, PartialEq)]
enum Place {
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
    fn argument(nullable: bool) -> Self {
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

fn whole_number(integer: Integer, example: &Value) -> Option<TokenStream> {
    let is_negative = example.as_i64().is_some_and(|number| number < 0);
    let size = example
        .as_u64()
        .or(example.as_i64().map(i64::unsigned_abs))?;
    let fits = match integer {
        Integer::Signed32 => example
            .as_i64()
            .is_some_and(|number| i32::try_from(number).is_ok()),
        Integer::Unsigned32 => !is_negative && u32::try_from(size).is_ok(),
        Integer::Signed64 => example.is_i64(),
        Integer::Unsigned64 => !is_negative,
    };
    let literal = Literal::u64_unsuffixed(size);
    fits.then(|| signed(is_negative, &literal))
}

fn number(example: &Value) -> Option<TokenStream> {
    let number = example.as_f64().filter(|number| number.is_finite())?;
    let literal = Literal::f64_unsuffixed(number.abs());
    Some(signed(number < 0.0, &literal))
}

fn signed(is_negative: bool, literal: &Literal) -> TokenStream {
    if is_negative {
        quote!(-#literal)
    } else {
        quote!(#literal)
    }
}

/// Whether the text is a UUID as they are usually written; of another one, the example would not compile.
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Whether the parameter is given when the request is begun, not set afterwards.
pub(super) fn is_argument(parameter: &Parameter) -> bool {
    parameter.required || parameter.is_selection
}

fn variable(value: &Type, otherwise: &str) -> Ident {
    match value {
        Type::Named(name) => names::value(name),
        _ => names::value(otherwise),
    }
}

fn print(variable: &Ident) -> TokenStream {
    let format = format!("{{{variable}:?}}");
    quote!(println!(#format);)
}

fn formatted(tokens: &TokenStream) -> Vec<String> {
    match syn::parse2(tokens.clone()) {
        Ok(file) => prettyplease::unparse(&file)
            .lines()
            .map(str::to_owned)
            .collect(),
        // The same tokens stand in no emitted item; as they are, they can be read as well.
        Err(_) => vec![tokens.to_string()],
    }
}

/// The lines between the braces of a function, brought to the margin.
fn body_of(function: &[String]) -> Vec<String> {
    let lines = function
        .iter()
        .skip(1)
        .take(function.len().saturating_sub(2));
    lines
        .map(|line| line.strip_prefix("    ").unwrap_or(line).to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::fixtures::{api, assert_tokens, definition, field, operation, parameter, resource};
    use crate::ir::Style;

    fn list(item: Type) -> Type {
        Type::List(Box::new(item))
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
            ..shown("name", Type::Text, json!("Ada"))
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
        let kind = definition("Kind", Shape::Enum(vec!["plain".into(), "odd".into()]));
        api(Vec::new(), vec![kind, person])
    }

    fn shown(name: &str, value: Type, example: Value) -> Field {
        let mut field = field(name, value);
        field.notes.example = Some(example);
        field
    }

    fn written(value: &Type, example: Value, place: Place) -> Option<String> {
        let api = sample();
        let catalog = Catalog::of(&api);
        let tokens = Writer::new(&catalog).value(value, Some(&example), place, 0)?;
        Some(tokens.to_string())
    }

    #[test]
    fn a_value_is_written_as_its_place_takes_it() {
        let integer = Type::Integer(Integer::Signed64);
        let text = json!("a");
        for (value, example, place, expected) in [
            (Type::Text, text.clone(), Place::Argument, quote!("a")),
            (Type::Text, text.clone(), Place::Nullable, quote!("a")),
            (Type::Text, text.clone(), Place::Inside, quote!("a".into())),
            (integer, json!(-7), Place::Argument, quote!(-7)),
            (Type::Number, json!(-7), Place::Argument, quote!(-7.0)),
            (
                list(Type::Text),
                json!(["a"]),
                Place::Argument,
                quote!(["a"]),
            ),
            (
                list(Type::Text),
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
            (Type::Text, json!(5), Place::Argument),
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
            (list(Type::Text), json!([]), Place::Argument),
            (list(Type::Text), json!(["a", 5]), Place::Argument),
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
    fn a_placeholder_stands_for_what_is_required() {
        let api = sample();
        let catalog = Catalog::of(&api);
        for (value, place, expected) in [
            (Type::Text, Place::Argument, quote!("a")),
            (Type::Uuid, Place::Nullable, quote!(None)),
            (Type::Uuid, Place::Argument, quote!(todo!())),
            (list(Type::Text), Place::Argument, quote!(["a"])),
            (list(Type::Any), Place::Argument, quote!([todo!()])),
            (
                map(Type::Any),
                Place::Argument,
                quote!([("a", Default::default())]),
            ),
            (named("Person"), Place::Selection, quote!(todo!() as Person)),
        ] {
            assert_tokens(
                Writer::new(&catalog).placeholder("a", &value, place),
                expected,
            );
        }
    }

    #[test]
    fn an_example_shows_a_whole_call() {
        let mut list = operation("ListPeople", "list");
        list.path_parameters = vec![parameter("room_id", Style::Simple, Type::Text)];
        list.query_parameters = vec![
            parameter("page[number]", Style::FormExploded, Type::Number),
            Parameter {
                required: true,
                ..parameter("kind", Style::FormExploded, named("Kind"))
            },
        ];
        list.output = Output::Page {
            item: named("Person"),
            number_parameter: "page[number]".into(),
        };
        let api = sample();
        let rooms = resource("rooms.people", Vec::new());
        let lines = example(&api, &rooms, &list, &Catalog::of(&api));
        assert_eq!(
            lines.join("\n"),
            "\
# Examples

```no_run
use futures_util::TryStreamExt;
use telnyx_video::models::Kind;

# async fn example(client: telnyx_video::Client) -> Result<(), Box<dyn std::error::Error>> {
let mut people = client.rooms().people().list(\"room_id\", Kind::Plain).stream();
while let Some(person) = people.try_next().await? {
    println!(\"{person:?}\");
}
# Ok(()) }
```"
        );
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
        let mut writer = Writer::new(&catalog);
        assert!(
            writer
                .value(&named("Person"), None, Place::Argument, 0)
                .is_none()
        );
    }
}
