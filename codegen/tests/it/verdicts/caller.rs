//! Writes a caller: code that uses every item of an SDK.
//!
//! It determines types and arguments from the IR without the functions of `render`, so that an error there is found.

use std::collections::HashMap;
use std::fmt::{Display, Write};

use codegen::ir::{
    Access, Api, Body, Field, Integer, ItemStream, Operation, Output, Parameter, Resource, Role,
    Shape, StreamFormat, Type, TypeDefinition,
};
use codegen::names;

/// Returns code that uses every item of the SDK at the path `sdk`.
pub(crate) fn caller(api: &Api, sdk: &str) -> String {
    let types = api.types.iter();
    let writer = Writer {
        types: types
            .map(|definition| (definition.name.as_str(), definition))
            .collect(),
    };
    let mut text = format!(
        "use {sdk} as sdk;\nuse sdk::{{models, resources, serde_json, Nullable, Selection}};\nuse std::collections::BTreeMap;\nfn any<T>() -> T {{ unimplemented!() }}\nfn reads<T: serde::de::DeserializeOwned>() {{}}\nfn is_key<T: Eq + std::hash::Hash>() {{}}\n"
    );
    for definition in &api.types {
        text.push_str(&writer.model(definition));
    }
    for resource in &api.resources {
        text.push_str(&writer.resource(resource));
    }
    text
}

/// Expressions that can be passed for the same value. They have different types.
type Expressions = Vec<String>;

struct Writer<'a> {
    types: HashMap<&'a str, &'a TypeDefinition>,
}

impl Writer<'_> {
    fn model(&self, definition: &TypeDefinition) -> String {
        let name = names::ident(&definition.name);
        let arm = |variant: &dyn Display, value: Option<String>| match value {
            Some(value) => {
                format!("models::{name}::{variant}(value) => {{ let _: {value} = value; }}\n")
            }
            None => format!("models::{name}::{variant} => {{}}\n"),
        };
        let mut arms = String::new();
        let mut text = String::new();
        match &definition.shape {
            Shape::Struct(fields) => text = self.structure(definition, fields),
            Shape::Enum(values) => {
                arms.extend(
                    values
                        .iter()
                        .map(|value| arm(&names::variant(&value.label), None)),
                );
                arms.push_str(&arm(&"Unknown", Some("String".to_owned())));
                let _ = writeln!(
                    text,
                    "let text: &str = value.as_str();\nlet _ = models::{name}::from(text);\nreads::<models::{name}>();"
                );
            }
            Shape::IntegerEnum(values) => {
                let names = values.iter().map(|value| names::variant(&value.label));
                arms.extend(names.map(|variant| arm(&variant, None)));
                arms.push_str(&arm(&"Unknown", Some("i64".to_owned())));
                let _ = writeln!(
                    text,
                    "let number: i64 = value.value();\nlet _ = models::{name}::from(number);\nreads::<models::{name}>();"
                );
            }
            Shape::Responses(answers) => arms.extend(answers.iter().map(|answer| {
                let value = Some(result_type(&answer.output)).filter(|value| value != "()");
                arm(&names::variant(&answer.name), value)
            })),
            Shape::Union {
                discriminator: tag,
                enum_values,
                variants,
            } => {
                arms.extend(
                    enum_values
                        .iter()
                        .map(|word| arm(&names::variant(&word.label), None)),
                );
                for variant in variants {
                    let ty = rust_type(&variant.ty);
                    if definition.in_requests {
                        let _ = writeln!(text, "let _ = models::{name}::from(any::<{ty}>());");
                    }
                    arms.push_str(&arm(&names::variant(&variant.name), Some(ty)));
                }
                let unknown = match tag {
                    Some(_) => "sdk::UnknownValue",
                    None => "serde_json::Value",
                };
                arms.push_str(&arm(&"Unknown", Some(unknown.to_owned())));
                if definition.is_deserialized {
                    let _ = writeln!(text, "reads::<models::{name}>();");
                }
                if let Some(tag) = tag {
                    let _ = writeln!(
                        text,
                        "let _: Option<&str> = value.{}();",
                        names::field_or_argument(tag)
                    );
                }
            }
        }
        if !definition.contains_floats {
            let _ = writeln!(text, "is_key::<models::{name}>();");
        }
        if !arms.is_empty() {
            let _ = writeln!(text, "match value {{\n{arms}_ => {{}}\n}}");
        }
        format!(
            "fn use_{}(value: models::{name}) {{\n{text}}}\n",
            names::module(&definition.name)
        )
    }

    fn structure(&self, definition: &TypeDefinition, fields: &[Field]) -> String {
        let name = names::ident(&definition.name);
        let mut text = String::new();
        if definition.is_deserialized {
            let _ = writeln!(text, "reads::<models::{name}>();");
        }
        for field in fields {
            let field_name = names::field_or_argument(&field.label);
            let _ = writeln!(
                text,
                "let _: &{} = &value.{field_name};",
                field_type(definition, field)
            );
        }
        if !definition.in_requests {
            return text;
        }
        let (required, optional): (Vec<&Field>, Vec<&Field>) = fields
            .iter()
            .partition(|field| !is_optional(definition, field));
        let expressions = |field: &Field| self.expressions(&field.ty, field.nullable);
        let arguments: Vec<Expressions> = required.iter().map(|it| expressions(it)).collect();
        for arguments in calls(&arguments) {
            let _ = writeln!(text, "let made = models::{name}::new({arguments});");
        }
        // The server rejects or ignores a read-only property in requests.
        for field in optional
            .into_iter()
            .filter(|it| it.access != Access::ReadOnly)
        {
            for expression in expressions(field) {
                let setter = names::model_method(&field.label);
                let _ = writeln!(
                    text,
                    "let made: models::{name} = made.{setter}({expression});"
                );
            }
        }
        if required.is_empty() {
            let _ = writeln!(text, "let _ = models::{name}::default();");
        }
        text
    }

    fn resource(&self, resource: &Resource) -> String {
        let steps = (1..=resource.path.len()).map(|depth| &resource.path[..depth]);
        let steps = steps.map(|path| format!(".{}()", names::accessor(path)));
        let accessors = format!("client{}", steps.collect::<String>());
        let type_name = names::resource_type(&resource.path);
        let mut text = format!(
            "fn access_{}(client: &sdk::Client) {{ let _: resources::{type_name} = {accessors}; }}\n",
            names::resource_module(&resource.path)
        );
        for operation in &resource.operations {
            text.push_str(&self.operation(&accessors, operation));
        }
        text
    }

    fn operation(&self, accessors: &str, operation: &Operation) -> String {
        let mut text = String::new();
        let (method, request) = (
            names::method(&operation.method),
            names::builder_type(&operation.builder),
        );
        let (arguments, setters) = self.inputs(operation);
        for arguments in calls(&arguments) {
            let _ = writeln!(
                text,
                "let call: resources::{request} = {accessors}.{method}({arguments});"
            );
        }
        for (setter, expressions) in setters {
            for expression in expressions {
                let _ = writeln!(text, "let call = call.{setter}({expression});");
            }
        }
        let value = result_type(&operation.output);
        let _ = writeln!(text, "let _: {value} = call.clone().send().await?;");
        if !matches!(operation.output, Output::Stream(_)) {
            let _ = writeln!(
                text,
                "let _: sdk::Response<{value}> = call.clone().send_with_response().await?;"
            );
        }
        if let Some(alternative) = &operation.stream {
            let stream = stream_type(&alternative.stream);
            let _ = writeln!(text, "let _: {stream} = call.clone().send_stream().await?;");
        }
        if let Output::Page { item, .. } = &operation.output {
            let item = rust_type(item);
            let _ = writeln!(text, "let _: sdk::Pages<{item}> = call.clone().pages();");
            let _ = writeln!(text, "let _: sdk::Items<{item}> = call.clone().stream();");
        }
        format!(
            "async fn call_{}(client: &sdk::Client) -> Result<(), sdk::Error> {{\n{text}Ok(())\n}}\n",
            names::module(&operation.id)
        )
    }

    /// Returns the expressions for each argument of an operation, and for each setter.
    fn inputs(&self, operation: &Operation) -> (Vec<Expressions>, Vec<(String, Expressions)>) {
        let (mut arguments, mut setters) = (Vec::new(), Vec::new());
        for parameter in &operation.parameters {
            let expressions = self.parameter(parameter);
            if parameter.is_argument() {
                arguments.push(expressions);
            } else {
                setters.push((names::setter(&parameter.name).to_string(), expressions));
            }
        }
        match &operation.body {
            Some(Body::Fields(fields)) => {
                for field in fields {
                    let expressions = self.expressions(&field.ty, field.nullable);
                    if field.required {
                        arguments.push(expressions);
                    } else {
                        setters.push((names::setter(&field.label).to_string(), expressions));
                    }
                }
            }
            Some(Body::Value {
                ty, required: true, ..
            }) => arguments.push(self.expressions(ty, false)),
            Some(Body::Value { ty, .. }) => {
                setters.push((names::WHOLE_BODY.to_owned(), self.expressions(ty, false)));
            }
            None => {}
        }
        (arguments, setters)
    }

    fn parameter(&self, parameter: &Parameter) -> Expressions {
        if parameter.accepts_path_argument() {
            return [
                "\"x\"",
                "any::<String>()",
                "any::<&String>()",
                "any::<sdk::uuid::Uuid>()",
                "7",
            ]
            .map(str::to_owned)
            .to_vec();
        }
        let mut expressions = self.expressions(&parameter.ty, false);
        if parameter.role == Role::Selection {
            let filter = rust_type(&parameter.ty);
            expressions.push(format!("Selection::<{filter}>::Everything"));
        }
        expressions
    }

    fn expressions(&self, value: &Type, nullable: bool) -> Expressions {
        let type_name = rust_type(value);
        let any = |type_name: &str| format!("any::<{type_name}>()");
        let mut expressions = vec![any(&type_name)];
        if nullable {
            expressions.push(any(&format!("Option<{type_name}>")));
            expressions.push(any(&format!("Nullable<{type_name}>")));
            return expressions;
        }
        match value {
            Type::String => expressions.extend(["\"x\"".to_owned(), any("&String")]),
            Type::Secret => expressions.extend(["\"x\"".to_owned(), any("String")]),
            Type::Integer(_) => expressions.push("7".to_owned()),
            Type::Number => expressions.push("0.5".to_owned()),
            Type::Array(item) if **item == Type::String => expressions.push("[\"x\"]".to_owned()),
            Type::Array(item) => expressions.push(any(&format!("[{}; 2]", rust_type(item)))),
            Type::Map(value) => {
                expressions.push(any(&format!("[(&str, {}); 2]", rust_type(value))))
            }
            Type::Named(name) => match self.types.get(name.as_str()).map(|named| &named.shape) {
                Some(Shape::Enum(_)) => expressions.extend(["\"x\"".to_owned(), any("String")]),
                Some(Shape::Union { variants, .. }) => {
                    expressions.extend(variants.iter().map(|variant| any(&rust_type(&variant.ty))));
                }
                _ => {}
            },
            _ => {}
        }
        expressions
    }
}

/// Returns the arguments of as many calls as are needed to use each expression for each argument.
fn calls(arguments: &[Expressions]) -> Vec<String> {
    let count = arguments.iter().map(Vec::len).max().unwrap_or(1);
    let calls = (0..count).map(|call| {
        let arguments = arguments
            .iter()
            .map(|expressions| expressions[call % expressions.len()].as_str());
        arguments.collect::<Vec<_>>().join(", ")
    });
    calls.collect()
}

/// Whether a field has a setter and isn't an argument of `new`.
fn is_optional(definition: &TypeDefinition, field: &Field) -> bool {
    !field.required || (field.nullable && !definition.in_requests)
}

/// Returns the type of a field. Null differs from absence only in requests.
fn field_type(definition: &TypeDefinition, field: &Field) -> String {
    let mut field_type = rust_type(&field.ty);
    if field.is_additional_properties {
        return field_type;
    }
    if field.recursive {
        field_type = format!("Box<{field_type}>");
    }
    if field.nullable && definition.in_requests {
        let is_never_missing = field.required && definition.in_responses;
        let null = if is_never_missing {
            "Option"
        } else {
            "Nullable"
        };
        field_type = format!("{null}<{field_type}>");
    }
    if is_optional(definition, field) {
        field_type = format!("Option<{field_type}>");
    }
    field_type
}

/// Returns the type that `send` returns.
fn result_type(output: &Output) -> String {
    match output {
        Output::Empty => "()".to_owned(),
        Output::Binary(_) => "Vec<u8>".to_owned(),
        Output::Text(_) => "String".to_owned(),
        Output::Undeclared { .. } => "sdk::Response<Vec<u8>>".to_owned(),
        Output::Json(ty) | Output::Enveloped(ty) | Output::ByStatus { ty, .. } => rust_type(ty),
        Output::Page { item, .. } => format!("sdk::Page<{}>", rust_type(item)),
        Output::Optional(output) => format!("Option<{}>", result_type(output)),
        Output::Stream(stream) => stream_type(stream),
    }
}

/// Returns the type of a stream.
fn stream_type(stream: &ItemStream) -> String {
    let item = stream.item.as_ref().map_or("String".to_owned(), rust_type);
    match stream.format {
        StreamFormat::Events => format!("models::EventStream<{item}>"),
        StreamFormat::JsonLines => format!("models::JsonLines<{item}>"),
    }
}

fn rust_type(value: &Type) -> String {
    match value {
        Type::String => "String".to_owned(),
        Type::Secret => "sdk::Secret".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Integer(Integer::Int32) => "i32".to_owned(),
        Type::Integer(Integer::Int64) => "i64".to_owned(),
        Type::Integer(Integer::Uint64) => "u64".to_owned(),
        Type::Number => "f64".to_owned(),
        Type::Uuid => "sdk::uuid::Uuid".to_owned(),
        Type::Date => "sdk::chrono::NaiveDate".to_owned(),
        Type::DateTime => "sdk::chrono::DateTime<sdk::chrono::Utc>".to_owned(),
        Type::Any => "serde_json::Value".to_owned(),
        Type::Bytes => "models::ByteSource".to_owned(),
        Type::File => "models::FilePart".to_owned(),
        Type::Array(item) => format!("Vec<{}>", rust_type(item)),
        Type::Map(value) => format!("BTreeMap<String, {}>", rust_type(value)),
        Type::Nullable(inner) => format!("Option<{}>", rust_type(inner)),
        Type::Named(name) => format!("models::{}", names::ident(name)),
    }
}
