//! Lowers `enum` to the values of an open enum, with their names and descriptions.

use std::cell::LazyCell;
use std::collections::HashSet;

use openapiv3::{SchemaKind, Type as SchemaType};
use serde_json::Value;

use super::resolve::ResolvedSchema;
use crate::diagnostics::{Diagnostic, Effect};
use crate::ir::{EnumValue, Shape};
use crate::openapi::errors::{listed, quoted};
use crate::passes::unions::DEPRECATED_VALUES;

/// The extension keys with the names of the values, and with their descriptions.
const NAMES: [&str; 2] = ["x-enum-varnames", "x-enumNames"];
const DESCRIPTIONS: [&str; 2] = ["x-enum-descriptions", "x-enumDescriptions"];

/// Returns the enum with these values that a schema of type `string` or `integer` is.
pub(super) fn shape(schema: &ResolvedSchema<'_>, values: Vec<EnumValue>) -> Shape {
    match schema.kind() {
        SchemaKind::Type(SchemaType::Integer(_)) => Shape::IntegerEnum(values),
        _ => Shape::Enum(values),
    }
}

/// Returns a warning about each name and description for a value that the enum doesn't have, for example because the
/// API has renamed the value since an overlay named it.
pub(super) fn unmatched_texts(
    schema: &ResolvedSchema<'_>,
    values: &[EnumValue],
) -> Vec<Diagnostic> {
    let known: HashSet<&str> = values.iter().map(|value| value.text.as_str()).collect();
    let extensions = &schema.schema.schema_data.extensions;
    let keys = [NAMES, DESCRIPTIONS].into_iter().flatten();
    let by_value = keys.filter_map(|key| Some((key, extensions.get(key)?.as_object()?)));
    let texts = by_value.flat_map(|(key, texts)| texts.keys().map(move |value| (key, value)));
    let unmatched = texts.filter(|(_, value)| !known.contains(value.as_str()));
    let list = LazyCell::new(|| listed(values.iter().map(|it| quoted(&it.text))));
    unmatched
        .map(|(key, value)| {
            let pointer = schema.pointer.child(key).child(value);
            let value = quoted(value);
            Diagnostic::at(
                &pointer,
                format!("the enum has no value {value}; it has {}", *list),
                format!("rename {value} to the value that it is meant for, or delete it"),
            )
            .tolerated()
            .with_effect(Effect::Ignored, pointer.clone())
        })
        .collect()
}

/// Returns the values of a string or integer enum; none for any other schema.
pub(super) fn values(schema: &ResolvedSchema<'_>) -> Vec<EnumValue> {
    match schema.kind() {
        SchemaKind::Type(SchemaType::String(string)) => {
            let values = string.enumeration.iter().map(Option::as_deref);
            annotate(schema, values, EnumValue::new)
        }
        SchemaKind::Type(SchemaType::Integer(integer)) => annotate(
            schema,
            integer.enumeration.iter().copied(),
            EnumValue::integer,
        ),
        _ => Vec::new(),
    }
}

/// Creates the values, except null and duplicates, and adds their names and descriptions.
fn annotate<T>(
    schema: &ResolvedSchema<'_>,
    values: impl Iterator<Item = Option<T>>,
    create: impl Fn(T) -> EnumValue,
) -> Vec<EnumValue> {
    let [names, descriptions] = [NAMES, DESCRIPTIONS].map(|keys| texts(schema, keys));
    let extensions = &schema.schema.schema_data.extensions;
    let deprecated = extensions.get(DEPRECATED_VALUES).and_then(Value::as_array);
    let deprecated: HashSet<String> = deprecated.into_iter().flatten().map(value_text).collect();
    let mut texts_so_far = HashSet::new();
    let mut found: Vec<EnumValue> = Vec::new();
    for (index, value) in values.enumerate() {
        let Some(mut value) = value.map(&create) else {
            continue;
        };
        let text = |texts: Option<&Value>| {
            let text = match texts? {
                Value::Array(texts) => texts.get(index)?,
                Value::Object(texts) => texts.get(&value.text)?,
                _ => return None,
            };
            let text = text.as_str()?.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        let (name, description) = (text(names), text(descriptions));
        value.description = description;
        value.label = name.unwrap_or(value.label);
        value.deprecated = deprecated.contains(&value.text);
        if texts_so_far.insert(value.text.clone()) {
            found.push(value);
        }
    }
    found
}

/// Returns the text of a value of a string or integer enum.
fn value_text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn texts<'s>(schema: &'s ResolvedSchema<'_>, keys: [&str; 2]) -> Option<&'s Value> {
    let extensions = &schema.schema.schema_data.extensions;
    keys.into_iter().find_map(|key| extensions.get(key))
}
