//! Usage examples for operations, built from the examples in the document.

mod literal;
mod placeholder;
mod values;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;
use syn::ext::IdentExt;

use self::values::{Position, Values};
use super::root::path_tokens;
use super::types::Catalog;
use crate::ir::{Body, Field, Operation, Output, Parameter, Resource, Type};
use crate::names::{self, plural};

/// The number of optional values that an example sets.
const SETTERS: usize = 2;

/// Returns an example as the lines of a code block that rustdoc compiles.
pub(super) fn example(
    library: &str,
    resource: &Resource,
    operation: &Operation,
    catalog: &Catalog<'_>,
) -> Vec<String> {
    let (imports, statements) = call(library, resource, operation, catalog);
    let mut lines = ["# Examples", "```no_run"].map(str::to_owned).to_vec();
    if !imports.is_empty() {
        lines.extend(imports);
        lines.push(String::new());
    }
    lines.push(format!(
        "# async fn example(client: {library}::Client) -> Result<(), Box<dyn std::error::Error>> {{"
    ));
    lines.extend(statements);
    lines.extend(["# Ok(()) }", "```"].map(str::to_owned));
    lines
}

/// Returns the imports and the statements of a call, line by line.
pub(super) fn call(
    library: &str,
    resource: &Resource,
    operation: &Operation,
    catalog: &Catalog<'_>,
) -> (Vec<String>, Vec<String>) {
    let mut writer = Writer {
        values: Values::new(catalog),
    };
    let statements = writer.statements(resource, operation);
    let imports = writer.imports(&path_tokens(library), operation);
    let imports = if imports.is_empty() {
        Vec::new()
    } else {
        formatted(&imports)
    };
    let statements = formatted(&quote!(async fn example() { #statements }));
    (imports, body_of(&statements))
}

struct Writer<'a> {
    values: Values<'a>,
}

impl Writer<'_> {
    /// Returns the `use` items for the statements written so far.
    fn imports(&self, library: &TokenStream, operation: &Operation) -> TokenStream {
        let stream = matches!(operation.output, Output::Page { .. }).then(|| {
            quote!(
                use futures_util::TryStreamExt;
            )
        });
        let models: Vec<Ident> = self
            .values
            .models
            .iter()
            .map(|name| names::ident(name))
            .collect();
        let models = match models.as_slice() {
            [] => TokenStream::new(),
            [model] => quote!(use #library::models::#model;),
            models => quote!(use #library::models::{#(#models),*};),
        };
        let uuid = self.values.uses_uuid.then(|| {
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
                let items = names::field_or_argument(&plural(&item.unraw().to_string()));
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
                name,
                value,
                annotations,
                ..
            } = parameter;
            if !parameter.is_segment() {
                return self
                    .values
                    .required(name, value, annotations, Position::Argument);
            }
            let text = annotations.example.as_ref().and_then(Value::as_str);
            let text = text.unwrap_or(name);
            quote!(#text)
        });
        let mut arguments: Vec<TokenStream> = path.collect();
        let query = operation.other_parameters.iter();
        for parameter in query.filter(|parameter| parameter.is_argument()) {
            let position = if parameter.is_selection {
                Position::Selection
            } else {
                Position::Argument
            };
            let Parameter {
                name,
                value,
                annotations,
                ..
            } = parameter;
            arguments.push(self.values.required(name, value, annotations, position));
        }
        let (fields, whole) = match &operation.body {
            Some(Body::Fields(fields)) => (fields.as_slice(), None),
            Some(Body::Value {
                value,
                required: true,
                annotations,
            }) => (&[][..], Some((value, annotations))),
            Some(Body::Value { .. }) | None => (&[][..], None),
        };
        for field in fields.iter().filter(|field| field.required) {
            let position = Position::argument(field.nullable);
            let Field {
                name,
                value,
                annotations,
                ..
            } = field;
            arguments.push(self.values.required(name, value, annotations, position));
        }
        if let Some((value, annotations)) = whole {
            let name = names::WHOLE_BODY;
            arguments.push(
                self.values
                    .required(name, value, annotations, Position::Argument),
            );
        }
        arguments
    }

    fn setters(&mut self, operation: &Operation) -> Vec<TokenStream> {
        let fields: &[Field] = match &operation.body {
            Some(Body::Fields(fields)) => fields,
            _ => &[],
        };
        let fields = fields.iter().filter(|field| !field.required).map(|field| {
            (
                &field.label,
                &field.value,
                &field.annotations,
                field.nullable,
            )
        });
        let parameters = operation
            .other_parameters
            .iter()
            .filter(|parameter| !parameter.is_argument() && !parameter.name.contains('['))
            .map(|parameter| {
                let Parameter {
                    label,
                    value,
                    annotations,
                    ..
                } = parameter;
                (label, value, annotations, false)
            });
        let mut optional: Vec<_> = fields
            .chain(parameters)
            .filter(|(_, _, annotations, _)| !annotations.deprecated)
            .collect();
        // The object of an operation is more instructive than its options.
        optional.sort_by_key(|(label, ..)| !is_reference(label));
        let setters = optional
            .into_iter()
            .filter_map(|(label, value, annotations, nullable)| {
                let position = Position::argument(nullable);
                let value = self
                    .values
                    .value(value, annotations.example.as_ref(), position, 0)?;
                let name = names::setter(label);
                Some(quote!(.#name(#value)))
            });
        setters.take(SETTERS).collect()
    }
}

/// Whether a value refers to another object by its identifier.
fn is_reference(label: &str) -> bool {
    let name = names::field_or_argument(label).to_string();
    name.ends_with("_id") || name.ends_with("_ids")
}

fn variable(value: &Type, default: &str) -> Ident {
    match value {
        Type::Named(name) => names::field_or_argument(name),
        _ => names::field_or_argument(default),
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
        // The example is unformatted then, but complete.
        Err(_) => vec![tokens.to_string()],
    }
}

/// Returns the lines of a function body without their indentation.
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
    use super::*;
    use crate::ir::{EnumValue, Shape, Style};
    use crate::lower::fixtures::{api, definition, operation, parameter, resource};

    #[test]
    fn example_of_a_list_streams_its_items() {
        let mut list = operation("ListPeople", "list");
        list.path_parameters = vec![parameter("room_id", Style::Simple, Type::String)];
        list.other_parameters = vec![
            parameter("page[number]", Style::FormExploded, Type::Number),
            Parameter {
                required: true,
                ..parameter("kind", Style::FormExploded, Type::Named("Kind".into()))
            },
        ];
        list.output = Output::Page {
            item: Type::Named("Person".into()),
            number_parameter: "page[number]".into(),
        };
        let kind = definition("Kind", Shape::Enum(vec![EnumValue::new("plain")]));
        let api = api(Vec::new(), vec![kind]);
        let rooms = resource("rooms.people", Vec::new());
        let lines = example("telnyx_video", &rooms, &list, &Catalog::of(&api));
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
}
