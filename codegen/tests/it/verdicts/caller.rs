//! Code that makes use of all that an SDK has, as its API promises it.

use std::collections::HashMap;
use std::fmt::Write;

use codegen::ir::{
    Api, Body, Field, Integer, Location, Operation, Output, Parameter, Resource, Shape, Type,
    TypeDefinition,
};
use codegen::names;

/// Writes a caller of the SDK that stands at the path `sdk`.
pub(crate) fn caller(api: &Api, sdk: &str) -> String {
    let types = api.types.iter();
    let writer = Writer {
        types: types
            .map(|definition| (definition.name.as_str(), definition))
            .collect(),
    };
    let mut text = format!(
        "use {sdk} as sdk;\nuse sdk::{{models, resources, serde_json, Nullable, Selection}};\nuse std::collections::BTreeMap;\nfn any<T>() -> T {{ unimplemented!() }}\nfn reads<T: serde::de::DeserializeOwned>() {{}}\n"
    );
    for definition in &api.types {
        text.push_str(&writer.model(definition));
    }
    for resource in &api.resources {
        text.push_str(&writer.resource(resource));
    }
    text
}

/// Ways to give one value.
type Forms = Vec<String>;

struct Writer<'a> {
    types: HashMap<&'a str, &'a TypeDefinition>,
}

impl Writer<'_> {
    fn model(&self, definition: &TypeDefinition) -> String {
        let name = names::ident(&definition.name);
        let body = match &definition.shape {
            Shape::Struct(fields) => self.structure(definition, fields),
            Shape::Enum(values) => {
                let arms = values.iter().map(|value| names::variant(&value.label));
                let arms = arms.map(|variant| format!("models::{name}::{variant} => {{}}\n"));
                format!(
                    "let text: &str = value.as_str();\nlet _ = models::{name}::from(text);\nreads::<models::{name}>();\nmatch value {{\n{}models::{name}::Unknown(text) => {{ let _: String = text; }}\n_ => {{}}\n}}\n",
                    arms.collect::<String>()
                )
            }
            Shape::Responses(answers) => {
                let forms = answers.iter().map(|answer| {
                    let form = names::variant(&answer.name);
                    match given(&answer.output).as_str() {
                        "()" => format!("models::{name}::{form} => {{}}\n"),
                        given => {
                            format!(
                                "models::{name}::{form}(form) => {{ let _: {given} = form; }}\n"
                            )
                        }
                    }
                });
                let forms: String = forms.collect();
                format!("match value {{\n{forms}_ => {{}}\n}}\n")
            }
            Shape::Union {
                tag,
                enum_values,
                variants,
            } => {
                let words = enum_values.iter().map(|word| names::variant(&word.label));
                let words = words.map(|variant| format!("models::{name}::{variant} => {{}}\n"));
                let mut text = String::new();
                for variant in variants.iter().filter(|_| definition.in_requests) {
                    let value = plain(&variant.value);
                    let _ = writeln!(text, "let _ = models::{name}::from(any::<{value}>());");
                }
                if definition.in_responses {
                    let _ = writeln!(text, "reads::<models::{name}>();");
                }
                if let Some(tag) = tag {
                    let _ = writeln!(text, "let _: Option<&str> = value.{}();", names::value(tag));
                }
                let forms = variants.iter().map(|variant| {
                    let (form, value) = (names::variant(&variant.name), plain(&variant.value));
                    format!("models::{name}::{form}(form) => {{ let _: {value} = form; }}\n")
                });
                format!(
                    "{text}match value {{\n{}{}models::{name}::Unknown(value) => {{ let _: serde_json::Value = value; }}\n_ => {{}}\n}}\n",
                    words.collect::<String>(),
                    forms.collect::<String>()
                )
            }
        };
        format!(
            "fn use_{}(value: models::{name}) {{\n{body}}}\n",
            names::module(&definition.name)
        )
    }

    fn structure(&self, definition: &TypeDefinition, fields: &[Field]) -> String {
        let name = names::ident(&definition.name);
        let mut text = String::new();
        if definition.in_responses {
            let _ = writeln!(text, "reads::<models::{name}>();");
        }
        for field in fields {
            let field_name = names::value(&field.label);
            let _ = writeln!(
                text,
                "let _: &{} = &value.{field_name};",
                stored(definition, field)
            );
        }
        if !definition.in_requests {
            return text;
        }
        let (required, optional): (Vec<&Field>, Vec<&Field>) = fields
            .iter()
            .partition(|field| !is_optional(definition, field));
        let forms =
            |field: &Field| self.forms(&field.value, field.nullable && definition.in_requests);
        let arguments = required
            .iter()
            .map(|field| forms(field))
            .collect::<Vec<_>>();
        for arguments in calls(&arguments) {
            let _ = writeln!(text, "let made = models::{name}::new({arguments});");
        }
        for field in optional {
            for form in forms(field) {
                let setter = names::model_method(&field.label);
                let _ = writeln!(text, "let made: models::{name} = made.{setter}({form});");
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
        let way = format!("client{}", steps.collect::<String>());
        let type_name = names::resource_type(&resource.path);
        let mut text = format!(
            "fn way_{}(client: &sdk::Client) {{ let _: resources::{type_name} = {way}; }}\n",
            names::resource_module(&resource.path)
        );
        for operation in &resource.operations {
            text.push_str(&self.operation(&way, operation));
        }
        text
    }

    fn operation(&self, way: &str, operation: &Operation) -> String {
        let mut text = String::new();
        let (method, request) = (
            names::method(&operation.name),
            names::builder_type(&operation.builder),
        );
        let (arguments, setters) = self.inputs(operation);
        for arguments in calls(&arguments) {
            let _ = writeln!(
                text,
                "let call: resources::{request} = {way}.{method}({arguments});"
            );
        }
        for (setter, forms) in setters {
            for form in forms {
                let _ = writeln!(text, "let call = call.{setter}({form});");
            }
        }
        let value = given(&operation.output);
        let _ = writeln!(text, "let _: {value} = call.clone().send().await?;");
        let _ = writeln!(
            text,
            "let _: sdk::Response<{value}> = call.clone().send_with_response().await?;"
        );
        if let Output::Page { item, .. } = &operation.output {
            let item = plain(item);
            let _ = writeln!(text, "let _: sdk::Pages<{item}> = call.clone().pages();");
            let _ = writeln!(text, "let _: sdk::Items<{item}> = call.clone().stream();");
        }
        format!(
            "async fn call_{}(client: &sdk::Client) -> Result<(), sdk::Error> {{\n{text}Ok(())\n}}\n",
            names::module(&operation.id)
        )
    }

    /// What each argument of an operation can be given, and each setter.
    fn inputs(&self, operation: &Operation) -> (Vec<Forms>, Vec<(String, Forms)>) {
        let (mut arguments, mut setters) = (Vec::new(), Vec::new());
        for parameter in operation
            .path_parameters
            .iter()
            .chain(&operation.other_parameters)
        {
            let forms = self.parameter(parameter);
            if parameter.location == Location::Path || parameter.required || parameter.is_selection
            {
                arguments.push(forms);
            } else {
                setters.push((names::setter(&parameter.name).to_string(), forms));
            }
        }
        match &operation.body {
            Some(Body::Fields(fields)) => {
                for field in fields {
                    let forms = self.forms(&field.value, field.nullable);
                    if field.required {
                        arguments.push(forms);
                    } else {
                        setters.push((names::setter(&field.label).to_string(), forms));
                    }
                }
            }
            Some(Body::Value {
                value,
                required: true,
                ..
            }) => arguments.push(self.forms(value, false)),
            Some(Body::Value { value, .. }) => {
                setters.push((names::WHOLE_BODY.to_owned(), self.forms(value, false)));
            }
            None => {}
        }
        (arguments, setters)
    }

    fn parameter(&self, parameter: &Parameter) -> Forms {
        if parameter.is_segment() {
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
        let mut forms = self.forms(&parameter.value, false);
        if parameter.is_selection {
            let filter = plain(&parameter.value);
            forms.push(format!("Selection::<{filter}>::Everything"));
        }
        forms
    }

    fn forms(&self, value: &Type, nullable: bool) -> Forms {
        let type_name = plain(value);
        let any = |type_name: &str| format!("any::<{type_name}>()");
        let mut forms = vec![any(&type_name)];
        if nullable {
            forms.push(any(&format!("Option<{type_name}>")));
            forms.push(any(&format!("Nullable<{type_name}>")));
            return forms;
        }
        match value {
            Type::String => forms.extend(["\"x\"".to_owned(), any("&String")]),
            Type::Secret => forms.extend(["\"x\"".to_owned(), any("String")]),
            Type::Integer(_) => forms.push("7".to_owned()),
            Type::Number => forms.push("0.5".to_owned()),
            Type::Array(item) if **item == Type::String => forms.push("[\"x\"]".to_owned()),
            Type::Array(item) => forms.push(any(&format!("[{}; 2]", plain(item)))),
            Type::Map(value) => forms.push(any(&format!("[(&str, {}); 2]", plain(value)))),
            Type::Named(name) => match self.types.get(name.as_str()).map(|named| &named.shape) {
                Some(Shape::Enum(_)) => forms.extend(["\"x\"".to_owned(), any("String")]),
                Some(Shape::Union { variants, .. }) => {
                    forms.extend(variants.iter().map(|variant| any(&plain(&variant.value))));
                }
                _ => {}
            },
            _ => {}
        }
        forms
    }
}

/// The arguments of as many calls as it takes to give each in every way.
fn calls(arguments: &[Forms]) -> Vec<String> {
    let count = arguments.iter().map(Vec::len).max().unwrap_or(1);
    let calls = (0..count).map(|call| {
        let arguments = arguments
            .iter()
            .map(|forms| forms[call % forms.len()].as_str());
        arguments.collect::<Vec<_>>().join(", ")
    });
    calls.collect()
}

/// Whether `new` leaves the field to a setter.
fn is_optional(definition: &TypeDefinition, field: &Field) -> bool {
    !field.required || (field.nullable && !definition.in_requests)
}

/// The type of a field: null is another value only where it is sent.
fn stored(definition: &TypeDefinition, field: &Field) -> String {
    let mut stored = plain(&field.value);
    if field.is_additional_properties {
        return stored;
    }
    if field.recursive {
        stored = format!("Box<{stored}>");
    }
    if field.nullable && definition.in_requests {
        let is_never_missing = field.required && definition.in_responses;
        let null = if is_never_missing {
            "Option"
        } else {
            "Nullable"
        };
        stored = format!("{null}<{stored}>");
    }
    if is_optional(definition, field) {
        stored = format!("Option<{stored}>");
    }
    stored
}

/// The type of what an operation gives.
fn given(output: &Output) -> String {
    match output {
        Output::Empty => "()".to_owned(),
        Output::Binary(_) => "Vec<u8>".to_owned(),
        Output::Text(_) => "String".to_owned(),
        Output::Json(value) | Output::Enveloped(value) | Output::ByStatus { value, .. } => {
            plain(value)
        }
        Output::Page { item, .. } => format!("sdk::Page<{}>", plain(item)),
        Output::Optional(output) => format!("Option<{}>", given(output)),
    }
}

fn plain(value: &Type) -> String {
    match value {
        Type::String => "String".to_owned(),
        Type::Secret => "sdk::Secret".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Integer(Integer::Int32) => "i32".to_owned(),
        Type::Integer(Integer::Int64) => "i64".to_owned(),
        Type::Number => "f64".to_owned(),
        Type::Uuid => "sdk::uuid::Uuid".to_owned(),
        Type::Date => "sdk::chrono::NaiveDate".to_owned(),
        Type::DateTime => "sdk::chrono::DateTime<sdk::chrono::Utc>".to_owned(),
        Type::Any => "serde_json::Value".to_owned(),
        Type::Bytes => "models::ByteSource".to_owned(),
        Type::File => "models::FilePart".to_owned(),
        Type::Array(item) => format!("Vec<{}>", plain(item)),
        Type::Map(value) => format!("BTreeMap<String, {}>", plain(value)),
        Type::Named(name) => format!("models::{}", names::ident(name)),
    }
}
