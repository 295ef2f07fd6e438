//! Usage examples for operations, built from the examples in the document.

mod value_source;
mod values;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;
use syn::ext::IdentExt;

use self::value_source::ValueSource;
use self::values::{TargetType, Values};
use super::OperationCode;
use super::input::{InputKind, OperationInput, body, parameters};
use super::types::parsed;
use crate::ir::{Api, Operation, Output, Resource, Role, StreamFormat, Type};
use crate::names::{self, plural};

/// The maximum number of setters in an example.
const MAX_SETTERS: usize = 2;

/// Returns the lines of a code block, which rustdoc compiles.
pub(super) fn example(code: &OperationCode<'_>) -> Vec<String> {
    let (imports, statements) = call(code.api, code.resource, code.operation);
    let signature = format!(
        "# async fn example(client: {}::Client) -> Result<(), Box<dyn std::error::Error>> {{",
        names::library(&code.api.package)
    );
    let mut lines = ["# Examples", "```no_run"].map(str::to_owned).to_vec();
    if !imports.is_empty() {
        lines.extend(imports);
        lines.push(String::new());
    }
    lines.push(signature);
    lines.extend(statements);
    lines.extend(["# Ok(()) }", "```"].map(str::to_owned));
    lines
}

/// Returns the lines of the imports and statements of a call, with a client in the variable `client`.
pub(crate) fn call(
    api: &Api,
    resource: &Resource,
    operation: &Operation,
) -> (Vec<String>, Vec<String>) {
    let mut values = Values::new(api);
    let statements = statements(&mut values, resource, operation);
    let imports = formatted(imports(&values, api, operation));
    // The formatter accepts only items, so it gets a function. The lines of its body are indented.
    let function = formatted(quote!(async fn example() { #statements }));
    let body = function.iter().filter_map(|line| line.strip_prefix("    "));
    (imports, body.map(str::to_owned).collect())
}

fn imports(values: &Values<'_>, api: &Api, operation: &Operation) -> TokenStream {
    let library = parsed(&names::library(&api.package));
    let is_stream = matches!(operation.output, Output::Page { .. } | Output::Stream(_));
    let stream = is_stream.then(|| quote! { use futures_util::TryStreamExt; });
    let models = values.models.iter().map(|name| names::ident(name));
    let models = (!values.models.is_empty()).then(|| quote!(use #library::models::{#(#models),*};));
    let uuid = values
        .uses_uuid
        .then(|| quote! { use #library::uuid::uuid; });
    quote!(#stream #models #uuid)
}

fn statements(values: &mut Values<'_>, resource: &Resource, operation: &Operation) -> TokenStream {
    let accessors = names::accessors(&resource.path);
    let method = names::method(&operation.method);
    let inputs = parameters(operation).chain(body(operation));
    let arguments = inputs.filter(|input| input.is_argument);
    let arguments = arguments.map(|input| argument(values, &input));
    let arguments: Vec<TokenStream> = arguments.collect();
    let setters = setters(values, operation);
    let call = quote!(client.#(#accessors().)*#method(#(#arguments),*)#(#setters)*);
    let variable = match &operation.output {
        Output::Empty => return quote!(#call.send().await?;),
        Output::Stream(stream) => {
            let (items, item) = match stream.format {
                StreamFormat::Events => ("events", "event"),
                StreamFormat::JsonLines => ("values", "value"),
            };
            let stream = quote!(#call.send().await?);
            return stream_items(&names::ident(items), &names::ident(item), &stream);
        }
        Output::Page { item, .. } => {
            let item = variable(Some(item), "item");
            let plural = names::field_or_argument(&plural(&item.unraw().to_string()));
            // The plural of some nouns, such as `series`, is the singular.
            let items = match plural == item {
                true => names::ident("items"),
                false => plural,
            };
            return stream_items(&items, &item, &quote!(#call.stream()));
        }
        Output::Binary(_) => format_ident!("bytes"),
        Output::Text(_) => format_ident!("text"),
        Output::Undeclared { .. } => format_ident!("response"),
        output => variable(output.json_type(), "value"),
    };
    quote!(let #variable = #call.send().await?;)
}

/// Renders the statements that read all items of a stream.
fn stream_items(items: &Ident, item: &Ident, stream: &TokenStream) -> TokenStream {
    let format = format!("{{{item}:?}}");
    quote! {
        let mut #items = #stream;
        while let Some(#item) = #items.try_next().await? {
            println!(#format);
        }
    }
}

fn argument(values: &mut Values<'_>, input: &OperationInput<'_>) -> TokenStream {
    let example = input.annotations.example.as_ref();
    let target = match input.kind {
        InputKind::Parameter(parameter) if parameter.accepts_path_argument() => {
            let text = example.and_then(Value::as_str).unwrap_or(input.wire_name);
            return quote!(#text);
        }
        InputKind::Parameter(it) if it.role == Role::Selection => TargetType::IntoSelection,
        _ => TargetType::of_argument(input.nullable),
    };
    let value = values.required_value(input.wire_name, input.ty, example, target, 0);
    value.unwrap_or_else(|| values.todo(input.ty))
}

/// Renders setter calls for optional values with an example. Skips parameters that the client sets, and parameters with
/// brackets in their names, such as `page[size]`.
fn setters(values: &mut Values<'_>, operation: &Operation) -> Vec<TokenStream> {
    let mut optional = body(operation);
    optional.extend(parameters(operation));
    optional.retain(|input| {
        let is_shown = match input.kind {
            InputKind::Field(_) => true,
            InputKind::Parameter(it) => it.role != Role::Client && !it.name.contains('['),
            InputKind::Body => false,
        };
        is_shown && !input.is_argument && !input.annotations.deprecated
    });
    // References to other objects explain an operation best.
    optional.sort_by_key(|input| !is_reference(input.label));
    let setters = optional.iter().filter_map(|input| {
        let source = ValueSource::Example(input.annotations.example.as_ref());
        let value = values.value(input.ty, source, TargetType::of_argument(input.nullable), 0)?;
        let name = names::setter(input.label);
        Some(quote!(.#name(#value)))
    });
    setters.take(MAX_SETTERS).collect()
}

/// Whether a value is the identifier of another object.
fn is_reference(label: &str) -> bool {
    let name = names::field_or_argument(label).to_string();
    name.ends_with("_id") || name.ends_with("_ids")
}

fn variable(ty: Option<&Type>, default: &str) -> Ident {
    match ty {
        Some(Type::Named(name)) => names::field_or_argument(name),
        _ => names::field_or_argument(default),
    }
}

fn formatted(tokens: TokenStream) -> Vec<String> {
    let file = syn::parse2(tokens.clone());
    // Invalid Rust stays unformatted.
    let text = file.map_or_else(|_| tokens.to_string(), |file| prettyplease::unparse(&file));
    text.lines().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{EnumValue, Parameter, Shape, Style};
    use crate::lower::fixtures::{api, definition, operation, parameter, resource};

    #[test]
    fn example_of_a_list_streams_its_items() {
        let mut list = operation("ListPeople", "list");
        list.parameters = vec![
            parameter("room_id", Style::Simple, Type::String),
            parameter("page[number]", Style::FormExploded, Type::Number),
            Parameter {
                required: true,
                ..parameter("kind", Style::FormExploded, Type::Named("Kind".into()))
            },
        ];
        list.output = Output::Page {
            item: Type::Named("Person".into()),
            pagination: crate::ir::Pagination::standard("page[number]".into()),
        };
        let kind = definition("Kind", Shape::Enum(vec![EnumValue::new("plain")]));
        let api = api(Vec::new(), vec![kind]);
        let rooms = resource("rooms.people", Vec::new());
        let lines = example(&OperationCode {
            api: &api,
            resource: &rooms,
            operation: &list,
        });
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
