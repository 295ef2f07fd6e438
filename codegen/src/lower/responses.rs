//! Lowers the success responses of a Responses Object to the output of an operation.

use std::collections::{HashMap, HashSet};

use indexmap::IndexSet;
use openapiv3::{Operation, ReferenceOr, Response as ResponseObject, Responses, StatusCode};
use serde_json::{Value, json};

use super::contract::Translator;
use super::media_type::Media;
use super::naming::Naming;
use super::operation_object::OperationObject;
use super::pagination::{Conventions, DATA, META};
use super::resolve::ResolvedSchema;
use super::{Lowering, media_type};
use crate::diagnostics::{Diagnostic, Effect, Pointer, Result};
use crate::ir::{Location, Output, Pagination, Parameter, Response, Shape, Type, TypeDefinition};
use crate::names;
use crate::openapi::json_schema::Subschemas;
use crate::openapi::media_type::{is_json, is_text};

impl<'a> Lowering<'a> {
    /// Lowers the success responses of an operation to its output. `parameters` are those of the operation.
    pub(super) fn lower_output(
        &mut self,
        object: &OperationObject<'a>,
        conventions: &Conventions,
        parameters: &[Parameter],
        naming: &Naming,
    ) -> Result<Output> {
        let pointer = object.pointer.child("responses");
        let declared = DeclaredResponses::of(object.operation);
        if declared.successes.is_empty() {
            return Ok(self.lower_undeclared_output(declared.accepts_redirects, &object.pointer));
        }
        let successes = declared.successes;
        let responses =
            self.lower_success_responses(object, successes, &pointer, conventions, naming)?;
        let output = self.merge_responses(responses, &pointer, naming)?;
        let is_declared = |pagination: &&Pagination| {
            let mut parameters = parameters.iter();
            parameters.any(|it| {
                it.location == Location::Query && pagination.style.parameter() == Some(&*it.name)
            })
        };
        let standard = conventions.standard_pagination().filter(is_declared);
        Ok(match (output, standard) {
            (Output::Enveloped(Type::Array(item)), Some(pagination)) => Output::Page {
                item: *item,
                pagination: pagination.clone(),
            },
            (output, _) => output,
        })
    }

    /// Lowers the success responses. Responses with equal contents share an output.
    fn lower_success_responses(
        &mut self,
        object: &OperationObject<'a>,
        declared: Vec<(String, &'a ReferenceOr<ResponseObject>)>,
        pointer: &Pointer,
        conventions: &Conventions,
        naming: &Naming,
    ) -> Result<Vec<Response>> {
        let mut successes = Vec::new();
        for (status, response) in declared {
            let (response, pointer) = self.resolve(response, &pointer.child(&status))?;
            let content = self.comparable_content(response, &pointer);
            successes.push((status, response, pointer, content));
        }
        let with_body = successes
            .iter()
            .filter(|(_, response, ..)| !response.content.is_empty());
        let bodies: HashSet<&Value> = with_body.map(|(.., content)| content).collect();
        let mut known = HashMap::<&Value, Output>::new();
        let mut responses = Vec::new();
        for (status, response, pointer, content) in &successes {
            let name = reason_phrase(status);
            let output = match known.get(content) {
                // A response to HEAD has no body: `content` describes the body that GET would have.
                _ if object.http_method == "head" => Output::Empty,
                Some(output) => output.clone(),
                // With several bodies, the enum of the responses has the name without the status.
                None if bodies.len() > 1 => {
                    self.lower_response(response, pointer, conventions, &naming.child(&name))?
                }
                None => self.lower_response(response, pointer, conventions, naming)?,
            };
            known.insert(content, output.clone());
            responses.push(Response {
                name,
                status: status.clone(),
                description: self.detail(pointer).shorten(&response.description),
                output,
            });
        }
        Ok(responses)
    }

    /// Returns the output of an operation without a success response. Declared redirects count as successes.
    fn lower_undeclared_output(&mut self, accepts_redirects: bool, pointer: &Pointer) -> Output {
        if !accepts_redirects {
            let warning = Diagnostic::at(
                pointer,
                "the Operation Object has no success response",
                "in an overlay, add to the Operation Object the success response that the API sends, such as `responses: \
                 {'204': {description: Done.}}`",
            );
            let note = "the method returns the status, headers and bytes of any success response";
            self.diagnostics.warn(warning.with_note(note));
        }
        Output::Undeclared { accepts_redirects }
    }

    /// Returns the media types of a response, and the JSON Schema of its JSON or else of its stream, to compare the
    /// response with others.
    fn comparable_content(&self, response: &ResponseObject, pointer: &Pointer) -> Value {
        let media_types: Vec<&String> = response.content.keys().collect();
        let content = pointer.child("content");
        let stream = || Some(Media::stream(&response.content, &content)?.0);
        let media = Media::json(&response.content, &content).or_else(stream);
        let schema = media.and_then(|it| self.document.node(&it.pointer.child("schema")));
        let schema = schema.map(|it| Translator::WithoutExamples.subschema(it, &Pointer::root()));
        json!([media_types, schema])
    }

    fn lower_response(
        &mut self,
        response: &'a ResponseObject,
        pointer: &Pointer,
        conventions: &Conventions,
        naming: &Naming,
    ) -> Result<Output> {
        let content = pointer.child("content");
        let Some(media) = self.choose_response_media(&response.content, &content) else {
            return Ok(Output::Empty);
        };
        if let Some(format) = media_type::stream_format(media.name) {
            return Ok(Output::Stream(self.lower_stream(&media, format, naming)?));
        }
        if !is_json(media.name) {
            self.ignore_schema_of_raw_body(&media)?;
            let media_type = media_type::range(media.name);
            return Ok(match is_text(media.name) {
                true => Output::Text(media_type),
                false => Output::Binary(media_type),
            });
        }
        let target = media.pointer.child("schema");
        let schema = self.resolve_media_schema(&media);
        let schema = self.or_report(schema, Effect::Fallback, &target)?;
        let Some(schema) = schema.flatten() else {
            return Ok(Output::Json(Type::Any));
        };
        if let Some(page) = self.lower_page(&schema, conventions, naming)? {
            return Ok(page);
        }
        Ok(match self.resolve_enveloped(&schema, conventions)? {
            Some(data) => Output::Enveloped(self.lower_schema(&data, &naming.child("data"))?),
            None => Output::Json(self.lower_schema(&schema, &naming.child("response"))?),
        })
    }

    /// Lowers the list that `conventions.pagination` locates in the body to a page. Returns `None` for any other
    /// response.
    fn lower_page(
        &mut self,
        schema: &ResolvedSchema<'a>,
        conventions: &Conventions,
        naming: &Naming,
    ) -> Result<Option<Output>> {
        let Some(
            pagination @ Pagination {
                items: Some(pointer),
                ..
            },
        ) = &conventions.pagination
        else {
            return Ok(None);
        };
        let mut items = schema.clone();
        let mut naming = naming.child("response");
        for key in Pointer::from(pointer.clone()).keys() {
            let object = items.object();
            let Some(property) = object.and_then(|it| it.properties.get(&key)) else {
                return Ok(None);
            };
            items = self.resolve_property(&items, &key, property)?;
            naming = naming.child(&key);
        }
        Ok(match self.lower_schema(&items, &naming)? {
            Type::Array(item) => Some(Output::Page {
                item: *item,
                pagination: pagination.clone(),
            }),
            _ => None,
        })
    }

    /// Returns the schema of `data` if the schema is an envelope: an object with `data` and no other property, except
    /// `meta` if the operation has a page number.
    fn resolve_enveloped(
        &self,
        schema: &ResolvedSchema<'a>,
        conventions: &Conventions,
    ) -> Result<Option<ResolvedSchema<'a>>> {
        let Some(object) = schema.object().filter(|_| conventions.is_enveloped) else {
            return Ok(None);
        };
        let has_page_number = conventions.standard_pagination().is_some();
        let is_known = |name: &String| name == DATA || (name == META && has_page_number);
        let data = object.properties.get(DATA);
        let data = data.filter(|_| object.properties.keys().all(is_known));
        data.map(|data| self.resolve_property(schema, DATA, data))
            .transpose()
    }

    /// Returns the common output of the responses, an `Option` of it if some responses have no body, or else an enum
    /// with a variant per status code.
    fn merge_responses(
        &mut self,
        responses: Vec<Response>,
        pointer: &Pointer,
        naming: &Naming,
    ) -> Result<Output> {
        let outputs = responses.iter().map(|response| &response.output);
        let has_empty = outputs.clone().any(|output| *output == Output::Empty);
        let mut with_body = outputs.filter(|output| **output != Output::Empty);
        match with_body.next().cloned() {
            None => Ok(Output::Empty),
            Some(first) if with_body.any(|other| *other != first) => {
                self.lower_by_status(responses, pointer, naming)
            }
            // Without a body, the stream has no items.
            Some(stream @ Output::Stream(_)) => Ok(stream),
            Some(only) if has_empty => Ok(Output::Optional(Box::new(only))),
            Some(only) => Ok(only),
        }
    }

    /// Adds the enum of these success responses.
    fn lower_by_status(
        &mut self,
        mut responses: Vec<Response>,
        pointer: &Pointer,
        naming: &Naming,
    ) -> Result<Output> {
        self.replace_streams(&mut responses, pointer);
        let media_types: IndexSet<&str> = responses
            .iter()
            .filter(|response| response.output != Output::Empty)
            .map(|response| response.output.accept().unwrap_or("application/json"))
            .collect();
        let accept = Some(Vec::from_iter(media_types).join(", "));
        let name = names::type_name(&naming.child("response").name);
        let description = format!("Success responses of `{}`, by status code.", naming.name);
        let definition = TypeDefinition {
            description: Some(description),
            ..TypeDefinition::new(name, pointer.clone(), Shape::Responses(responses))
        };
        Ok(Output::ByStatus {
            ty: Type::Named(self.add_type(definition, naming)?),
            accept: accept.filter(|it| it != "application/json"),
        })
    }
}

/// The responses of an operation, each with its status code, a range such as `2XX`, or `default`.
pub(super) struct DeclaredResponses<'a> {
    /// The responses with a 2xx status code, or else the default response, unless redirects are accepted.
    pub(super) successes: Vec<(String, &'a ReferenceOr<ResponseObject>)>,
    /// Whether redirects are successes: there are redirects, and no response has a 2xx status code.
    accepts_redirects: bool,
    /// The other responses, except accepted redirects.
    pub(super) errors: Vec<(String, &'a ReferenceOr<ResponseObject>)>,
}

impl<'a> DeclaredResponses<'a> {
    pub(super) fn of(operation: &'a Operation) -> Self {
        let Responses {
            responses, default, ..
        } = &operation.responses;
        let has = |is_like: fn(&StatusCode) -> bool| responses.keys().any(is_like);
        let accepts_redirects = has(is_redirect) && !has(is_success);
        let responses = responses.iter();
        let not_redirects =
            responses.filter(|(status, _)| !(accepts_redirects && is_redirect(status)));
        let (successes, errors): (Vec<_>, Vec<_>) =
            not_redirects.partition(|(status, _)| is_success(status));
        let [mut successes, mut errors] = [successes, errors].map(|responses| {
            let responses = responses.into_iter();
            Vec::from_iter(responses.map(|(status, it)| (status.to_string(), it)))
        });
        let default = default.iter().map(|it| ("default".to_owned(), it));
        match successes.is_empty() && !accepts_redirects {
            true => successes.extend(default),
            false => errors.extend(default),
        }
        Self {
            successes,
            accepts_redirects,
            errors,
        }
    }
}

/// Whether a status code is a redirect. The code 304 answers a conditional request instead.
fn is_redirect(status: &StatusCode) -> bool {
    matches!(status, StatusCode::Code(300..=303 | 305..=399) | StatusCode::Range(3))
}

fn is_success(status: &StatusCode) -> bool {
    matches!(status, StatusCode::Code(200..=299) | StatusCode::Range(2))
}

/// Returns the reason phrase, after which variants and types are named. The phrase of `default` is only used for
/// errors: a default response that is a success has no variant.
pub(super) fn reason_phrase(status: &str) -> String {
    let phrase = match status {
        "200" => "ok",
        "201" => "created",
        "202" => "accepted",
        "203" => "non authoritative",
        "204" => "no content",
        "205" => "reset content",
        "206" => "partial content",
        "207" => "multi status",
        "208" => "already reported",
        "226" => "im used",
        "400" => "bad request",
        "401" => "unauthorized",
        "402" => "payment required",
        "403" => "forbidden",
        "404" => "not found",
        "405" => "method not allowed",
        "406" => "not acceptable",
        "408" => "request timeout",
        "409" => "conflict",
        "410" => "gone",
        "412" => "precondition failed",
        "413" => "content too large",
        "415" => "unsupported media type",
        "422" => "unprocessable content",
        "429" => "too many requests",
        "500" => "internal server error",
        "501" => "not implemented",
        "502" => "bad gateway",
        "503" => "service unavailable",
        "504" => "gateway timeout",
        "2XX" => "success",
        "4XX" => "client error",
        "5XX" => "server error",
        "default" => "error",
        status => return format!("status {status}"),
    };
    phrase.to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::ir::{Output, Shape, Type};
    use crate::lower::fixtures::{exchange, lowered};

    /// Returns the outputs of an operation whose responses 200 and 201 have these contents.
    fn outputs(contents: [Value; 2]) -> Vec<Output> {
        let responses = ["200", "201"].into_iter().zip(contents);
        let responses = responses.map(|(status, content)| {
            let response = json!({"description": "", "content": content});
            (status.to_owned(), response)
        });
        let (path, mut item) = exchange("go", json!({}), json!({}));
        item["post"]["responses"] = Value::from_iter(responses);
        let api = lowered(Value::from_iter([(path, item)]), json!({})).unwrap();
        let by_status = api.types.into_iter().find_map(|it| match it.shape {
            Shape::Responses(responses) => Some(responses),
            _ => None,
        });
        let outputs = by_status.unwrap_or_default().into_iter();
        outputs.map(|response| response.output).collect()
    }

    fn schema(name: &str) -> Value {
        json!({"schema": {"type": name}})
    }

    #[test]
    fn responses_differ_by_the_media_type_that_the_sdk_uses() {
        let content = |name| json!({"application/problem+json": schema("string"), "application/json": schema(name)});
        assert_eq!(outputs([content("boolean"), content("boolean")]), []);
        assert_eq!(
            outputs([content("boolean"), content("number")]),
            [Type::Boolean, Type::Number].map(Output::Json)
        );
        let lines = |name| json!({"application/jsonl": schema(name)});
        assert_eq!(outputs([lines("boolean"), lines("boolean")]), []);
        let text = Output::Text("application/jsonl".to_owned());
        assert_eq!(
            outputs([lines("boolean"), lines("number")]),
            [text.clone(), text]
        );
    }
}
