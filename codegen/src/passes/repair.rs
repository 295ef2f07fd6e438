//! Corrects mistakes with an obvious correction, such as a missing description.
//!
//! A mistake isn't corrected if an operation, a field or a type would be lost: parsing rejects it.

use serde_json::{Map, Value, json};

use super::contains_any;
use crate::diagnostics::{Collector, Diagnostic, Effect, Pointer};
use crate::openapi::document::error_in_documentation;
use crate::openapi::errors::{missing_field, not_a_string, quoted, quoted_value, similar_status};
use crate::openapi::keywords::object_name;
use crate::openapi::references;
use crate::openapi::walk::{Kind, Path, each_in_document_mut};

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

/// Corrects the objects of a document, with a warning about each correction that may affect the SDK.
pub fn repair(mut document: Value, diagnostics: &mut Collector) -> Value {
    each_in_document_mut(&mut document, |value, kind, path| {
        if let Value::Object(members) = value {
            let mut repair = ObjectRepair {
                members,
                path,
                diagnostics,
            };
            repair.correct(kind);
        }
    });
    document
}

/// Corrects one object, whose inner objects are already corrected.
struct ObjectRepair<'a> {
    members: &'a mut Map<String, Value>,
    path: Path<'a>,
    diagnostics: &'a mut Collector,
}

impl ObjectRepair<'_> {
    fn pointer(&self) -> Pointer {
        self.path.pointer()
    }

    fn correct(&mut self, kind: Kind) {
        match kind {
            Kind::Schema => {
                self.quote_texts(&["description", "title"]);
                self.delete_wrong_reference();
            }
            Kind::Object if !self.members.contains_key("$ref") => self.correct_fields(),
            Kind::Objects
                if object_name(&self.pointer()).as_deref() == Some("Responses Object") =>
            {
                self.correct_responses();
            }
            _ => {}
        }
    }

    /// Corrects the case of `2xx` and `Default`.
    fn correct_responses(&mut self) {
        let keys: Vec<String> = self.members.keys().cloned().collect();
        for key in &keys {
            let correct = similar_status(key)
                .filter(|it| it.eq_ignore_ascii_case(key) && !self.members.contains_key(it));
            let Some(correct) = correct else {
                continue;
            };
            let problem = Diagnostic::at(
                &self.pointer().child(key),
                format!("`{key}` is not a valid key of a Responses Object"),
                format!("rename `{key}` to `{correct}`"),
            );
            let note = format!("the response is read as `{correct}`");
            let response = self.members.shift_remove(key);
            self.set(&correct, response, problem, note);
        }
    }

    fn correct_fields(&mut self) {
        let Some(object) = object_name(&self.pointer()) else {
            return;
        };
        self.quote_texts(&TEXTS);
        for field in OPTIONAL {
            if self.members.get(field).is_some_and(Value::is_null) {
                self.members.shift_remove(field);
            }
        }
        if object != "Components Object" {
            self.delete_invalid_documentation(&object);
        }
        self.correct_object(&object);
    }

    /// Sets or deletes a field with a warning. `note` describes the effect on the SDK.
    fn set(
        &mut self,
        field: &str,
        value: Option<Value>,
        problem: Diagnostic,
        note: impl Into<String>,
    ) {
        self.diagnostics.warn(problem.with_note(note));
        match value {
            Some(value) => _ = self.members.insert(field.to_owned(), value),
            None => _ = self.members.shift_remove(field),
        }
    }

    /// Adds a required field if it is missing.
    fn add(&mut self, field: &str, value: impl Into<Value>) {
        if !self.members.contains_key(field) {
            let value = value.into();
            let used = quoted(&value.to_string());
            let note = format!("the generator uses {used} as `{field}`");
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
        let pointer = self.pointer();
        // The `tags` of other objects are strings.
        let fields = self.members.iter();
        let fields = fields.filter(|(field, _)| *field != "tags" || object == "OpenAPI Object");
        let errors: Vec<(String, Diagnostic)> = fields
            .filter_map(|(field, value)| {
                Some((
                    field.clone(),
                    error_in_documentation(field, value, &pointer)?,
                ))
            })
            .collect();
        for (field, error) in errors {
            let note = match field.as_str() {
                "tags" => {
                    "all Tag Objects are ignored; the `tags` of operations still apply".to_owned()
                }
                _ => format!("`{field}` is ignored"),
            };
            self.set(&field, None, error, note);
        }
    }

    /// Deletes the `$ref` from a schema to a component that isn't a schema. The schema then allows any JSON value.
    fn delete_wrong_reference(&mut self) {
        let reference = self.members.get("$ref").and_then(Value::as_str);
        let problem =
            reference.and_then(|it| references::wrong_component(it, "schemas", &self.pointer()));
        if let Some(problem) = problem {
            let warning = problem.with_note("the type is any JSON value");
            self.diagnostics.warn_with(Effect::Fallback, warning);
            self.members.shift_remove("$ref");
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
                self.members.insert("description".to_owned(), "".into());
            }
            // OpenAPI 3.1 allows an operation without responses.
            "Operation Object" if !has("responses") => {
                self.members.insert("responses".to_owned(), json!({}));
            }
            "OAuth Flow Object" => self.correct_flow(),
            "Server Variable Object" => self.correct_variable(),
            "Parameter Object" | "Header Object" => self.correct_parameter(object),
            "Encoding Object" => self.correct_style("form fields", &PAIR_STYLES),
            // `openapiv3` would read the extensions as Path Item Objects.
            "Callback Object" => self.members.retain(|key, _| !key.starts_with("x-")),
            _ => {}
        }
    }

    /// Adds the default of a server variable: its first value or, if it has none, the placeholder `{name}`. The
    /// placeholder keeps the URL invalid, so a warning reports it and it isn't used as a base URL.
    fn correct_variable(&mut self) {
        self.quote_texts(&["default"]);
        let values = self.members.get_mut("enum").and_then(Value::as_array_mut);
        for value in values.into_iter().flatten().filter(|it| !it.is_string()) {
            *value = value.to_string().into();
        }
        let values = self.members.get("enum");
        let first = values.and_then(|values| values.get(0)).cloned();
        let placeholder = || format!("{{{}}}", self.pointer().key().unwrap_or_default()).into();
        self.add("default", first.unwrap_or_else(placeholder));
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
        let location = match object {
            "Header Object" => Some("header"),
            _ => self.members.get("in").and_then(Value::as_str),
        };
        let is_in_path = location == Some("path");
        let (subjects, styles): (_, &[&str]) = match location {
            Some("path") => ("path parameters", &["simple", "label", "matrix"]),
            Some("query") => ("query parameters", &PAIR_STYLES),
            Some("header") => ("headers", &["simple"]),
            Some("cookie") => ("cookie parameters", &["form"]),
            // Parsing rejects the parameter.
            _ => return,
        };
        if is_in_path && self.members.get("required") != Some(&Value::Bool(true)) {
            let problem = Diagnostic::at(
                &self.pointer().child("required"),
                "`required` of a Parameter Object with `in: path` must be `true`",
                "set `required` to `true`",
            );
            let note = "a path parameter is always required";
            self.set("required", Some(true.into()), problem, note);
        }
        if !contains_any(self.members, &["schema", "content"]) {
            let problem = missing_field(&self.pointer(), "schema");
            let note = "the type is any JSON value";
            self.set("schema", Some(json!({})), problem, note);
        }
        self.correct_style(subjects, styles);
    }

    /// Deletes a style that isn't defined for `subjects`. The first of the `defined` styles is the default.
    fn correct_style(&mut self, subjects: &str, defined: &[&str]) {
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
        let default = defined.first().copied().unwrap_or_default();
        let note = format!("the SDK uses the default style, `{default}`");
        self.set("style", None, problem, note);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(document: Value) -> (Value, Vec<String>) {
        let mut diagnostics = Collector::default();
        let document = repair(document, &mut diagnostics);
        let warnings = diagnostics.into_diagnostics();
        let messages = warnings.iter().map(|it| it.message().to_owned());
        (document, messages.collect())
    }

    #[test]
    fn repair_corrects_keys_of_responses_but_not_names_of_components() {
        let response = json!({"description": ""});
        let (document, messages) = repaired(json!({
            "paths": {"/a": {"get": {"responses": {"4xx": response, "Default": response, "okxx": response}}}},
            "components": {"responses": {"Default": response, "Error4XX": response}},
        }));
        let keys = |pointer| -> Vec<&String> {
            let responses = document.pointer(pointer).and_then(Value::as_object);
            responses.unwrap().keys().collect()
        };
        assert_eq!(keys("/paths/~1a/get/responses"), ["okxx", "4XX", "default"]);
        assert_eq!(keys("/components/responses"), ["Default", "Error4XX"]);
        assert_eq!(messages.len(), 2, "{messages:?}");
    }

    #[test]
    fn repair_keeps_documentation_that_is_valid_after_correction() {
        let (document, messages) = repaired(json!({"tags": [{"name": 2026}]}));
        assert_eq!(document, json!({"tags": [{"name": "2026"}]}));
        assert_eq!(messages, ["expected a string, found `2026`"]);
    }

    #[test]
    fn repair_leaves_parameter_whose_location_is_unknown() {
        let document =
            json!({"components": {"parameters": {"A": {"in": "body", "style": "form"}}}});
        assert_eq!(repaired(document.clone()), (document, Vec::new()));
    }
}
