//! Examples and defaults that do not fit their own schema.

use serde_json::{Map, Value, json};

use super::closest::{self, Fault};
use super::json_schema::Definitions;
use super::{Node, Subject};
use crate::diagnostics::{Diagnostic, Pointer};
use crate::openapi::references;
use crate::openapi::walk::Kind;
use crate::source::bundle::Origins;

/// A value, and the schema that it is an example of.
struct Example<'a> {
    value: &'a Value,
    place: Pointer,
    schema: Pointer,
}

pub(super) fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let examples = examples(subject);
    let mut definitions = Definitions::of(&subject.nodes);
    let entangled = definitions.cut_entangled();
    let mut errors: Vec<Diagnostic> = entangled
        .into_iter()
        .map(|place| {
            Diagnostic::at(
                place,
                "there are too many ways through the branches of this schema to hold an example against it",
                "let fewer of its `allOf`, `anyOf` and `oneOf` lead to the same schemas",
            )
        })
        .collect();
    errors.extend(misfits(&examples, definitions, subject.origins));
    errors
}

/// What in the examples does not fit.
///
/// All examples are one value, and all schemas one schema, so that nothing is compiled more than once.
fn misfits(
    examples: &[Example<'_>],
    definitions: Definitions<'_>,
    origins: &Origins,
) -> Vec<Diagnostic> {
    let numbered = || examples.iter().enumerate();
    let properties = numbered().map(|(number, example)| {
        let schema = definitions.reference(&example.schema);
        (number.to_string(), schema)
    });
    let properties: Map<String, Value> = properties.collect();
    let values = numbered().map(|(number, example)| (number.to_string(), example.value.clone()));
    let values = Value::Object(values.collect());
    let schema = json!({"properties": properties, "$defs": definitions.into_defs()});
    let options = jsonschema::draft201909::options().should_validate_formats(true);
    match options.build(&schema) {
        Ok(validator) => {
            let errors = validator.iter_errors(&values);
            let faults = errors.flat_map(|error| closest::faults(&error));
            faults
                .filter_map(|fault| to_error(&fault, examples, origins))
                .collect()
        }
        Err(error) => vec![Diagnostic::general(
            format!("the examples cannot be checked: {error}"),
            "mend what the other rules have found first",
        )],
    }
}

/// Puts the number of an example, which a place begins with, back into its own place.
fn to_error(
    Fault { place, cause, .. }: &Fault,
    examples: &[Example<'_>],
    origins: &Origins,
) -> Option<Diagnostic> {
    let place = place.as_str().strip_prefix('/')?;
    let end = place.find('/').unwrap_or(place.len());
    let (number, below) = place.split_at(end);
    let example = examples.get(number.parse::<usize>().ok()?)?;
    Some(Diagnostic::at(
        &example.place.join(&Pointer::from(below.to_owned())),
        cause,
        format!(
            "mend the value, or the schema at {}",
            origins.describe(&example.schema)
        ),
    ))
}

fn examples<'a>(subject: &Subject<'a>) -> Vec<Example<'a>> {
    let mut examples = Vec::new();
    for node in &subject.nodes {
        match node.kind {
            Kind::Schema => examples.extend(of_schema(node)),
            Kind::Object => of_object(node, subject.document, &mut examples),
            _ => {}
        }
    }
    examples
}

fn of_schema<'a>(node: &Node<'a>) -> impl Iterator<Item = Example<'a>> {
    let is_reference = node.value.get("$ref").is_some();
    let keys = ["default", "example"]
        .into_iter()
        .filter(move |_| !is_reference);
    keys.filter_map(|key| {
        Some(Example {
            value: node.value.get(key)?,
            place: node.place.child(key),
            schema: node.place.clone(),
        })
    })
}

/// Adds the examples of a parameter, a header or a media type.
fn of_object<'a>(node: &Node<'a>, document: &'a Value, examples: &mut Vec<Example<'a>>) {
    if node.value.get("schema").is_none() {
        return;
    }
    let mut add = |value: &'a Value, place: Pointer| {
        // Of a media type that is not JSON, a text shows the bytes, and not the value.
        if !(value.is_string() && is_other_media_type(&node.place)) {
            examples.push(Example {
                value,
                place,
                schema: node.place.child("schema"),
            });
        }
    };
    if let Some(value) = node.value.get("example") {
        add(value, node.place.child("example"));
    }
    for (name, example) in named(node.value) {
        let mut place = node.place.child("examples").child(name);
        if let Some(reference) = example.get("$ref").and_then(Value::as_str)
            && let Ok((target, _)) = references::target(document, reference, &place)
        {
            place = target;
        }
        let example = references::resolve(document, example, &place);
        if let Some(value) = example.and_then(|example| example.get("value")) {
            add(value, place.child("value"));
        }
    }
}

/// The examples of an object, by name.
fn named(object: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let examples = object.get("examples").and_then(Value::as_object);
    examples.into_iter().flatten()
}

/// Whether a node is what a body looks like in another media type than JSON.
fn is_other_media_type(place: &Pointer) -> bool {
    let is_media_type =
        place.parent().and_then(|content| content.key()).as_deref() == Some("content");
    is_media_type && place.key().is_some_and(|name| !name.contains("json"))
}

/// The references among the examples of the document, and where the object stands that holds each.
pub(super) fn shared_examples<'a>(subject: &Subject<'a>) -> Vec<(&'a str, Pointer)> {
    let mut references = Vec::new();
    for node in &subject.nodes {
        if node.kind != Kind::Object {
            continue;
        }
        for (name, example) in named(node.value) {
            if let Some(reference) = example.get("$ref").and_then(Value::as_str) {
                references.push((reference, node.place.child("examples").child(name)));
            }
        }
    }
    references
}
