//! Success responses to what an operation gives back.

use openapiv3::{
    MediaType, ObjectType, ReferenceOr, Response, SchemaKind, StatusCode, Type as SchemaType,
};
use serde_json::{Value, json};

use super::answers::meaning;
use super::conventions::Conventions;
use super::parameter::Parameters;
use super::schema::{Naming, Resolved};
use super::{Lowering, media};
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{Answer, Failure, Output, Type};
use crate::lower::contract::json_schema;
use crate::openapi::media_type::is_text;

impl<'a> Lowering<'a> {
    /// Lowers the success responses.
    pub(super) fn lower_output(
        &mut self,
        method: &str,
        operation: &'a openapiv3::Operation,
        pointer: &Pointer,
        (conventions, parameters): (&Conventions, &Parameters),
        naming: &Naming,
    ) -> Result<Output> {
        let responses = pointer.child("responses");
        let successes = successes(operation);
        let are_several = successes.len() > 1;
        let mut known: Vec<(Value, Output)> = Vec::new();
        let mut answers = Vec::new();
        for (status, response) in successes {
            let place = responses.child(&status);
            let (response, place, _) =
                self.resolve(response, &place, |components| &components.responses)?;
            // One alone need not be compared.
            let facts = are_several.then(|| self.facts(response, &place));
            let earlier = known
                .iter()
                .find(|(earlier, _)| Some(earlier) == facts.as_ref());
            let output = match earlier {
                // An answer to it has no body, whatever it says about the one that GET would give.
                _ if method == "head" => Output::Empty,
                Some((_, output)) => output.clone(),
                None if known.is_empty() => {
                    self.lower_response(response, &place, conventions, naming)?
                }
                None => {
                    let naming = naming.child(&meaning(&status));
                    self.lower_response(response, &place, conventions, &naming)?
                }
            };
            known.extend(facts.map(|facts| (facts, output.clone())));
            answers.push(Answer {
                name: meaning(&status),
                status,
                description: self.extent(&place).of_text(&response.description),
                output,
            });
        }
        match self.lower_answers(answers, &responses, naming)? {
            Some(output) => Ok(paged(output, parameters)),
            None => Err(Diagnostic::at(
                &responses,
                "no response says what a success answers",
                "add one with a status of 2xx",
            )),
        }
    }

    /// What a response is made of, without prose: two that have the same are one.
    fn facts(&self, response: &Response, place: &Pointer) -> Value {
        let media_types: Vec<&String> = response.content.keys().collect();
        let node = self.document.node(place).unwrap_or(&Value::Null);
        json!([media_types, json_schema(node, place)])
    }

    fn lower_response(
        &mut self,
        response: &'a Response,
        pointer: &Pointer,
        conventions: &Conventions,
        naming: &Naming,
    ) -> Result<Output> {
        let content = pointer.child("content");
        let Some((first, other)) = response.content.first() else {
            return Ok(Output::Empty);
        };
        let Some((media_type, MediaType { schema, .. })) = media::json(&response.content) else {
            self.ignore_others(&response.content, first, &content)?;
            self.ignore_model(other, &content.child(first))?;
            let media_type = media::range(first);
            return Ok(match is_text(first) {
                true => Output::Text(media_type),
                false => Output::Binary(media_type),
            });
        };
        self.ignore_others(&response.content, media_type, &content)?;
        let content = content.child(media_type);
        let Some(schema) = schema else {
            return Ok(Output::Whole(Type::Any));
        };
        let schema = match self.resolve_schema(schema, &content.child("schema")) {
            Ok(schema) => schema,
            Err(fault) => {
                self.diagnostics.fallback(fault)?;
                return Ok(Output::Whole(Type::Any));
            }
        };
        if let SchemaKind::Type(SchemaType::Object(object)) = &schema.schema.schema_kind
            && let Some(value) = self.enveloped(&schema, object, conventions)?
        {
            return Ok(Output::Enveloped(
                self.lower_schema(&value, &naming.child("data"))?,
            ));
        }
        Ok(Output::Whole(
            self.lower_schema(&schema, &naming.child("response"))?,
        ))
    }

    /// The value inside the envelope, if the object is one: it has nothing else but the place in the list.
    fn enveloped(
        &self,
        schema: &Resolved<'a>,
        object: &'a ObjectType,
        conventions: &Conventions,
    ) -> Result<Option<Resolved<'a>>> {
        let Some(envelope) = &conventions.envelope else {
            return Ok(None);
        };
        let meta = conventions.meta();
        let mut others = object.properties.keys().filter(|name| *name != envelope);
        match object.properties.get(envelope) {
            Some(value) if others.all(|name| Some(name.as_str()) == meta) => {
                let pointer = schema.pointer.child("properties").child(envelope);
                self.resolve_boxed_schema(value, &pointer).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Lowers the failures that the document speaks of.
    pub(super) fn lower_failures(
        &self,
        operation: &'a openapiv3::Operation,
        pointer: &Pointer,
    ) -> Result<Vec<Failure>> {
        let responses = operation
            .responses
            .responses
            .iter()
            .filter(|(status, _)| !is_success(status));
        let failures = responses.map(|(status, response)| {
            let place = pointer.child("responses").child(status);
            let (response, place, _) =
                self.resolve(response, &place, |components| &components.responses)?;
            Ok(Failure {
                status: status.to_string(),
                description: self.extent(&place).of_text(&response.description),
            })
        });
        failures.collect()
    }
}

/// The responses of success, in order: those with a status of 2xx, or else the one for every status.
fn successes(operation: &openapiv3::Operation) -> Vec<(String, &ReferenceOr<Response>)> {
    let responses = operation.responses.responses.iter();
    let responses = responses.filter(|(status, _)| is_success(status));
    let responses: Vec<_> = responses
        .map(|(status, response)| (status.to_string(), response))
        .collect();
    if responses.is_empty() {
        let other = operation.responses.default.iter();
        return other
            .map(|response| ("default".to_owned(), response))
            .collect();
    }
    responses
}

fn is_success(status: &StatusCode) -> bool {
    matches!(status, StatusCode::Code(200..=299) | StatusCode::Range(2))
}

fn paged(output: Output, parameters: &Parameters) -> Output {
    match (output, &parameters.page_number) {
        (Output::Enveloped(Type::List(item)), Some(number_parameter)) => Output::Page {
            item: *item,
            number_parameter: number_parameter.clone(),
        },
        (output, _) => output,
    }
}
