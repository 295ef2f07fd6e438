//! Parses OpenAPI 3.0 documents to the types of the crate `openapiv3`, the *typed form*.
//!
//! Parsing removes invalid objects and simplifies invalid schemas. Strict mode returns an error about the first removed
//! object instead.

mod deserialize;
mod invalid_objects;
mod recover;
mod security_schemes;
mod unknown_fields;

use std::collections::{BTreeSet, HashSet};

use indexmap::IndexMap;
use openapiv3::{OpenAPI, PathItem};
use serde_json::Value;

pub(crate) use self::deserialize::{pointer_of, translate_wrong_type};
pub(crate) use self::invalid_objects::{error_in_documentation, keyword_invalid_for_type};
#[cfg(feature = "lint")]
pub(crate) use self::security_schemes::invalid_type;
pub(crate) use self::security_schemes::remove_mutual_tls;

use self::deserialize::deserialize;
use crate::diagnostics::{Collector, Diagnostic, Effect, Pointer, Result};
use crate::openapi::errors::{not_a_string, wrong_type};
use crate::openapi::operations::{WEBHOOKS, operations};
use crate::openapi::walk::{members, string};

/// A document as a value and in its typed form, which lacks some keywords.
#[derive(Debug)]
pub struct Document {
    /// The typed form.
    pub openapi: OpenAPI,
    /// The webhooks by name, which the typed form lacks.
    pub webhooks: IndexMap<String, PathItem>,
    /// The names of the security schemes of type `mutualTLS`, which the typed form lacks.
    pub mutual_tls: BTreeSet<String>,
    value: Value,
    /// The locations of the invalid objects that were removed or simplified.
    removed_or_simplified: HashSet<Pointer>,
}

impl Document {
    /// Parses a document. Removes or simplifies each invalid object, and reports it.
    ///
    /// # Errors
    ///
    /// Returns an error if the document as a whole can't be parsed. In strict mode, also returns the first problem that
    /// this mode doesn't tolerate; it tolerates an invalid schema, for example.
    pub fn parse(mut value: Value, diagnostics: &mut Collector) -> Result<Self> {
        check_version(&value)?;
        let earlier = diagnostics.report.diagnostics.len();
        let mutual_tls = remove_mutual_tls(&mut value);
        let (mut openapi, invalid) = recover::remove_invalid_objects(&mut value)?;
        for problem in invalid {
            diagnostics.add(problem)?;
        }
        for error in unknown_fields::find(&value, &mut openapi) {
            diagnostics.report_ignored(error)?;
        }
        let mut webhooks = IndexMap::new();
        for (name, item) in members(&value, "/webhooks") {
            match deserialize(item, &Pointer::root().child(WEBHOOKS).child(name)) {
                Ok(webhook) => {
                    webhooks.insert(name.clone(), webhook);
                }
                Err(error) => diagnostics.report_ignored(error)?,
            }
        }
        // The typed form treats null like a missing field.
        for operation in operations(&value).iter().filter(|it| it.value.is_null()) {
            let message = "expected an Operation Object, found null";
            let method = operation.pointer.key().unwrap_or_default();
            let help = format!("add an object with `responses`, or remove `{method}`");
            let error = Diagnostic::at(&operation.pointer, message, help);
            diagnostics.report(Effect::Skipped, operation.pointer.clone(), error)?;
        }
        let reported = diagnostics.report.diagnostics.iter().skip(earlier);
        let removed_or_simplified = reported.filter_map(Diagnostic::target).cloned().collect();
        Ok(Self {
            openapi,
            webhooks,
            mutual_tls,
            value,
            removed_or_simplified,
        })
    }

    pub(crate) fn root(&self) -> &Value {
        &self.value
    }

    /// Returns the JSON value at `pointer`, of the document without the objects that parsing removed or simplified.
    pub fn node(&self, pointer: &Pointer) -> Option<&Value> {
        self.value.pointer(pointer.as_str())
    }

    pub(crate) fn is_removed_or_simplified(&self, pointer: &Pointer) -> bool {
        self.removed_or_simplified.contains(pointer)
    }
}

/// Checks that the document is OpenAPI 3.0. `normalise` converts the other supported versions to 3.0.
pub(crate) fn check_version(document: &Value) -> Result<()> {
    match string(document, "openapi") {
        Some(version) if version.starts_with("3.0.") => Ok(()),
        _ => Err(version_error(document)),
    }
}

/// Creates the error about a missing or unsupported version of OpenAPI.
pub(crate) fn version_error(document: &Value) -> Diagnostic {
    let root = Pointer::root();
    if document.is_null() {
        let message = "the document is empty; expected an OpenAPI Object";
        let help = "choose a file that contains an OpenAPI document";
        return Diagnostic::at(&root, message, help);
    }
    if !document.is_object() {
        return wrong_type(&root, document, "an OpenAPI Object");
    }
    let (field, message, help) = match (document.get("openapi"), document.get("swagger")) {
        (Some(Value::String(version)), _) => (
            "openapi",
            format!("unsupported OpenAPI version `{version}`; expected 3.0, 3.1 or 3.2"),
            "convert the document to OpenAPI 3.1",
        ),
        (Some(version), _) => return not_a_string(&root.child("openapi"), version),
        (None, Some(version)) => {
            let version = version
                .as_str()
                .map_or_else(|| version.to_string(), str::to_owned);
            let message = format!("Swagger {version} is not supported");
            (
                "swagger",
                message,
                "convert the document to OpenAPI 3 first",
            )
        }
        (None, None) => (
            "openapi",
            "missing field `openapi` in OpenAPI Object".to_owned(),
            "add the version of OpenAPI that the document uses, such as `openapi: 3.0.3`, at the root of the document",
        ),
    };
    Diagnostic::at(&root.child(field), message, help)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parse(document: Value) -> Result<Document> {
        Document::parse(document, &mut Collector::default())
    }

    #[test]
    fn parse_rejects_other_versions() {
        for (value, pointer, message) in [
            (json!(null), "#", "the document is empty"),
            (
                json!([]),
                "#",
                "expected an OpenAPI Object, found an empty array",
            ),
            (
                json!({"swagger": "2.0"}),
                "#/swagger",
                "Swagger 2.0 is not supported",
            ),
            (
                json!({"openapi": 3.1}),
                "#/openapi",
                "expected a string, found `3.1`",
            ),
            (
                json!({"openapi": "3.2.0"}),
                "#/openapi",
                "unsupported OpenAPI version `3.2.0`",
            ),
        ] {
            let error = parse(value).unwrap_err();
            assert_eq!(error.pointer().unwrap().to_string(), pointer);
            assert!(error.message().contains(message), "{error}");
        }
    }

    #[test]
    fn parse_locates_error_deep_in_schema() {
        let mut schema = json!({"type": "string", "maxLength": "many"});
        for _ in 0..50 {
            schema = json!({"type": "object", "properties": {"a": schema}});
        }
        let document = json!({
            "openapi": "3.0.3",
            "info": {"title": "t", "version": "1"},
            "paths": {},
            "components": {"schemas": {"A": schema}},
        });
        let mut diagnostics = Collector::default();
        Document::parse(document, &mut diagnostics).unwrap();
        let error = &diagnostics.report.diagnostics[0];
        let pointer = error.pointer().unwrap().to_string();
        assert!(
            pointer.ends_with("/properties/a/maxLength") && pointer.len() > 600,
            "{pointer}"
        );
        assert_eq!(
            error.message(),
            "expected a non-negative integer, found `\"many\"`"
        );
    }

    #[test]
    fn parse_rejects_unknown_fields_that_may_be_operations_or_responses() {
        for (paths, pointer, message) in [
            (
                json!({"rooms": {"get": {"responses": {}}}}),
                "#/paths/rooms",
                "path `rooms` doesn't begin with `/`",
            ),
            (
                json!({"/a": {"fetch": {"responses": {}}}}),
                "#/paths/~1a/fetch",
                "unknown field `fetch` in Path Item Object",
            ),
            (
                json!({"/a": {"get": {"responses": {"2OO": {"description": ""}}}}}),
                "#/paths/~1a/get/responses/2OO",
                "unknown field `2OO` in Responses Object; expected a status code, a range such as `2XX`, or `default`",
            ),
        ] {
            let document =
                json!({"openapi": "3.0.3", "info": {"title": "", "version": ""}, "paths": paths});
            let error = parse(document).unwrap_err();
            assert_eq!(error.pointer().unwrap().to_string(), pointer);
            assert_eq!(error.message(), message);
        }
    }

    #[test]
    fn parse_accepts_fields_with_default_values() {
        let document = json!({
            "openapi": "3.0.3",
            "info": {"title": "t", "version": "1", "x-own": {"a": 1}},
            "servers": [{"url": "https://api.example.com", "description": "Only one."}],
            "tags": [{"name": "a", "externalDocs": {"url": "https://example.com"}}],
            "paths": {"/a": {
                "parameters": [{"name": "p", "in": "query", "required": false, "style": "form", "explode": true,
                    "allowEmptyValue": false, "schema": {"x": 1}, "example": {"a": 1}}],
                "get": {"deprecated": false, "tags": [], "security": [{}], "responses": {
                    "default": {"description": "", "headers": {"x-h": {"style": "simple", "schema": {}}}},
                    "2XX": {"description": "", "content": {"text/plain": {"examples": {"a": {"value": 1}}}}},
                }},
            }},
            "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}},
        });
        parse(document).unwrap();
    }

    #[test]
    fn parse_locates_value_of_wrong_type() {
        let error =
            parse(json!({"openapi": "3.0.3", "info": {"title": 1}, "paths": {}})).unwrap_err();
        assert_eq!(error.pointer().unwrap().to_string(), "#/info/title");
    }
}
