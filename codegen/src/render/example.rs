//! A usage example for each operation, made of the examples in the document.

use std::collections::BTreeSet;

use heck::ToSnakeCase;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;

use super::types::Catalog;
use crate::ir::{Api, Body, Field, Notes, Operation, Output, Parameter, Resource, Shape, Type};
use crate::names;

/// How many optional values an example sets.
const SETTERS: usize = 2;

/// The lines of an example, as a code block for rustdoc to compile.
pub(super) fn example(
    api: &Api,
    resource: &Resource,
    operation: &Operation,
    catalog: &Catalog<'_>,
) -> Vec<String> {
    let mut writer = Writer {
        catalog,
        models: BTreeSet::new(),
        uses_uuid: false,
    };
    let package = format_ident!("{}", api.package.to_snake_case());
    let statements = writer.statements(resource, operation);
    let mut imports = Vec::new();
    if matches!(operation.output, Output::Page { .. }) {
        imports.push(quote!(
            use futures_util::TryStreamExt;
        ));
    }
    let models: Vec<_> = writer
        .models
        .iter()
        .map(|name| format_ident!("{name}"))
        .collect();
    match models.as_slice() {
        [] => {}
        [model] => imports.push(quote!(use #package::models::#model;)),
        models => imports.push(quote!(use #package::models::{#(#models),*};)),
    }
    if writer.uses_uuid {
        imports.push(quote!(
            use uuid::uuid;
        ));
    }
    let opening = format!(
        "# async fn example(client: {package}::Client) -> Result<(), Box<dyn std::error::Error>> {{"
    );
    let mut lines = vec![
        "# Examples".to_owned(),
        String::new(),
        "```no_run".to_owned(),
    ];
    if !imports.is_empty() {
        lines.extend(formatted(&quote!(#(#imports)*)));
        lines.push(String::new());
    }
    lines.push(opening);
    lines.extend(body_of(&formatted(
        &quote!(async fn example() { #statements }),
    )));
    lines.extend(["# Ok(()) }", "```"].map(str::to_owned));
    lines
}

struct Writer<'a> {
    catalog: &'a Catalog<'a>,
    models: BTreeSet<String>,
    uses_uuid: bool,
}

impl Writer<'_> {
    fn statements(&mut self, resource: &Resource, operation: &Operation) -> TokenStream {
        let steps = resource.path.iter().map(|step| names::value(step));
        let method = names::value(&operation.name);
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
            Output::Whole(value) | Output::Enveloped(value) => {
                let value = variable(value, "value");
                quote!(let #value = #call.send().await?;)
            }
        }
    }

    fn arguments(&mut self, operation: &Operation) -> Vec<TokenStream> {
        let path = operation.path_parameters.iter().map(|parameter| {
            let value = parameter
                .notes
                .example
                .as_ref()
                .and_then(Value::as_str)
                .unwrap_or(&parameter.name);
            quote!(#value)
        });
        let mut arguments: Vec<TokenStream> = path.collect();
        for parameter in operation
            .query_parameters
            .iter()
            .filter(|parameter| is_argument(parameter))
        {
            arguments.push(self.value_or_placeholder(&parameter.value, &parameter.notes));
        }
        match &operation.body {
            Some(Body::Fields(fields)) => {
                for field in fields.iter().filter(|field| field.required) {
                    arguments.push(self.value_or_placeholder(&field.value, &field.notes));
                }
            }
            Some(Body::Whole { value, notes }) => {
                arguments.push(self.value_or_placeholder(value, notes))
            }
            None => {}
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
            .map(|field| (&field.name, &field.value, &field.notes));
        let is_setter =
            |parameter: &&Parameter| !is_argument(parameter) && !parameter.name.contains('[');
        let parameters = operation.query_parameters.iter().filter(is_setter);
        let parameters =
            parameters.map(|parameter| (&parameter.name, &parameter.value, &parameter.notes));
        let mut setters = Vec::new();
        for (name, value, notes) in fields.chain(parameters) {
            if setters.len() == SETTERS {
                break;
            }
            if let Some(value) = self.value(value, notes.example.as_ref(), 0) {
                let name = names::setter(name);
                setters.push(quote!(.#name(#value)));
            }
        }
        setters
    }

    fn value_or_placeholder(&mut self, value: &Type, notes: &Notes) -> TokenStream {
        self.value(value, notes.example.as_ref(), 0)
            .unwrap_or_else(|| quote!(todo!()))
    }

    /// An expression for a value, if the document gives enough to make one.
    fn value(
        &mut self,
        value: &Type,
        example: Option<&Value>,
        depth: usize,
    ) -> Option<TokenStream> {
        match value {
            Type::Text | Type::Secret => {
                let text = example?.as_str()?;
                Some(quote!(#text))
            }
            Type::Boolean => {
                let flag = example?.as_bool()?;
                Some(quote!(#flag))
            }
            Type::Integer(_) => {
                let number = Literal::i64_unsuffixed(example?.as_i64()?.checked_abs()?);
                Some(if example?.as_i64()? < 0 {
                    quote!(-#number)
                } else {
                    quote!(#number)
                })
            }
            Type::Number => {
                let number = example?.as_f64().filter(|number| number.is_finite())?;
                let literal = Literal::f64_unsuffixed(number.abs());
                Some(if number < 0.0 {
                    quote!(-#literal)
                } else {
                    quote!(#literal)
                })
            }
            Type::Uuid => {
                let text = example?.as_str()?;
                self.uses_uuid = true;
                Some(quote!(uuid!(#text)))
            }
            Type::Date | Type::DateTime => {
                let text = example?.as_str()?;
                Some(quote!(#text.parse()?))
            }
            Type::Any => None,
            Type::List(item) => {
                let items = example?.as_array()?;
                let items: Option<Vec<_>> = items
                    .iter()
                    .map(|example| self.value(item, Some(example), depth))
                    .collect();
                items.map(|items| quote!([#(#items),*]))
            }
            Type::Map(item) => {
                let item = self.value(item, None, depth)?;
                Some(quote!([("main", #item)]))
            }
            Type::Named(name) => self.named(name, example, depth),
        }
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
            // Types that contain one another would never end.
            Shape::Struct(_) if depth > 3 => return None,
            Shape::Struct(fields) => self.structure(name, fields, depth)?,
        };
        self.models.insert(name.to_owned());
        Some(expression)
    }

    fn structure(&mut self, name: &str, fields: &[Field], depth: usize) -> Option<TokenStream> {
        let mut required = Vec::new();
        for field in fields.iter().filter(|field| field.required) {
            required.push(self.value(&field.value, field.notes.example.as_ref(), depth + 1)?);
        }
        let setter = fields
            .iter()
            .filter(|field| !field.required)
            .find_map(|field| {
                let value = self.value(&field.value, field.notes.example.as_ref(), depth + 1)?;
                let name = names::model_setter(&field.name);
                Some(quote!(.#name(#value)))
            });
        let name = names::ident(name);
        Some(quote!(#name::new(#(#required),*)#setter))
    }
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
