//! Lowers Responses Objects: success responses to the output of an operation, other responses to its errors.

use std::collections::{HashMap, HashSet};

use indexmap::IndexSet;
use openapiv3::{Operation, ReferenceOr, Response as ResponseObject, Responses, StatusCode};
use serde_json::{Value, json};

use super::naming::Naming;
use super::operation::OperationObject;
use super::pagination::Conventions;
use super::resolve::ResolvedSchema;
use super::{Lowering, media_type};
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{ErrorResponse, Output, Response, Shape, Type, TypeDefinition};
use crate::lower::contract::json_schema;
use crate::names;
use crate::openapi::media_type::{is_json, is_text};

impl<'a> Lowering<'a> {
    /// Lowers the success responses of an operation.
    pub(super) fn lower_output(
        &mut self,
        object: &OperationObject<'a>,
        conventions: &Conventions,
        page_number: Option<String>,
        naming: &Naming,
    ) -> Result<Output> {
        let pointer = object.pointer.child("responses");
        let mut successes = Vec::new();
        for (status, response) in self::successes(object.operation) {
            let (response, pointer) = self.resolve(response, &pointer.child(&status))?;
            successes.push((status, response, pointer));
        }
        let facts: Vec<Value> = match successes.as_slice() {
            [_] => vec![Value::Null],
            several => several
                .iter()
                .map(|(_, response, pointer)| self.facts(response, pointer))
                .collect(),
        };
        let with_body = successes.iter().zip(&facts);
        let bodies: HashSet<&Value> = with_body
            .filter(|((_, response, _), _)| !response.content.is_empty())
            .map(|(_, facts)| facts)
            .collect();
        let mut known = HashMap::<&Value, Output>::new();
        let mut responses = Vec::new();
        for ((status, response, pointer), facts) in successes.into_iter().zip(&facts) {
            let name = reason_phrase(&status);
            let output = match known.get(facts) {
                // Its responses describe the body that GET would have.
                _ if object.method == "head" => Output::Empty,
                Some(output) => output.clone(),
                // The name without a status is that of the enum.
                None if bodies.len() > 1 => {
                    self.lower_response(response, &pointer, conventions, &naming.child(&name))?
                }
                None => self.lower_response(response, &pointer, conventions, naming)?,
            };
            known.insert(facts, output.clone());
            responses.push(Response {
                name,
                status,
                description: self.detail(&pointer).shorten(&response.description),
                output,
            });
        }
        let output = self.merge_responses(responses, &pointer, naming)?;
        Ok(match (output, page_number) {
            (Output::Enveloped(Type::Array(item)), Some(number_parameter)) => Output::Page {
                item: *item,
                number_parameter,
            },
            (output, _) => output,
        })
    }

    /// Returns the media types and the JSON Schema of a response. Responses for which they are equal have one type.
    fn facts(&self, response: &ResponseObject, pointer: &Pointer) -> Value {
        let media_types: Vec<&String> = response.content.keys().collect();
        let node = self.document.node(pointer).unwrap_or(&Value::Null);
        json!([media_types, json_schema(node, pointer)])
    }

    fn lower_response(
        &mut self,
        response: &'a ResponseObject,
        pointer: &Pointer,
        conventions: &Conventions,
        naming: &Naming,
    ) -> Result<Output> {
        let content = pointer.child("content");
        let Some(media) = self.choose_media(&response.content, &content, &[])? else {
            return Ok(Output::Empty);
        };
        if !is_json(media.name) {
            self.ignore_schema_of_raw_body(&media)?;
            let media_type = media_type::range(media.name);
            return Ok(match is_text(media.name) {
                true => Output::Text(media_type),
                false => Output::Binary(media_type),
            });
        }
        let schema = match self.resolve_media_schema(&media) {
            Ok(Some(schema)) => schema,
            Ok(None) => return Ok(Output::Json(Type::Any)),
            Err(error) => {
                self.diagnostics.fallback(error)?;
                return Ok(Output::Json(Type::Any));
            }
        };
        Ok(match self.enveloped(&schema, conventions)? {
            Some(data) => Output::Enveloped(self.lower_schema(&data, &naming.child("data"))?),
            None => Output::Json(self.lower_schema(&schema, &naming.child("response"))?),
        })
    }

    /// Returns the schema of the value in the envelope if the schema is that of an envelope: it has no properties
    /// except the value and the pagination.
    fn enveloped(
        &self,
        schema: &ResolvedSchema<'a>,
        conventions: &Conventions,
    ) -> Result<Option<ResolvedSchema<'a>>> {
        let (Some(object), Some(envelope)) = (schema.object(), &conventions.envelope) else {
            return Ok(None);
        };
        let meta = conventions.meta();
        let is_known = |name: &String| name == envelope || Some(name.as_str()) == meta;
        object
            .properties
            .get(envelope)
            .filter(|_| object.properties.keys().all(is_known))
            .map(|data| self.resolve_property(schema, envelope, data))
            .transpose()
    }

    /// Merges the success responses to one output: equal ones are one, an empty one makes the other optional, and
    /// anything else is an enum by status code.
    fn merge_responses(
        &mut self,
        responses: Vec<Response>,
        pointer: &Pointer,
        naming: &Naming,
    ) -> Result<Output> {
        let mut distinct: Vec<&Output> = Vec::new();
        for Response { output, .. } in &responses {
            if !distinct.contains(&output) {
                distinct.push(output);
            }
        }
        match distinct.as_slice() {
            [] => Err(Diagnostic::at(
                pointer,
                "the Responses Object has no success response",
                "in an overlay, add a Response Object with a 2xx status code or `default`",
            )),
            [only] => Ok((*only).clone()),
            [Output::Empty, other] | [other, Output::Empty] => {
                Ok(Output::Optional(Box::new((*other).clone())))
            }
            _ => self.lower_by_status(responses, pointer, naming),
        }
    }

    fn lower_by_status(
        &mut self,
        responses: Vec<Response>,
        pointer: &Pointer,
        naming: &Naming,
    ) -> Result<Output> {
        let media_types: IndexSet<&str> = responses
            .iter()
            .filter(|response| response.output != Output::Empty)
            .map(|response| response.output.accept().unwrap_or("application/json"))
            .collect();
        let accept = Some(Vec::from_iter(media_types).join(", "));
        let name = names::type_name(&naming.child("response").name);
        let shape = Shape::Responses(responses);
        let definition = TypeDefinition {
            description: Some(format!(
                "Success responses of `{}`, by status code.",
                naming.name
            )),
            ..TypeDefinition::new(name, pointer.clone(), shape)
        };
        let name = self.add_type(definition, naming)?;
        Ok(Output::ByStatus {
            ty: Type::Named(name),
            accept: accept.filter(|it| it != "application/json"),
        })
    }

    /// Lowers the responses that aren't success responses.
    pub(super) fn lower_error_responses(
        &self,
        operation: &'a Operation,
        pointer: &Pointer,
    ) -> Result<Vec<ErrorResponse>> {
        let pointer = pointer.child("responses");
        let responses = operation.responses.responses.iter();
        responses
            .filter(|(status, _)| !is_success(status))
            .map(|(status, response)| {
                let (response, pointer) = self.resolve(response, &pointer.child(status))?;
                Ok(ErrorResponse {
                    status: status.to_string(),
                    description: self.detail(&pointer).shorten(&response.description),
                })
            })
            .collect()
    }
}

/// Returns the responses with a 2xx status code, or else the default response.
fn successes(operation: &Operation) -> Vec<(String, &ReferenceOr<ResponseObject>)> {
    let Responses {
        responses, default, ..
    } = &operation.responses;
    let mut successes: Vec<_> = responses
        .iter()
        .filter(|(status, _)| is_success(status))
        .map(|(status, response)| (status.to_string(), response))
        .collect();
    if successes.is_empty() {
        successes.extend(
            default
                .iter()
                .map(|response| ("default".to_owned(), response)),
        );
    }
    successes
}

fn is_success(status: &StatusCode) -> bool {
    matches!(status, StatusCode::Code(200..=299) | StatusCode::Range(2))
}

/// Returns the reason phrase of a success status code.
fn reason_phrase(status: &str) -> String {
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
        "2XX" => "success",
        "default" => "other",
        status => return format!("status {status}"),
    };
    phrase.to_owned()
}
