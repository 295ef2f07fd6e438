//! Corrects the names of types.

use serde_json::{Map, Value};

use super::Warnings;
use crate::openapi::errors::{quoted, quoted_value};
use crate::passes::merge_all_of::alias;

/// The types of OpenAPI 3.0.
pub(crate) const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

/// The keywords that the type of a schema is inferred from.
const CONTENTS: [&str; 8] = [
    "additionalProperties",
    "allOf",
    "anyOf",
    "enum",
    "items",
    "oneOf",
    "patternProperties",
    "properties",
];

/// Replaces the name of a type that other languages or earlier specifications have. Removes any other unknown type, so
/// that it is inferred from the other keywords, or else allows any JSON value.
pub(super) fn correct_type(schema: &mut Map<String, Value>, warnings: &mut Warnings<'_>) {
    let Some(given) = schema.get("type") else {
        return;
    };
    let name = given.as_str();
    if name.is_some_and(|name| TYPES.contains(&name)) {
        return;
    }
    let message = format!(
        "unknown type {}; expected one of `{}`",
        name.map_or_else(|| quoted_value(given), quoted),
        TYPES.join("`, `")
    );
    match name.and_then(known_type) {
        Some((name, format)) => {
            let format_text = format.map_or_else(String::new, |it| format!(" with `format: {it}`"));
            schema.insert("type".to_owned(), Value::from(name));
            if let Some(format) = format {
                schema
                    .entry("format")
                    .or_insert_with(|| Value::from(format));
            }
            let help = format!("set `type` to `{name}`{format_text}");
            let note = format!("the type is read as `{name}`{format_text}");
            warnings.changed("type", message, help, note);
        }
        None => {
            let help = "set `type` to one of these types";
            let is_any = matches!(name, Some("any" | "Any" | "mixed" | "*"));
            schema.shift_remove("type");
            let is_inferred = CONTENTS.iter().any(|keyword| schema.contains_key(*keyword));
            let note = "the type is any JSON value".to_owned();
            match (is_any, is_inferred) {
                (_, true) => warnings.ignored("type", message, help),
                (true, false) => warnings.changed("type", message, help, note),
                (false, false) => warnings.any_json("type", message, help, note),
            }
        }
    }
}

/// Removes a `type` next to a `$ref` to a schema of another type: in OpenAPI 3.0, only the `$ref` counts. Types that
/// don't contradict each other were merged before.
pub(super) fn remove_contradictory_type(
    schema: &mut Map<String, Value>,
    warnings: &mut Warnings<'_>,
) {
    if !schema.contains_key("allOf") || !schema.contains_key("type") {
        return;
    }
    let mut reference = schema.clone();
    reference.shift_remove("type");
    if alias::is_alias(&reference) {
        *schema = reference;
        warnings.ignored(
            "type",
            "`type` contradicts the Schema Object that `$ref` next to it refers to",
            "delete `type`",
        );
    }
}

/// Removes `not` from a schema with other keywords that describe its type: it only restricts the values.
pub(super) fn remove_not(schema: &mut Map<String, Value>, _: &mut Warnings<'_>) {
    let has = |keyword: &str| schema.contains_key(keyword);
    if has("type") || CONTENTS.iter().any(|keyword| has(keyword)) {
        schema.shift_remove("not");
    }
}

/// Returns type and format in OpenAPI of a type with another name.
fn known_type(name: &str) -> Option<(&'static str, Option<&'static str>)> {
    let name: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|character| character.to_ascii_lowercase())
        .collect();
    Some(match name.as_str() {
        "arr" | "array" | "list" | "set" | "tuple" => ("array", None),
        "bool" | "boolean" => ("boolean", None),
        "int" | "integer" | "long" | "short" | "bigint" | "bigserial" | "serial" | "smallint" => {
            ("integer", None)
        }
        "int32" => ("integer", Some("int32")),
        "int64" => ("integer", Some("int64")),
        "uint64" => ("integer", Some("uint64")),
        "currency" | "decimal" | "double" | "float" | "float32" | "float64" | "num" | "number"
        | "numeric" => ("number", None),
        "dict" | "dictionary" | "hash" | "hashmap" | "map" | "obj" | "object" | "struct" => {
            ("object", None)
        }
        "char" | "email" | "enum" | "password" | "str" | "string" | "text" | "time" | "uri"
        | "url" | "varchar" => ("string", None),
        "date" => ("string", Some("date")),
        "datetime" => ("string", Some("date-time")),
        "guid" | "uuid" => ("string", Some("uuid")),
        "binary" | "file" => ("string", Some("binary")),
        "base64" | "byte" | "bytes" => ("string", Some("byte")),
        _ => return None,
    })
}
