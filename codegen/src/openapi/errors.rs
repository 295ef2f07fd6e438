//! Creates errors about fields and values of a document, in the terms of the OpenAPI specification.

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Pointer};
use crate::openapi::keywords::{field_names, object_name};

/// The greatest number of expected values that an error lists.
pub(crate) const MAX_EXPECTED: usize = 12;

/// The greatest number of characters of a value that an error quotes.
const MAX_VALUE_LENGTH: usize = 60;

/// Returns the name of the innermost object around the value at `pointer`: `Operation Object` for an `operationId`.
pub(crate) fn enclosing_object(pointer: &Pointer) -> Option<String> {
    object_name(pointer).or_else(|| enclosing_object(&pointer.parent()?))
}

/// Creates the error about an unknown field at `pointer`. `siblings` is the object that contains the field.
pub(crate) fn unknown_field(pointer: &Pointer, siblings: &Value) -> Diagnostic {
    let name = pointer.key().unwrap_or_default();
    let parent = pointer.parent().unwrap_or_default();
    let object = enclosing_object(&parent).unwrap_or_default();
    if object == "Paths Object" {
        return path_without_slash(pointer, siblings);
    }
    let is_taken = |name: &str| siblings.get(name).is_some();
    let (suggestion, help) = match object.as_str() {
        "Responses Object" => (
            "; expected a status code, a range such as `2XX`, or `default`".to_owned(),
            match similar_status(&name) {
                Some(status) => rename_or_merge(&name, &status, is_taken),
                None => format!("rename `{name}` to the status code of the response"),
            },
        ),
        object => rename_or_remove(&name, field_names(object), is_taken),
    };
    Diagnostic::at(
        pointer,
        format!("unknown field `{name}` in {object}{suggestion}"),
        help,
    )
}

/// Corrects a misspelled key of a Responses Object.
pub(crate) fn similar_status(name: &str) -> Option<String> {
    let corrected: String = name
        .chars()
        .map(|character| match character {
            'O' | 'o' => '0',
            'I' | 'l' => '1',
            'x' => 'X',
            other => other,
        })
        .collect();
    let (class, rest) = corrected.split_at_checked(1)?;
    let is_status = rest == "XX" || (rest.len() == 2 && rest.parse::<u8>().is_ok());
    match "12345".contains(class) && is_status {
        true => Some(corrected),
        false => similar(name, ["default"]).map(str::to_owned),
    }
}

/// Returns the end of a message about an unknown name, and the help to rename or remove it. `is_taken` returns whether
/// the object has a name.
pub(crate) fn rename_or_remove<'a>(
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
    is_taken: impl FnOnce(&str) -> bool,
) -> (String, String) {
    match similar(name, known) {
        Some(known) => (
            format!("; did you mean `{known}`?"),
            rename_or_merge(name, known, is_taken),
        ),
        None => (String::new(), format!("remove `{name}`")),
    }
}

/// Returns the help to rename a misspelled name, or to merge it if the object already has the correct name.
fn rename_or_merge(name: &str, correct: &str, is_taken: impl FnOnce(&str) -> bool) -> String {
    match is_taken(correct) {
        true => format!(
            "remove `{name}`, since `{correct}` already exists; if needed, move its content into `{correct}` first"
        ),
        false => format!("rename `{name}` to `{correct}`"),
    }
}

/// Creates the error about a path that isn't absolute. `paths` is the Paths Object.
pub(crate) fn path_without_slash(pointer: &Pointer, paths: &Value) -> Diagnostic {
    let path = pointer.key().unwrap_or_default();
    let message = format!("path `{path}` doesn't begin with `/`");
    let is_taken = |path: &str| paths.get(path).is_some();
    let help = rename_or_merge(&path, &format!("/{path}"), is_taken);
    Diagnostic::at(pointer, message, help)
}

/// Creates the error about a field that the object at `pointer` lacks.
pub(crate) fn missing_field(pointer: &Pointer, name: &str) -> Diagnostic {
    let object = enclosing_object(pointer).unwrap_or_default();
    let field = format!("`{name}` to the {object}");
    let (condition, addition) = match (&*object, name) {
        ("Parameter Object", "in") => (
            "",
            "`in` with the value `path`, `query`, `header` or `cookie`",
        ),
        ("Parameter Object", "required") => (
            " with `in: path`",
            "`required: true` to the Parameter Object",
        ),
        ("Security Scheme Object", "in") => {
            ("", "`in` with the value `query`, `header` or `cookie`")
        }
        ("Operation Object", "responses") => (
            "",
            "`responses` to the Operation Object, such as `responses: {'204': {description: Done.}}`",
        ),
        _ => ("", &*field),
    };
    let message = format!("missing field `{name}` in {object}{condition}");
    Diagnostic::at(pointer, message, format!("add {addition}"))
}

/// Creates the error about an operation whose operationId is already used by the operation at `first`.
pub(crate) fn duplicate_operation_id(operation: &Pointer, id: &str, first: &Pointer) -> Diagnostic {
    let message = format!("operationId `{id}` is already used by the operation at {first}");
    let pointer = operation.child("operationId");
    Diagnostic::at(&pointer, message, "change one of the two operationIds")
}

/// Creates the error about a value of the wrong type. `expected` is a phrase such as `a string`.
pub(crate) fn wrong_type(pointer: &Pointer, value: &Value, expected: &str) -> Diagnostic {
    let message = format!("expected {expected}, found {}", found_value(value));
    let help = format!("replace {} with {expected}", quoted_value(value));
    Diagnostic::at(pointer, message, help)
}

/// Creates the error about a value that isn't a string. The help proposes quotes if YAML reads the value as a number or
/// boolean.
pub(crate) fn not_a_string(pointer: &Pointer, value: &Value) -> Diagnostic {
    let error = wrong_type(pointer, value, "a string");
    match value {
        Value::Number(_) | Value::Bool(_) => {
            let field = pointer.key().unwrap_or_default();
            let help = format!("put the value in quotes: `{field}: \"{value}\"`");
            Diagnostic::at(pointer, error.message(), help)
        }
        _ => error,
    }
}

/// Creates the error about a value that isn't one of the `expected` values of the given object.
pub(crate) fn invalid_value<'v>(
    pointer: &Pointer,
    object: Option<String>,
    value: &Value,
    expected: impl IntoIterator<Item = &'v Value>,
) -> Diagnostic {
    let expected: Vec<&Value> = expected.into_iter().collect();
    let found = quoted_value(value);
    let texts = expected.iter().filter_map(|value| value.as_str());
    let similar = value.as_str().and_then(|value| similar(value, texts));
    let help = match (similar, &*expected) {
        (Some(text), _) => format!("replace {found} with `\"{text}\"`"),
        (None, [only]) => format!("replace {found} with {}", quoted_value(only)),
        (None, _) => match (object.as_deref(), pointer.key().as_deref(), value.as_str()) {
            (Some("Security Scheme Object"), Some("type"), Some(it @ ("basic" | "bearer"))) => {
                format!("replace `type: {it}` with `type: http` and `scheme: {it}`")
            }
            _ => format!("replace {found} with one of the expected values"),
        },
    };
    // The styles depend on the location of the parameter.
    let object = object.map(|object| match pointer.key().as_deref() {
        Some("style") if object == "Parameter Object" => format!("{object} with this `in`"),
        _ => object,
    });
    let list = listed(expected.iter().map(|value| quoted_value(value)));
    let one_of = if expected.len() > 1 { "one of " } else { "" };
    let message = format!(
        "invalid value {found}{}; expected {one_of}{list}",
        within(object)
    );
    Diagnostic::at(pointer, message, help)
}

/// Joins up to [`MAX_EXPECTED`] values.
pub(crate) fn listed(mut values: impl Iterator<Item = String>) -> String {
    let mut list: Vec<String> = values.by_ref().take(MAX_EXPECTED).collect();
    list.extend(values.next().map(|_| "…".to_owned()));
    list.join(", ")
}

/// Joins the items to a phrase: `a, b and c` for the conjunction `and`.
pub(crate) fn enumeration(items: &[String], conjunction: &str) -> String {
    match items.split_last() {
        Some((last, others)) if !others.is_empty() => {
            format!("{} {conjunction} {last}", others.join(", "))
        }
        _ => items.concat(),
    }
}

pub(crate) fn with_article(name: &str) -> String {
    match name.chars().next() {
        _ if name == "null" => name.to_owned(),
        Some('a' | 'e' | 'i' | 'o' | 'A' | 'E' | 'I' | 'O') => format!("an {name}"),
        _ => format!("a {name}"),
    }
}

/// Returns the end of a message: ` in Operation Object`.
pub(crate) fn within(object: Option<String>) -> String {
    object.map_or_else(String::new, |object| format!(" in {object}"))
}

/// Returns the help for an invalid value whose valid values aren't known.
pub(crate) fn change_value(object: Option<String>) -> String {
    let object = object.map_or_else(String::new, |object| format!(" for the {object}"));
    format!("change the value to one that the OpenAPI Specification allows{object}")
}

/// Quotes a scalar. Returns `the array` or `the object` for other values.
pub(crate) fn quoted_value(value: &Value) -> String {
    match value {
        Value::Array(_) => "the array".to_owned(),
        Value::Object(_) => "the object".to_owned(),
        scalar => quoted(&scalar.to_string()),
    }
}

/// Like [`quoted_value`], but returns `an array` or `an object`.
pub(crate) fn found_value(value: &Value) -> String {
    match value {
        Value::Array(items) if items.is_empty() => "an empty array".to_owned(),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(members) if members.is_empty() => "an empty object".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        scalar => quoted_value(scalar),
    }
}

/// Quotes the first [`MAX_VALUE_LENGTH`] characters of a text.
pub(crate) fn quoted(text: &str) -> String {
    match text.char_indices().nth(MAX_VALUE_LENGTH) {
        Some((end, _)) => format!("`{}…`", text.get(..end).unwrap_or_default()),
        None => format!("`{text}`"),
    }
}

/// Returns the candidate that `name` probably misspells: at most a third of the candidate's characters are wrong, not
/// counting differences in case.
pub(crate) fn similar<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let name: String = name.chars().take(MAX_VALUE_LENGTH).collect();
    let name = name.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| {
            let distance = strsim::levenshtein(&name, &candidate.to_lowercase());
            (distance, candidate)
        })
        .filter(|(distance, candidate)| distance * 3 <= candidate.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn similar_finds_the_nearest_candidate_within_a_third_of_its_length() {
        let candidates = ["parameters", "responses", "in"];
        for (name, expected) in [
            ("paramters", Some("parameters")),
            ("Responses", Some("responses")),
            ("IN", Some("in")),
            ("params", None),
            ("im", None),
            ("", None),
        ] {
            assert_eq!(similar(name, candidates), expected, "{name}");
        }
    }

    #[test]
    fn unknown_response_suggests_the_status() {
        for (name, help) in [
            ("2OO", "rename `2OO` to `200`"),
            (
                "4O4",
                "remove `4O4`, since `404` already exists; if needed, move its content into `404` first",
            ),
            ("4xx", "rename `4xx` to `4XX`"),
            ("Default", "rename `Default` to `default`"),
            ("600", "rename `600` to the status code of the response"),
            ("ok", "rename `ok` to the status code of the response"),
        ] {
            let responses = Pointer::from("/paths/~1a/get/responses".to_owned());
            let object = json!({"404": {}, name: {}});
            assert_eq!(unknown_field(&responses.child(name), &object).help(), help);
        }
    }

    #[test]
    fn unknown_field_suggests_fields_of_the_object() {
        for (pointer, message) in [
            (
                "/paths/~1a/get/paramters",
                "unknown field `paramters` in Operation Object; did you mean `parameters`?",
            ),
            (
                "/paths/~1a/get/fetch",
                "unknown field `fetch` in Operation Object",
            ),
            (
                "/components/schemas/A/item",
                "unknown field `item` in Schema Object; did you mean `items`?",
            ),
        ] {
            let error = unknown_field(&Pointer::from(pointer.to_owned()), &Value::Null);
            assert_eq!(error.message(), message);
        }
    }
}
