//! Success responses to what an operation gives back.

use openapiv3::{MediaType, ObjectType, Response, SchemaKind, StatusCode, Type as SchemaType};

use super::parameter::Parameters;
use super::schema::{Naming, Resolved};
use super::{Lowering, media, unsupported};
use crate::error::{Error, Result};
use crate::ir::{Failure, Output, Type};
use crate::pointer::Pointer;
use crate::report::Effect;

impl<'a> Lowering<'a> {
    /// Lowers the success responses, which must all be alike.
    pub(super) fn lower_output(
        &mut self,
        operation: &'a openapiv3::Operation,
        pointer: &Pointer,
        parameters: &Parameters,
        naming: &Naming,
    ) -> Result<Output> {
        let responses = pointer.child("responses");
        let mut output = None;
        for (status, response) in operation
            .responses
            .responses
            .iter()
            .filter(|(status, _)| is_success(status))
        {
            let place = responses.child(status);
            let (response, place, _) =
                self.resolve(response, &place, |components| &components.responses)?;
            let lowered = self.lower_response(response, &place, naming)?;
            output = Some(match output {
                Some(other) if other != lowered => {
                    let fault = unsupported(&place, "a success response that differs from another");
                    self.collected.note(Effect::Fallback, place, fault)?;
                    Output::Whole(Type::Any)
                }
                _ => lowered,
            });
        }
        match output {
            Some(output) => Ok(paged(output, parameters)),
            None => Err(Error::at(
                &responses,
                "no response says what a success answers",
                "add one with a status of 2xx",
            )),
        }
    }

    fn lower_response(
        &mut self,
        response: &'a Response,
        pointer: &Pointer,
        naming: &Naming,
    ) -> Result<Output> {
        let content = pointer.child("content");
        let Some(first) = response.content.keys().next() else {
            return Ok(Output::Empty);
        };
        let Some((media_type, MediaType { schema, .. })) = media::json(&response.content) else {
            self.ignore_others(&response.content, first, &content)?;
            return Ok(Output::Binary(media::range(first)));
        };
        self.ignore_others(&response.content, media_type, &content)?;
        let content = content.child(media_type);
        let Some(schema) = schema else {
            return Ok(Output::Whole(Type::Any));
        };
        let schema = match self.resolve_schema(schema, &content.child("schema")) {
            Ok(schema) => schema,
            Err(fault) => {
                self.collected.fall_back(fault)?;
                return Ok(Output::Whole(Type::Any));
            }
        };
        if let SchemaKind::Type(SchemaType::Object(object)) = &schema.schema.schema_kind
            && let Some(value) = self.enveloped(&schema, object)?
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
    ) -> Result<Option<Resolved<'a>>> {
        let Some(envelope) = &self.conventions.envelope else {
            return Ok(None);
        };
        let meta = self.conventions.meta();
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
            let (response, _, _) =
                self.resolve(response, &place, |components| &components.responses)?;
            Ok(Failure {
                status: status.to_string(),
                description: response.description.clone(),
            })
        });
        failures.collect()
    }
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
