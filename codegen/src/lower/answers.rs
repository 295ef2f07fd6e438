//! Several success responses to one thing that an operation gives back.

use super::Lowering;
use super::schema::Naming;
use crate::diagnostics::{Pointer, Result};
use crate::ir::{Answer, Output, Shape, Type, TypeDefinition};
use crate::names;

impl Lowering<'_> {
    /// Equal answers are one; beside an empty one, the other is optional; else the status tells which it is.
    pub(super) fn lower_answers(
        &mut self,
        answers: Vec<Answer>,
        responses: &Pointer,
        naming: &Naming,
    ) -> Result<Option<Output>> {
        let mut distinct: Vec<&Output> = Vec::new();
        for answer in &answers {
            if !distinct.contains(&&answer.output) {
                distinct.push(&answer.output);
            }
        }
        match distinct.as_slice() {
            [] => Ok(None),
            [only] => Ok(Some((*only).clone())),
            [Output::Empty, other] | [other, Output::Empty] => {
                Ok(Some(Output::Optional(Box::new((*other).clone()))))
            }
            _ => self.lower_by_status(answers, responses, naming).map(Some),
        }
    }

    fn lower_by_status(
        &mut self,
        answers: Vec<Answer>,
        responses: &Pointer,
        naming: &Naming,
    ) -> Result<Output> {
        let name = names::type_name(&naming.child("answer").name);
        let mut media_types = Vec::new();
        for answer in &answers {
            let media_type = match &answer.output {
                Output::Empty => continue,
                output => output.accept().unwrap_or("application/json"),
            };
            if !media_types.contains(&media_type) {
                media_types.push(media_type);
            }
        }
        let accept = match media_types.as_slice() {
            ["application/json"] => None,
            media_types => Some(media_types.join(", ")),
        };
        let definition = TypeDefinition {
            family: name.clone(),
            pointer: responses.clone(),
            description: Some(format!("Responses of `{}` by status.", naming.name)),
            shape: Shape::Answers(answers),
            in_requests: false,
            in_responses: false,
            name,
        };
        let name = self.add_named(definition, naming)?;
        Ok(Output::ByStatus {
            value: Type::Named(name),
            accept,
        })
    }
}

/// What a status means, in the words of HTTP.
pub(super) fn meaning(status: &str) -> String {
    let meaning = match status {
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
    meaning.to_owned()
}
