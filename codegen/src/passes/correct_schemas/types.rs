//! Corrects the names of types.

use super::Warnings;
use crate::diagnostics::Effect;
use crate::openapi::errors::{quoted, quoted_value};
use crate::openapi::keywords::{Role, role};
use crate::passes::Schema;
use crate::passes::merge_all_of::alias;

/// The types of OpenAPI 3.0.
pub(crate) const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

/// Corrects the name of a type from another language or an earlier specification. Removes any other unknown type: the
/// type is then inferred from other keywords, or is any JSON value.
pub(super) fn correct_type(schema: &mut Schema, warnings: &mut Warnings<'_>) {
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
            schema.insert("type".to_owned(), name.into());
            if let Some(format) = format {
                schema.entry("format").or_insert(format.into());
            }
            let help = format!("set `type` to `{name}`{format_text}");
            let note = format!("the type is read as `{name}`{format_text}");
            warnings.changed(Effect::Ignored, "type", message, help, note);
        }
        None => {
            let help = "set `type` to one of these types";
            // No type is lost if the name means any JSON value.
            let effect = match name {
                Some("any" | "Any" | "mixed" | "*") => Effect::Ignored,
                _ => Effect::Fallback,
            };
            schema.shift_remove("type");
            match has_contents(schema) {
                true => warnings.ignored("type", message, help),
                false => {
                    let note = "the type is any JSON value";
                    warnings.changed(effect, "type", message, help, note);
                }
            }
        }
    }
}

/// Removes a `type` that contradicts the schema that the `$ref` next to it refers to, because OpenAPI 3.0 ignores
/// keywords next to a `$ref`. `normalise` has moved the `$ref` to `allOf`. If the types agree, `merge_all_of` has
/// removed one of `type` and `allOf`, so a `type` that is still next to `allOf` contradicts it.
pub(super) fn remove_contradictory_type(schema: &mut Schema, warnings: &mut Warnings<'_>) {
    if !schema.contains_key("allOf") || !schema.contains_key("type") {
        return;
    }
    let mut without_type = schema.clone();
    without_type.shift_remove("type");
    if alias::is_alias(&without_type) {
        *schema = without_type;
        warnings.ignored(
            "type",
            "`type` contradicts the Schema Object that `$ref` next to it refers to",
            "delete `type`",
        );
    }
}

/// Removes `not` if other keywords describe the type of the schema, because `not` only restricts the values.
pub(super) fn remove_not(schema: &mut Schema, _: &mut Warnings<'_>) {
    if schema.contains_key("type") || has_contents(schema) {
        schema.shift_remove("not");
    }
}

/// Whether keywords other than `type` describe the type of a schema.
fn has_contents(schema: &Schema) -> bool {
    let mut keywords = schema.keys();
    keywords.any(|keyword| keyword == "enum" || role(keyword) == Some(Role::Structure))
}

/// Returns the type and format in OpenAPI for another name of a type.
fn known_type(name: &str) -> Option<(&'static str, Option<&'static str>)> {
    let name = name.to_ascii_lowercase();
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
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
