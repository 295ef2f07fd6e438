//! Finds the list in the response of an operation.

use serde_json::Value;

use super::declared::KEY;
use super::{properties, property_pointer};
use crate::diagnostics::{Diagnostic, Pointer};
use crate::ir::LISTS;
use crate::lower::Lowering;
use crate::openapi::errors::{MAX_EXPECTED, enumeration, listed, quoted};
use crate::openapi::media_type::is_json;
use crate::openapi::walk::{members, string};

/// The list in the success response of an operation.
pub(super) struct List<'a> {
    /// The Response Object.
    pub(super) response: &'a Value,
    /// The schema of the body.
    pub(super) body: &'a Value,
    /// The location of the items in the body, a JSON pointer.
    pub(super) pointer: String,
    /// The schema of an item.
    pub(super) item: Option<&'a Value>,
}

/// A success response that isn't a list in an envelope.
pub(super) struct OtherResponse {
    pub(super) description: String,
    /// Whether the body is an object with `properties`.
    pub(super) is_object: bool,
}

impl OtherResponse {
    fn without_object(description: impl Into<String>) -> Self {
        Self {
            description: description.into(),
            is_object: false,
        }
    }
}

/// The remedy if a body has several arrays.
const SET_ITEMS_TO_ONE: &str = "set `items` to the one of these locations that has the list";

impl Lowering<'_> {
    /// Returns the list in the only success response of an operation: the one at a JSON pointer, or else the one with a
    /// usual name, or else the only array in the body.
    pub(super) fn find_list<'b>(
        &'b self,
        operation: &Pointer,
        pointer: Option<&str>,
    ) -> Option<List<'b>> {
        let successes = self.successes(operation);
        let [(_, success)] = successes.as_slice() else {
            return None;
        };
        let response = self.resolve_value(success)?;
        let body = self.json_body(response)?;
        let pointer = match pointer {
            Some(pointer) => pointer.to_owned(),
            None if is_array(body) => String::new(),
            None => property_pointer("", self.items_property(body)?),
        };
        let list = self.schema_at(body, &pointer).filter(|it| is_array(it))?;
        let item = list.get("items").and_then(|item| self.resolve_value(item));
        Some(List {
            response,
            body,
            pointer,
            item,
        })
    }

    /// Returns the property of an envelope that contains the items.
    fn items_property<'b>(&'b self, envelope: &'b Value) -> Option<&'b str> {
        let arrays = self.array_properties(envelope);
        let usual = LISTS.into_iter().find(|name| arrays.contains(name));
        usual.or(match arrays.as_slice() {
            [only] => Some(only),
            _ => None,
        })
    }

    /// Returns the names of the properties that are arrays.
    fn array_properties<'b>(&'b self, envelope: &'b Value) -> Vec<&'b str> {
        let properties = properties(envelope).into_iter().flatten();
        properties
            .filter(|(_, schema)| self.resolve_value(schema).is_some_and(is_array))
            .map(|(name, _)| name.as_str())
            .collect()
    }

    /// Returns the success responses of an operation with their status codes.
    fn successes(&self, operation: &Pointer) -> Vec<(&String, &Value)> {
        let responses = operation.child("responses");
        members(self.document.root(), responses.as_str())
            .filter(|(status, _)| status.starts_with('2'))
            .collect()
    }

    /// Returns the schema of the JSON body of a response.
    fn json_body<'b>(&'b self, response: &'b Value) -> Option<&'b Value> {
        let (_, media_type) = members(response, "/content").find(|(name, _)| is_json(name))?;
        self.resolve_value(media_type.get("schema")?)
    }

    /// Creates the error about an operation in which [`find_list`](Self::find_list) finds nothing.
    pub(super) fn list_error(&self, operation: &Pointer, pointer: Option<&str>) -> Diagnostic {
        let successes = self.successes(operation);
        let (problem, remedy) = match successes.as_slice() {
            [] => (
                format!("the operation has no 2XX response; `{KEY}` expects one with a list"),
                "add the 2XX response to `responses`".to_owned(),
            ),
            [(status, success)] => {
                let response = self.resolve_value(success);
                match response.and_then(|response| self.json_body(response)) {
                    Some(body) => self.array_error(body, pointer),
                    None => (
                        format!(
                            "response `{status}` has no JSON body; `{KEY}` expects one with a list"
                        ),
                        format!(
                            "add `content: {{application/json: {{schema: …}}}}` to response `{status}`"
                        ),
                    ),
                }
            }
            several => {
                let statuses: Vec<String> = several.iter().map(|(it, _)| quoted(it)).collect();
                let statuses = enumeration(&statuses, "and");
                (
                    format!(
                        "the operation has the success responses {statuses}; `{KEY}` expects only one"
                    ),
                    "in an overlay, delete the success responses that the API doesn't send"
                        .to_owned(),
                )
            }
        };
        let help = format!("{remedy}, or set `{KEY}` of the operation to `false`");
        Diagnostic::at(&operation.child("responses"), problem, help)
    }

    /// Returns what is wrong with a body that has no list at a JSON pointer, and the remedy.
    fn array_error(&self, body: &Value, pointer: Option<&str>) -> (String, String) {
        let arrays = self.arrays(body);
        let missing = match pointer {
            Some(pointer) => format!(
                "array at {}, which is `items` of `{KEY}`",
                location(pointer)
            ),
            None => "array among its properties".to_owned(),
        };
        let no_array = format!("the body of the success response has no {missing}");
        let listed = locations(&arrays);
        match (arrays.as_slice(), pointer) {
            ([], _) => (
                no_array,
                "set `items` to the JSON pointer of an array in the body, such as `/result/items`"
                    .to_owned(),
            ),
            ([only], _) => (
                format!("{no_array}; it has an array at {listed}"),
                format!("set `items` to {}", location(only)),
            ),
            (_, Some(_)) => (
                format!("{no_array}; it has arrays at {listed}"),
                SET_ITEMS_TO_ONE.to_owned(),
            ),
            (_, None) => (
                format!(
                    "the body of the success response has arrays at {listed}; `{KEY}` has no `items`"
                ),
                SET_ITEMS_TO_ONE.to_owned(),
            ),
        }
    }

    /// Returns the JSON pointers of the arrays in a body.
    fn arrays(&self, body: &Value) -> Vec<String> {
        if is_array(body) {
            return vec![String::new()];
        }
        let names = self.array_properties(body).into_iter();
        names.map(|name| property_pointer("", name)).collect()
    }

    /// Describes the arrays in the only success response of an operation, which isn't one at the JSON pointer `items`.
    /// Returns the remedy, too.
    pub(super) fn other_arrays(
        &self,
        operation: &Pointer,
        items: Option<&str>,
    ) -> Option<(String, String)> {
        let [(_, success)] = self.successes(operation)[..] else {
            return None;
        };
        let arrays = self.arrays(self.json_body(self.resolve_value(success)?)?);
        let body = format!("the response body of {operation}");
        match arrays.as_slice() {
            [] => None,
            [only] if only.is_empty() && items.is_some() => Some((
                format!("{body} is itself an array"),
                "delete `items`".to_owned(),
            )),
            [only] => Some((
                format!("{body} has an array at {}", location(only)),
                format!("set `items` to {}", location(only)),
            )),
            several => Some((
                format!("{body} has arrays at {}", locations(several)),
                SET_ITEMS_TO_ONE.to_owned(),
            )),
        }
    }

    /// Describes a success response of an operation that isn't a list in an envelope: an object with the list in
    /// `data`, and no other property except `meta`.
    pub(super) fn describe_other_response(
        &self,
        operation: &Pointer,
        data: &str,
        meta: &str,
    ) -> OtherResponse {
        let responses = operation.child("responses");
        let mut successes = self.successes(operation);
        if successes.is_empty() {
            let all = members(self.document.root(), responses.as_str());
            successes.extend(all.filter(|(status, _)| *status == "default"));
        }
        if successes.is_empty() {
            return OtherResponse::without_object("the operation has no success response");
        }
        for (status, success) in successes {
            let body = self
                .resolve_value(success)
                .and_then(|it| self.json_body(it));
            let Some(body) = body else {
                let text = format!("response `{status}` has no JSON body");
                return OtherResponse::without_object(text);
            };
            let subject = format!("the body of response `{status}`");
            if is_array(body) {
                return OtherResponse::without_object(format!("{subject} is an array"));
            }
            let names: Vec<&str> = properties(body)
                .into_iter()
                .flatten()
                .map(|(name, _)| name.as_str())
                .collect();
            if names.is_empty() {
                let text = format!("{subject} is not an object with `properties`");
                return OtherResponse::without_object(text);
            }
            let is_envelope = self.array_properties(body).contains(&data)
                && names.iter().all(|name| [data, meta].contains(name));
            if !is_envelope {
                let noun = if names.len() == 1 {
                    "property"
                } else {
                    "properties"
                };
                let names = listed(names.into_iter().map(quoted));
                return OtherResponse {
                    description: format!("{subject} is an object with the {noun} {names}"),
                    is_object: true,
                };
            }
        }
        OtherResponse::without_object("the success responses have different lists")
    }

    /// Returns the schema of the value at a JSON pointer.
    pub(super) fn schema_at<'b>(&'b self, schema: &'b Value, pointer: &str) -> Option<&'b Value> {
        let pointer = Pointer::from(pointer.to_owned());
        pointer.keys().try_fold(schema, |schema, key| {
            self.resolve_value(properties(schema)?.get(&key)?)
        })
    }
}

/// Quotes several JSON pointers, and omits some if there are many.
fn locations(pointers: &[String]) -> String {
    let locations = pointers.iter().map(|it| location(it));
    match pointers.len() > MAX_EXPECTED {
        true => listed(locations),
        false => enumeration(&locations.collect::<Vec<_>>(), "and"),
    }
}

/// Quotes a JSON pointer. That of the whole body is `""`.
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
    use crate::diagnostics::{Collector, Mode};
    use crate::lower::lower;
    use crate::openapi::document::Document;

    fn error(responses: &Value, pagination: &Value) -> Diagnostic {
        let document = json!({
            "openapi": "3.0.3",
            "info": {"title": "Test API", "version": "1"},
            "paths": {"/a": {"get": {"x-sdk-pagination": pagination, "responses": responses}}},
        });
        let (document, _) = Document::parse(document).unwrap();
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
                "the operation has the success responses `200` and `202`; `x-sdk-pagination` expects only one",
                "in an overlay, delete the success responses that the API doesn't send",
            ),
            (
                json!({"200": {"description": ""}}),
                &link,
                "response `200` has no JSON body; `x-sdk-pagination` expects one with a list",
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
                "the body of the success response has no array at `/c`, which is `items` of `x-sdk-pagination`; it has an \
                 array at `\"\"`",
                "set `items` to `\"\"`",
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
                 arrays at `/a` and `/b`",
                "set `items` to the one of these locations that has the list",
            ),
            (
                two,
                &link,
                "the body of the success response has arrays at `/a` and `/b`; `x-sdk-pagination` has no `items`",
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
