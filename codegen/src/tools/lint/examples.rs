//! Rule `examples`: examples and defaults that don't match their schema.

use serde_json::{Map, Value, json};

use super::Context;
use super::definitions::{Definitions, definition_index};
use super::expansion::{MAX_SCHEMAS, too_large};
use super::validation::Converter;
use crate::diagnostics::{Diagnostic, Pointer};
use crate::openapi::references;
use crate::openapi::walk::{Kind, Node, members};
use crate::source::bundle::Origins;

/// An example or a default value.
struct Example<'a> {
    value: &'a Value,
    pointer: Pointer,
    /// The location of the schema that the value must match.
    schema: Pointer,
}

pub(super) fn find(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut definitions = Definitions::new(&context.nodes);
    let too_large = too_large(&definitions.schemas);
    let mut errors: Vec<Diagnostic> = definitions
        .clear(too_large)
        .into_iter()
        .map(|pointer| {
            Diagnostic::at(
                pointer,
                format!(
                    "examples of the schema can't be validated: `allOf`, `anyOf` and `oneOf` expand it to more than {MAX_SCHEMAS} schemas"
                ),
                "reduce the number of branches that refer to the same schema",
            )
        })
        .collect();
    errors.extend(validate(&examples(context), definitions, context.origins));
    errors
}

/// Validates all examples as the properties of one value, so that each schema is compiled once. The names of the
/// properties are the indices of the examples.
fn validate(
    examples: &[Example<'_>],
    definitions: Definitions<'_>,
    origins: &Origins,
) -> Vec<Diagnostic> {
    let (mut values, mut properties) = (Map::new(), Map::new());
    for (index, example) in examples.iter().enumerate() {
        values.insert(index.to_string(), example.value.clone());
        let schema = definitions.reference(&example.schema);
        properties.insert(index.to_string(), schema);
    }
    let pointers = definitions.pointers.clone();
    let schema = json!({"properties": properties, "$defs": definitions.into_defs()});
    let options = jsonschema::draft201909::options().should_validate_formats(true);
    let converter = Converter {
        schema: &schema,
        is_document: false,
    };
    match options.build(&schema) {
        Ok(validator) => validator
            .iter_errors(&Value::Object(values))
            .flat_map(|error| {
                let schema = definition_index(error.schema_path().as_str());
                let schema = schema.and_then(|index| pointers.get_index(index).copied());
                let diagnostics = converter.diagnostics(&error).into_iter();
                diagnostics.filter_map(move |it| in_example(&it, schema, examples, origins))
            })
            .collect(),
        Err(error) => vec![Diagnostic::general(
            format!("examples can't be validated: {error}"),
            "correct the errors of the other rules first",
        )],
    }
}

/// Converts an error in the value of all examples to an error in one of them. `schema` is the location of the schema
/// that rejects the example.
fn in_example(
    error: &Diagnostic,
    schema: Option<&Pointer>,
    examples: &[Example<'_>],
    origins: &Origins,
) -> Option<Diagnostic> {
    let pointer = error.pointer_or_root();
    let pointer = pointer.as_str().strip_prefix('/')?;
    let (index, pointer_in_example) = pointer.split_at(pointer.find('/').unwrap_or(pointer.len()));
    let example = examples.get(index.parse::<usize>().ok()?)?;
    let schema = schema.unwrap_or(&example.schema);
    let schema = match origins.origin(schema) {
        Some((file, pointer)) => format!("{pointer} of {file}"),
        None => schema.to_string(),
    };
    Some(Diagnostic::at(
        &example
            .pointer
            .join(&Pointer::from(pointer_in_example.to_owned())),
        error.message(),
        format!("{}, or correct the schema at {schema}", error.help()),
    ))
}

fn examples<'a>(context: &Context<'a>) -> Vec<Example<'a>> {
    let mut examples = Vec::new();
    for node in &context.nodes {
        match node.kind {
            Kind::Schema if node.value.get("$ref").is_none() => {
                let keys = ["default", "example"].into_iter();
                examples.extend(keys.filter_map(|key| {
                    Some(Example {
                        value: node.value.get(key)?,
                        pointer: node.pointer.child(key),
                        schema: node.pointer.clone(),
                    })
                }));
            }
            Kind::Object => add_object_examples(node, context.document, &mut examples),
            _ => {}
        }
    }
    examples
}

fn add_object_examples<'a>(node: &Node<'a>, document: &'a Value, examples: &mut Vec<Example<'a>>) {
    let schema = node.value.get("schema").and_then(|schema| {
        references::resolve_with_pointer(document, schema, node.pointer.child("schema"))
    });
    let Some((schema, _)) = schema else {
        return;
    };
    let mut add = |value: &'a Value, pointer: Pointer| {
        // If the media type isn't JSON, a string is the encoded body, such as `a=1&b=2`, and doesn't match the schema.
        if !(value.is_string() && is_not_json(&node.pointer)) {
            examples.push(Example {
                value,
                pointer,
                schema: schema.clone(),
            });
        }
    };
    if let Some(value) = node.value.get("example") {
        add(value, node.pointer.child("example"));
    }
    for (name, example) in members(node.value, "/examples") {
        let pointer = node.pointer.child("examples").child(name);
        let example = references::resolve_with_pointer(document, example, pointer);
        if let Some((pointer, example)) = example
            && let Some(value) = example.get("value")
        {
            add(value, pointer.child("value"));
        }
    }
}

/// Whether `pointer` is the location of a Media Type Object for a media type other than JSON.
fn is_not_json(pointer: &Pointer) -> bool {
    let parent = pointer.parent().and_then(|content| content.key());
    parent.as_deref() == Some("content") && pointer.key().is_some_and(|name| !name.contains("json"))
}
