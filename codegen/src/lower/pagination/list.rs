//! Finds the list in the response of an operation.

use serde_json::Value;

use super::declared::KEY;
use super::{DATA, META, properties, property_pointer};
use crate::diagnostics::{Diagnostic, Pointer};
use crate::ir::LIST_PROPERTIES;
use crate::lower::Lowering;
use crate::openapi::errors::{listed, quoted};
use crate::openapi::media_type::json_media;
use crate::openapi::walk::{members, string};

/// The list in the success response of an operation.
pub(super) struct List<'a> {
    pub(super) response: &'a Value,
    /// The schema of the body.
    pub(super) body: &'a Value,
    /// The location of the items in the body, a JSON pointer.
    pub(super) pointer: String,
    pub(super) array: &'a Value,
}

impl Lowering<'_> {
    /// Returns the list in the only success response: the array at the JSON pointer `items`, or else the default.
    pub(super) fn find_list<'b>(
        &'b self,
        operation: &Pointer,
        items: Option<&str>,
    ) -> Option<List<'b>> {
        let (response, body) = self.only_success(operation)?;
        let pointer = match items {
            Some(items) => items.to_owned(),
            None => self.default_items(body)?,
        };
        Some(List {
            response,
            body,
            array: self.schema_at(body, &pointer).filter(|it| is_array(it))?,
            pointer,
        })
    }

    /// Returns the only success response of an operation, and the schema of its JSON body.
    fn only_success<'b>(&'b self, operation: &Pointer) -> Option<(&'b Value, &'b Value)> {
        let successes = self.responses(operation, "2");
        let [(_, success)] = successes.as_slice() else {
            return None;
        };
        let response = self.resolve_value(success)?;
        Some((response, self.json_body(response)?))
    }

    /// Creates the error about an operation for which [`find_list`](Self::find_list) returns `None`.
    pub(super) fn no_list(&self, operation: &Pointer, items: Option<&str>) -> Diagnostic {
        let successes = self.responses(operation, "2");
        let (problem, help) = match (self.only_success(operation), successes.as_slice()) {
            (Some((_, body)), _) => no_list_in(&self.arrays(body), items),
            (None, []) => (
                format!("the operation has no 2XX response; `{KEY}` expects one with a list"),
                "add the 2XX response to `responses`".to_owned(),
            ),
            (None, [(status, _)]) => (
                format!(
                    "response `{status}` has no JSON body with a schema; `{KEY}` expects one with a list"
                ),
                format!(
                    "add `content: {{application/json: {{schema: …}}}}` to response `{status}`"
                ),
            ),
            (None, several) => (
                format!(
                    "the operation has the success responses {}; `{KEY}` expects only one",
                    listed(several.iter().map(|(status, _)| quoted(status)))
                ),
                "in an overlay, delete the success responses that the API doesn't send".to_owned(),
            ),
        };
        Diagnostic::at(&operation.child("responses"), problem, help)
    }

    /// Returns the JSON pointer of the array with a usual name, or else of the only array in a body.
    fn default_items(&self, body: &Value) -> Option<String> {
        let arrays = self.arrays(body);
        let mut usual = LIST_PROPERTIES
            .iter()
            .map(|name| property_pointer("", name));
        let usual = usual.find(|it| arrays.contains(it));
        usual.or_else(|| <[String; 1]>::try_from(arrays).ok().map(|[only]| only))
    }

    /// Returns the JSON pointers of the arrays in a body: `""` if the body is an array, or else its array properties.
    fn arrays(&self, body: &Value) -> Vec<String> {
        if is_array(body) {
            return vec![String::new()];
        }
        let properties = properties(body).into_iter().flatten();
        properties
            .filter(|(_, schema)| self.resolve_value(schema).is_some_and(is_array))
            .map(|(name, _)| property_pointer("", name))
            .collect()
    }

    /// Returns the responses of an operation whose status begins with `start`.
    fn responses(&self, operation: &Pointer, start: &str) -> Vec<(&String, &Value)> {
        let responses = operation.child("responses");
        members(self.document.root(), responses.as_str())
            .filter(|(status, _)| status.starts_with(start))
            .collect()
    }

    /// Returns the schema of the JSON body of a response: of the media type that `Media::json` chooses.
    fn json_body<'b>(&'b self, response: &'b Value) -> Option<&'b Value> {
        self.resolve_value(json_media(response)?.get("schema")?)
    }

    /// Describes the first success response that isn't an envelope: an object with the list in `data`, and no other
    /// property except `meta`.
    pub(super) fn describe_response_without_envelope(&self, operation: &Pointer) -> String {
        let mut successes = self.responses(operation, "2");
        if successes.is_empty() {
            successes = self.responses(operation, "default");
        }
        if successes.is_empty() {
            return "the operation has no success response".to_owned();
        }
        for (status, success) in successes {
            let body = self
                .resolve_value(success)
                .and_then(|it| self.json_body(it));
            let Some(body) = body else {
                return format!("response `{status}` has no JSON body with a schema");
            };
            let subject = format!("the body of response `{status}`");
            if is_array(body) {
                return format!("{subject} is an array");
            }
            let properties = properties(body).into_iter().flatten();
            let names: Vec<&str> = properties.map(|(name, _)| name.as_str()).collect();
            let noun = match names.as_slice() {
                [] => return format!("{subject} is not an object with `properties`"),
                [_] => "property",
                _ => "properties",
            };
            let is_envelope = self.arrays(body).contains(&property_pointer("", DATA))
                && names.iter().all(|name| [DATA, META].contains(name));
            if !is_envelope {
                let names = listed(names.into_iter().map(quoted));
                return format!("{subject} is an object with the {noun} {names}");
            }
        }
        "the success responses have different lists".to_owned()
    }

    /// Returns the schema of the value at a JSON pointer.
    pub(super) fn schema_at<'b>(&'b self, schema: &'b Value, pointer: &str) -> Option<&'b Value> {
        let pointer = Pointer::from(pointer.to_owned());
        pointer.keys().try_fold(schema, |schema, key| {
            self.resolve_value(properties(schema)?.get(&key)?)
        })
    }
}

/// Returns why a body with these arrays has no list at the JSON pointer `items`, and the help.
fn no_list_in(arrays: &[String], items: Option<&str>) -> (String, String) {
    let body = "the body of the success response has";
    let problem = match (arrays, items) {
        ([], None) => format!("{body} no array among its properties"),
        (arrays, None) => format!("{body} {}; `{KEY}` has no `items`", describe(arrays)),
        (arrays, Some(items)) => {
            let found = match arrays {
                [] => String::new(),
                [only] if only.is_empty() => "; the body itself is an array".to_owned(),
                arrays => format!("; it has {}", describe(arrays)),
            };
            let items = location(items);
            format!("{body} no array at {items}, which is `items` of `{KEY}`{found}")
        }
    };
    (problem, set_items(arrays))
}

fn set_items(arrays: &[String]) -> String {
    match arrays {
        [] => "set `items` to the JSON pointer of an array in the body, such as `/result/items`"
            .to_owned(),
        [only] if only.is_empty() => "set `items` to `\"\"`, which means the whole body".to_owned(),
        [only] => format!("set `items` to {}", location(only)),
        _ => "set `items` to the one of these locations that has the list".to_owned(),
    }
}

/// Describes the arrays at these JSON pointers. Omits some if there are many.
fn describe(arrays: &[String]) -> String {
    let noun = if arrays.len() == 1 {
        "an array"
    } else {
        "arrays"
    };
    format!("{noun} at {}", listed(arrays.iter().map(|it| location(it))))
}

/// Quotes a JSON pointer. `""` is the whole body.
pub(super) fn location(pointer: &str) -> String {
    match pointer {
        "" => "`\"\"`".to_owned(),
        pointer => quoted(pointer),
    }
}

fn is_array(schema: &Value) -> bool {
    string(schema, "type") == Some("array")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::diagnostics::{Collector, Diagnostic, Mode};
    use crate::lower::lower;
    use crate::openapi::document::Document;

    fn error(responses: &Value, pagination: &Value) -> Diagnostic {
        let document = json!({
            "openapi": "3.0.3",
            "info": {"title": "Test API", "version": "1"},
            "paths": {"/a": {"get": {"x-sdk-pagination": pagination, "responses": responses}}},
        });
        let document = Document::parse(document, &mut Collector::default()).unwrap();
        lower(&document, &mut Collector::new(Mode::Strict)).unwrap_err()
    }

    #[test]
    fn missing_list_reports_what_the_responses_have_instead() {
        let json_body = |schema: Value| json!({"description": "", "content": {"application/json": {"schema": schema}}});
        let list = json!({"type": "array", "items": {}});
        let one = json!({"200": json_body(json!({"properties": {"a": list}, "type": "object"}))});
        let two = json!({"200": json_body(json!({"properties": {"a": list, "b": list}, "type": "object"}))});
        let link = json!({"style": "link"});
        let link_at_c = json!({"style": "link", "items": "/c"});
        for (responses, pagination, message, help) in [
            (
                json!({"404": {"description": ""}}),
                &link,
                "the operation has no 2XX response; `x-sdk-pagination` expects one with a list",
                "add the 2XX response to `responses`",
            ),
            (
                json!({"200": {"description": ""}, "202": {"description": ""}}),
                &link,
                "the operation has the success responses `200`, `202`; `x-sdk-pagination` expects only one",
                "in an overlay, delete the success responses that the API doesn't send",
            ),
            (
                json!({"200": {"description": "", "content": {"application/json": {}}}}),
                &link,
                "response `200` has no JSON body with a schema; `x-sdk-pagination` expects one with a list",
                "add `content: {application/json: {schema: …}}` to response `200`",
            ),
            (
                json!({"200": json_body(json!({"type": "object"}))}),
                &link,
                "the body of the success response has no array among its properties",
                "set `items` to the JSON pointer of an array in the body, such as `/result/items`",
            ),
            (
                json!({"200": json_body(list.clone())}),
                &link_at_c,
                "the body of the success response has no array at `/c`, which is `items` of `x-sdk-pagination`; the \
                 body itself is an array",
                "set `items` to `\"\"`, which means the whole body",
            ),
            (
                one,
                &link_at_c,
                "the body of the success response has no array at `/c`, which is `items` of `x-sdk-pagination`; it has an \
                 array at `/a`",
                "set `items` to `/a`",
            ),
            (
                two.clone(),
                &link_at_c,
                "the body of the success response has no array at `/c`, which is `items` of `x-sdk-pagination`; it has \
                 arrays at `/a`, `/b`",
                "set `items` to the one of these locations that has the list",
            ),
            (
                two,
                &link,
                "the body of the success response has arrays at `/a`, `/b`; `x-sdk-pagination` has no `items`",
                "set `items` to the one of these locations that has the list",
            ),
        ] {
            let error = error(&responses, pagination);
            assert_eq!(error.message(), message);
            let help = format!("{help}, or set `x-sdk-pagination` of the operation to `false`");
            assert_eq!(error.help(), help);
        }
    }
}
