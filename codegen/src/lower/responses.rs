//! Lowers Responses Objects: success responses to the output of an operation, other responses to its errors.

use openapiv3::{
    MediaType, ObjectType, Operation, ReferenceOr, Response as ResponseObject, SchemaKind,
    StatusCode, Type as SchemaType,
};
use serde_json::{Value, json};

use super::naming::Naming;
use super::pagination::Conventions;
use super::resolve::ResolvedSchema;
use super::{Lowering, media_type};
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{ErrorResponse, Output, Response, Shape, Type, TypeDefinition};
use crate::lower::contract::json_schema;
use crate::names;
use crate::openapi::media_type::is_text;

impl<'a> Lowering<'a> {
    /// Lowers the success responses of an operation.
    pub(super) fn lower_output(
        &mut self,
        method: &str,
        operation: &'a Operation,
        pointer: &Pointer,
        conventions: &Conventions,
        page_number: Option<String>,
        naming: &Naming,
    ) -> Result<Output> {
        let pointer = pointer.child("responses");
        let mut successes = Vec::new();
        for (status, response) in self::successes(operation) {
            let (response, pointer, _) = self.resolve(response, &pointer.child(&status))?;
            successes.push((status, response, pointer));
        }
        let facts: Vec<Value> = match successes.as_slice() {
            [_] => vec![Value::Null],
            several => several
                .iter()
                .map(|(_, response, pointer)| self.facts(response, pointer))
                .collect(),
        };
        let mut bodies = Vec::new();
        for ((_, response, _), facts) in successes.iter().zip(&facts) {
            if !response.content.is_empty() && !bodies.contains(&facts) {
                bodies.push(facts);
            }
        }
        let mut known: Vec<(&Value, Output)> = Vec::new();
        let mut responses = Vec::new();
        for ((status, response, pointer), facts) in successes.into_iter().zip(&facts) {
            let name = reason_phrase(&status);
            let output = match known.iter().find(|(earlier, _)| *earlier == facts) {
                // Its responses describe the body that GET would have.
                _ if method == "head" => Output::Empty,
                Some((_, output)) => output.clone(),
                // The name without a status is that of the enum.
                None if bodies.len() > 1 => {
                    self.lower_response(response, &pointer, conventions, &naming.child(&name))?
                }
                None => self.lower_response(response, &pointer, conventions, naming)?,
            };
            known.push((facts, output.clone()));
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
        let pointer = pointer.child("content");
        let Some((first, other)) = response.content.first() else {
            return Ok(Output::Empty);
        };
        let Some((media_type, MediaType { schema, .. })) = media_type::json(&response.content)
        else {
            self.ignore_other_media_types(&response.content, first, &pointer)?;
            self.ignore_schema_of_raw_body(other, &pointer.child(first))?;
            let media_type = media_type::range(first);
            return Ok(match is_text(first) {
                true => Output::Text(media_type),
                false => Output::Binary(media_type),
            });
        };
        self.ignore_other_media_types(&response.content, media_type, &pointer)?;
        let Some(schema) = schema else {
            return Ok(Output::Json(Type::Any));
        };
        let pointer = pointer.child(media_type).child("schema");
        let schema = match self.resolve_schema(schema, &pointer) {
            Ok(schema) => schema,
            Err(error) => {
                self.diagnostics.fallback(error)?;
                return Ok(Output::Json(Type::Any));
            }
        };
        if let SchemaKind::Type(SchemaType::Object(object)) = &schema.schema.schema_kind
            && let Some(value) = self.enveloped(&schema, object, conventions)?
        {
            let value = self.lower_schema(&value, &naming.child("data"))?;
            return Ok(Output::Enveloped(value));
        }
        let value = self.lower_schema(&schema, &naming.child("response"))?;
        Ok(Output::Json(value))
    }

    /// Returns the value in the envelope if the object is an envelope: it has no properties except the value and the
    /// pagination.
    fn enveloped(
        &self,
        schema: &ResolvedSchema<'a>,
        object: &'a ObjectType,
        conventions: &Conventions,
    ) -> Result<Option<ResolvedSchema<'a>>> {
        let Some(envelope) = &conventions.envelope else {
            return Ok(None);
        };
        let meta = conventions.meta();
        let mut others = object.properties.keys().filter(|name| *name != envelope);
        match object.properties.get(envelope) {
            Some(value) if others.all(|name| Some(name.as_str()) == meta) => {
                let pointer = schema.pointer.child("properties").child(envelope);
                self.resolve_schema(value, &pointer).map(Some)
            }
            _ => Ok(None),
        }
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
        for response in &responses {
            if !distinct.contains(&&response.output) {
                distinct.push(&response.output);
            }
        }
        match distinct.as_slice() {
            [] => Err(Diagnostic::at(
                pointer,
                "the Responses Object has no success response",
                "add a response with the status code `200`, another 2xx status code, or `default`",
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
        let mut media_types = Vec::new();
        for Response { output, .. } in &responses {
            let media_type = output.accept().unwrap_or("application/json");
            if *output != Output::Empty && !media_types.contains(&media_type) {
                media_types.push(media_type);
            }
        }
        let accept = (media_types != ["application/json"]).then(|| media_types.join(", "));
        let name = names::type_name(&naming.child("response").name);
        let definition = TypeDefinition {
            family: name.clone(),
            name,
            pointer: pointer.clone(),
            description: Some(format!(
                "Success responses of `{}`, by status code.",
                naming.name
            )),
            shape: Shape::Responses(responses),
            in_requests: false,
            in_responses: false,
        };
        let name = self.add_type(definition, naming)?;
        Ok(Output::ByStatus {
            value: Type::Named(name),
            accept,
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
                let (response, pointer, _) = self.resolve(response, &pointer.child(status))?;
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
    let successes: Vec<_> = operation
        .responses
        .responses
        .iter()
        .filter(|(status, _)| is_success(status))
        .map(|(status, response)| (status.to_string(), response))
        .collect();
    if !successes.is_empty() {
        return successes;
    }
    let default = operation.responses.default.iter();
    default
        .map(|response| ("default".to_owned(), response))
        .collect()
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
