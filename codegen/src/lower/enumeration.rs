//! Lowers `enum` to the values of an open enum, with their names and descriptions.

use std::cell::LazyCell;
use std::collections::HashSet;

use openapiv3::{SchemaKind, Type as SchemaType};
use serde_json::Value;

use super::resolve::ResolvedSchema;
use crate::diagnostics::{Diagnostic, Effect};
use crate::ir::EnumValue;
use crate::openapi::errors::{listed, quoted};
use crate::passes::unions::DEPRECATED_VALUES;

/// The extension keys with the names of the values, and with the descriptions of the values.
const NAMES: [&str; 2] = ["x-enum-varnames", "x-enumNames"];
const DESCRIPTIONS: [&str; 2] = ["x-enum-descriptions", "x-enumDescriptions"];

/// Returns a warning about each name and description of a value that the enum doesn't have.
pub(super) fn unmatched_names_and_descriptions(
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

/// Returns the values of a string or integer enum, except null and duplicates. Other schemas have no values.
pub(super) fn values(schema: &ResolvedSchema<'_>) -> Vec<EnumValue> {
    let values: Vec<Option<EnumValue>> = match schema.kind() {
        SchemaKind::Type(SchemaType::String(string)) => {
            let values = string.enumeration.iter();
            values
                .map(|value| value.as_ref().map(EnumValue::new))
                .collect()
        }
        SchemaKind::Type(SchemaType::Integer(integer)) => {
            let values = integer.enumeration.iter();
            values.map(|value| value.map(EnumValue::integer)).collect()
        }
        _ => return Vec::new(),
    };
    let extensions = &schema.schema.schema_data.extensions;
    let [names, descriptions] =
        [NAMES, DESCRIPTIONS].map(|keys| keys.into_iter().find_map(|key| extensions.get(key)));
    let deprecated = extensions.get(DEPRECATED_VALUES).and_then(Value::as_array);
    let deprecated: HashSet<String> = deprecated.into_iter().flatten().map(value_text).collect();
    let mut seen = HashSet::new();
    let values = values.into_iter().enumerate().filter_map(|(index, value)| {
        let value = value?;
        let entry = |list_or_map: Option<&Value>| {
            let text = match list_or_map? {
                Value::Array(list) => list.get(index)?,
                map => map.get(&value.text)?,
            };
            let text = text.as_str()?.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        seen.insert(value.text.clone()).then(|| EnumValue {
            label: entry(names).unwrap_or_else(|| value.label.clone()),
            description: entry(descriptions),
            deprecated: deprecated.contains(&value.text),
            text: value.text.clone(),
        })
    });
    values.collect()
}

fn value_text(value: &Value) -> String {
    let text = value.as_str().map(str::to_owned);
    text.unwrap_or_else(|| value.to_string())
}
