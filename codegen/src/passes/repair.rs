//! Corrects mistakes with an obvious correction, such as a missing description. Returns warnings about corrections that
//! may affect the SDK.
//!
//! A mistake isn't corrected if an operation, a field or a type would be lost: parsing rejects it.

use serde_json::{Map, Value, json};

use super::contains_any;
use crate::diagnostics::{Diagnostic, Effect, Pointer};
use crate::openapi::document::error_in_documentation;
use crate::openapi::errors::{missing_field, not_a_string, quoted, quoted_value};
use crate::openapi::keywords::object_name;
use crate::openapi::references;
use crate::openapi::walk::{Kind, Path, each_in_document, string};

/// The title of an API that has none.
const DEFAULT_TITLE: &str = "API";

/// The fields whose values are strings. YAML reads an unquoted `1.0` as a number and `true` as a boolean.
const TEXTS: [&str; 7] = [
    "description",
    "name",
    "openapi",
    "operationId",
    "summary",
    "title",
    "version",
];

/// The fields that only document their object.
const DOCUMENTATION: [&str; 6] = [
    "contact",
    "examples",
    "externalDocs",
    "license",
    "links",
    "tags",
];

/// The fields that may be null instead of missing.
const OPTIONAL: [&str; 10] = [
    "deprecated",
    "description",
    "headers",
    "operationId",
    "parameters",
    "required",
    "security",
    "servers",
    "summary",
    "tags",
];

/// The styles of query parameters and form fields.
const PAIR_STYLES: [&str; 4] = ["form", "spaceDelimited", "pipeDelimited", "deepObject"];

/// Corrects the objects of a document. Returns warnings about corrections that may affect the SDK.
pub fn repair(mut document: Value) -> (Value, Vec<Diagnostic>) {
    let mut warnings = Vec::new();
    // `correct_responses` moves responses, which `correct_fields` may correct.
    correct_all(&mut document, &mut warnings, |it, kind| {
        it.correct_responses(kind);
    });
    correct_all(&mut document, &mut warnings, |it, kind| {
        it.correct_fields(kind);
    });
    (document, warnings)
}

fn correct_all(
    document: &mut Value,
    warnings: &mut Vec<Diagnostic>,
    find: fn(&mut ObjectRepair<'_>, Kind),
) {
    let mut corrections = Vec::new();
    each_in_document(document, &mut |value, kind, path| {
        if let Value::Object(members) = value {
            let mut repair = ObjectRepair {
                members,
                path,
                corrections: &mut corrections,
            };
            find(&mut repair, kind);
        }
    });
    for correction in corrections {
        // An earlier correction may have deleted the object.
        if let Some(Value::Object(members)) = document.pointer_mut(correction.object.as_str()) {
            match correction.value {
                Some(value) => _ = members.insert(correction.field, value),
                None => _ = members.shift_remove(&correction.field),
            }
            warnings.extend(correction.warning);
        }
    }
}

/// A correction of one field.
struct Correction {
    object: Pointer,
    field: String,
    /// The new value, or `None` if the field is deleted.
    value: Option<Value>,
    warning: Option<Diagnostic>,
}

struct ObjectRepair<'a> {
    members: &'a Map<String, Value>,
    path: Path<'a>,
    corrections: &'a mut Vec<Correction>,
}

impl ObjectRepair<'_> {
    fn pointer(&self) -> Pointer {
        self.path.pointer()
    }

    /// Corrects the case of `2xx` and `Default`.
    fn correct_responses(&mut self, kind: Kind) {
        if kind != Kind::Objects
            || object_name(&self.pointer()).as_deref() != Some("Responses Object")
        {
            return;
        }
        for (key, response) in self.members {
            let correct = match key.to_ascii_uppercase() {
                upper if upper == "DEFAULT" => "default".to_owned(),
                upper => upper,
            };
            let is_status = correct == "default" || correct.ends_with("XX");
            if !is_status || *key == correct || self.members.contains_key(&correct) {
                continue;
            }
            let problem = Diagnostic::at(
                &self.pointer().child(key),
                format!("`{key}` is not a valid key of a Responses Object"),
                format!("rename `{key}` to `{correct}`"),
            );
            let note = format!("the response is read as `{correct}`");
            self.set(key, None, problem, note);
            self.correct(&correct, Some(response.clone()), None);
        }
    }

    fn correct_fields(&mut self, kind: Kind) {
        if kind == Kind::Schema {
            self.quote_texts(&["description", "title"]);
            self.delete_wrong_reference();
            return;
        }
        if kind != Kind::Object || self.members.contains_key("$ref") {
            return;
        }
        let Some(object) = object_name(&self.pointer()) else {
            return;
        };
        self.quote_texts(&TEXTS);
        for field in OPTIONAL {
            if self.members.get(field).is_some_and(Value::is_null) {
                self.correct(field, None, None);
            }
        }
        if object != "Components Object" {
            self.delete_invalid_documentation(&object);
        }
        self.correct_object(&object);
    }

    /// Sets or deletes a field.
    fn correct(&mut self, field: &str, value: Option<Value>, warning: Option<Diagnostic>) {
        self.corrections.push(Correction {
            object: self.pointer(),
            field: field.to_owned(),
            value,
            warning,
        });
    }

    /// Sets or deletes a field with a warning. `note` describes the effect on the SDK.
    fn set(
        &mut self,
        field: &str,
        value: Option<Value>,
        problem: Diagnostic,
        note: impl Into<String>,
    ) {
        let target = problem.pointer_or_root();
        let warning = problem.with_effect(Effect::Ignored, target);
        self.correct(field, value, Some(warning.with_note(note)));
    }

    /// Adds a required field if it is missing.
    fn add(&mut self, field: &str, value: impl Into<Value>) {
        if !self.members.contains_key(field) {
            let value = value.into();
            let note = format!("the generator uses {} as `{field}`", described(&value));
            let problem = missing_field(&self.pointer(), field);
            self.set(field, Some(value), problem, note);
        }
    }

    /// Converts numbers and booleans to strings: `version: 1.0` becomes `version: '1.0'`.
    fn quote_texts(&mut self, fields: &[&str]) {
        for field in fields {
            let Some(value @ (Value::Number(_) | Value::Bool(_))) = self.members.get(*field) else {
                continue;
            };
            let text = value.to_string();
            let problem = not_a_string(&self.pointer().child(field), value);
            let note = format!("the value is read as the string `{text}`");
            self.set(field, Some(Value::from(text)), problem, note);
        }
    }

    fn delete_invalid_documentation(&mut self, object: &str) {
        for field in DOCUMENTATION {
            if field == "tags" && object != "OpenAPI Object" {
                continue;
            }
            if let Some(value) = self.members.get(field)
                && let Some(error) =
                    error_in_documentation(field, value, &self.pointer().child(field))
            {
                let note = match field {
                    "tags" => "all Tag Objects are ignored; the `tags` of operations still apply"
                        .to_owned(),
                    _ => format!("`{field}` is ignored"),
                };
                self.set(field, None, error, note);
            }
        }
    }

    /// Deletes the `$ref` from a schema to a component that isn't a schema. The schema then allows any JSON value.
    fn delete_wrong_reference(&mut self) {
        let reference = self.members.get("$ref").and_then(Value::as_str);
        let problem =
            reference.and_then(|it| references::wrong_component(it, "schemas", &self.pointer()));
        if let Some(problem) = problem {
            let warning = problem.with_effect(Effect::Fallback, self.pointer());
            self.correct("$ref", None, Some(warning));
        }
    }

    /// Corrects mistakes in objects of one type.
    fn correct_object(&mut self, object: &str) {
        let has = |field: &str| self.members.contains_key(field);
        match object {
            "OpenAPI Object" if has("openapi") => {
                self.add("info", json!({"title": DEFAULT_TITLE, "version": "0"}));
            }
            "Info Object" => {
                self.add("title", DEFAULT_TITLE);
                self.add("version", "0");
            }
            // Only lint reports a missing description, which the SDK doesn't need.
            "Response Object" if !has("description") => {
                self.correct("description", Some("".into()), None);
            }
            // OpenAPI 3.1 allows an operation without responses.
            "Operation Object" if !has("responses") => {
                self.correct("responses", Some(json!({})), None);
            }
            "OAuth Flow Object" => self.correct_flow(),
            "Server Variable Object" => self.correct_variable(),
            "Parameter Object" | "Header Object" => self.correct_parameter(object),
            "Encoding Object" => self.correct_style("form fields", &PAIR_STYLES, "form"),
            // `openapiv3` would read the extensions as Path Item Objects.
            "Callback Object" => {
                for key in self.members.keys().filter(|key| key.starts_with("x-")) {
                    self.correct(key, None, None);
                }
            }
            _ => {}
        }
    }

    /// Adds the default of a server variable: its first value or, if it has none, the placeholder `{name}`. The
    /// placeholder keeps the URL invalid, so a warning reports it and it isn't used as a base URL.
    fn correct_variable(&mut self) {
        self.quote_texts(&["default"]);
        let text = |value: &Value| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        };
        let values = self.members.get("enum").and_then(Value::as_array);
        if let Some(values) = values.filter(|values| !values.iter().all(Value::is_string)) {
            let texts = values.iter().map(text).collect();
            self.correct("enum", Some(texts), None);
        }
        let first = values.and_then(|values| values.first());
        let placeholder = || format!("{{{}}}", self.pointer().key().unwrap_or_default());
        self.add("default", first.map_or_else(placeholder, text));
    }

    /// Adds the required fields of an OAuth Flow Object. The SDK doesn't use their values, because the caller obtains
    /// the token.
    fn correct_flow(&mut self) {
        let name = self.pointer().key().unwrap_or_default();
        let urls: &[&str] = match name.as_str() {
            "implicit" => &["authorizationUrl"],
            "authorizationCode" => &["authorizationUrl", "tokenUrl"],
            _ => &["tokenUrl"],
        };
        for url in urls {
            self.add(url, "");
        }
        self.add("scopes", json!({}));
    }

    fn correct_parameter(&mut self, object: &str) {
        let location = self.members.get("in").and_then(Value::as_str);
        let is_in_path = location == Some("path");
        if is_in_path && self.members.get("required") != Some(&Value::Bool(true)) {
            let problem = match self.members.contains_key("required") {
                true => Diagnostic::at(
                    &self.pointer().child("required"),
                    "`required` of a Parameter Object with `in: path` must be `true`",
                    "set `required` to `true`",
                ),
                false => missing_field(&self.pointer(), "required"),
            };
            let note = "a path parameter is always required";
            self.set("required", Some(true.into()), problem, note);
        }
        let is_known = matches!(location, Some("path" | "query" | "header" | "cookie"));
        let has_type = contains_any(self.members, &["schema", "content"]);
        if !has_type && (is_known || object == "Header Object") {
            let problem = missing_field(&self.pointer(), "schema");
            let note = "the type is any JSON value";
            self.set("schema", Some(json!({})), problem, note);
        }
        match location {
            Some("path") => {
                self.correct_style("path parameters", &["simple", "label", "matrix"], "simple");
            }
            Some("query") => self.correct_style("query parameters", &PAIR_STYLES, "form"),
            Some("cookie") => self.correct_style("cookie parameters", &["form"], "form"),
            _ => self.correct_style("headers", &["simple"], "simple"),
        }
    }

    /// Deletes a style that isn't defined for `subjects`.
    fn correct_style(&mut self, subjects: &str, defined: &[&str], default: &str) {
        let Some(style) = self.members.get("style") else {
            return;
        };
        if style.as_str().is_some_and(|style| defined.contains(&style)) {
            return;
        }
        let found = style.as_str().map_or_else(|| quoted_value(style), quoted);
        let one_of = if defined.len() > 1 { "one of " } else { "" };
        let expected = format!("{one_of}`{}`", defined.join("`, `"));
        let problem = Diagnostic::at(
            &self.pointer().child("style"),
            format!("the style {found} is not defined for {subjects}; expected {expected}"),
            format!("delete `style`, or set it to {expected}"),
        );
        let note = format!("the SDK uses the default style, `{default}`");
        self.set("style", None, problem, note);
    }
}

/// Describes the value of an added field.
fn described(value: &Value) -> String {
    match value {
        Value::Object(members) => match string(value, "title") {
            Some(title) => format!("the title `{title}`"),
            None if members.is_empty() => "an empty object".to_owned(),
            None => quoted_value(value),
        },
        value => quoted_value(value),
    }
}
