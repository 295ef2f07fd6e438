//! Finds the list in the response of an operation.

use serde_json::Value;

use super::declared::KEY;
use super::{properties, property_pointer};
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
    /// The schema of the list.
    pub(super) array: &'a Value,
}

impl Lowering<'_> {
    /// Returns the list in the only success response: the array at the JSON pointer `items` or, without `items`, the
    /// array with a usual name or the only array.
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
    pub(super) fn only_success<'b>(
        &'b self,
        operation: &Pointer,
    ) -> Option<(&'b Value, &'b Value)> {
        let successes = self.successes(operation);
        let [(_, success)] = successes.as_slice() else {
            return None;
        };
        let response = self.resolve_value(success)?;
        let body = json_media(response)?.get("schema")?;
        Some((response, self.resolve_value(body)?))
    }

    /// Creates the error about an operation for which [`find_list`](Self::find_list) returns `None`.
    pub(super) fn no_list(&self, operation: &Pointer, items: Option<&str>) -> Diagnostic {
        let [found, expected, help] = self.explain_successes(operation, items);
        let problem = format!("{found}{expected}");
        Diagnostic::at(&operation.child("responses"), problem, help)
    }

    /// Returns a description of the success responses of an operation or, if there is only one, of its body. Also
    /// returns the end of the message and the help of [`no_list`](Self::no_list).
    pub(super) fn explain_successes(
        &self,
        operation: &Pointer,
        items: Option<&str>,
    ) -> [String; 3] {
        let successes = self.successes(operation);
        match (self.only_success(operation), successes.as_slice()) {
            (Some((_, body)), _) => {
                let arrays = self.arrays(body);
                let found = format!("the body of the success response {}", describe(&arrays));
                let (expected, help) = no_list_in(&arrays, items);
                [found, expected, help]
            }
            (None, []) => [
                "the operation has no 2XX response".to_owned(),
                format!("; `{KEY}` expects one with a list"),
                "add the 2XX response to `responses`".to_owned(),
            ],
            (None, [(status, _)]) => [
                format!("response `{status}` has no JSON body with a schema"),
                format!("; `{KEY}` expects one with a list"),
                format!(
                    "add `content: {{application/json: {{schema: …}}}}` to response `{status}`"
                ),
            ],
            (None, several) => [
                format!(
                    "the operation has the success responses {}",
                    listed(several.iter().map(|(status, _)| quoted(status)))
                ),
                format!("; `{KEY}` expects only one"),
                "in an overlay, delete the success responses that the API doesn't send".to_owned(),
            ],
        }
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

    /// Returns the success responses of an operation.
    fn successes(&self, operation: &Pointer) -> Vec<(&String, &Value)> {
        let responses = operation.child("responses");
        members(self.document.root(), responses.as_str())
            .filter(|(status, _)| status.starts_with('2'))
            .collect()
    }

    /// Returns the schema of the value at a JSON pointer.
    pub(super) fn schema_at<'b>(&'b self, schema: &'b Value, pointer: &str) -> Option<&'b Value> {
        let pointer = Pointer::from(pointer.to_owned());
        pointer.keys().try_fold(schema, |schema, key| {
            self.resolve_value(properties(schema)?.get(&key)?)
        })
    }
}

/// Returns the end of the message about a body with these arrays, which has no list at the JSON pointer `items`, and
/// the help.
fn no_list_in(arrays: &[String], items: Option<&str>) -> (String, String) {
    let declared = match items {
        None => format!(", and `{KEY}` has no `items`"),
        Some(items) => format!(", but `items` of `{KEY}` is {}", location(items)),
    };
    let help = match arrays {
        [] => "set `items` to the JSON pointer of an array in the body, such as `/result/items`"
            .to_owned(),
        [only] => format!("set `items` to {}", location(only)),
        _ => "set `items` to the one of these locations that has the list".to_owned(),
    };
    (declared, help)
}

/// Describes a body with arrays at these JSON pointers. Omits some if there are many.
fn describe(arrays: &[String]) -> String {
    match arrays {
        [] => "has no array among its properties".to_owned(),
        [only] if only.is_empty() => "is an array".to_owned(),
        [only] => format!("has an array at {}", location(only)),
        arrays => format!(
            "has arrays at {}",
            listed(arrays.iter().map(|it| location(it)))
        ),
    }
}

/// Quotes a JSON pointer. `""` is the whole body.
fn location(pointer: &str) -> String {
    match pointer {
        "" => "`\"\"`, which means the whole body".to_owned(),
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
                "the body of the success response has no array among its properties, and `x-sdk-pagination` has no `items`",
                "set `items` to the JSON pointer of an array in the body, such as `/result/items`",
            ),
            (
                json!({"200": json_body(list.clone())}),
                &link_at_c,
                "the body of the success response is an array, but `items` of `x-sdk-pagination` is `/c`",
                "set `items` to `\"\"`, which means the whole body",
            ),
            (
                one,
                &link_at_c,
                "the body of the success response has an array at `/a`, but `items` of `x-sdk-pagination` is `/c`",
                "set `items` to `/a`",
            ),
            (
                two.clone(),
                &link_at_c,
                "the body of the success response has arrays at `/a`, `/b`, but `items` of `x-sdk-pagination` is `/c`",
                "set `items` to the one of these locations that has the list",
            ),
            (
                two,
                &link,
                "the body of the success response has arrays at `/a`, `/b`, and `x-sdk-pagination` has no `items`",
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
