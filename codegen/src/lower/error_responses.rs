//! Lowers the error responses of a Responses Object, and the schemas of their JSON bodies.

use std::collections::HashMap;

use openapiv3::{Operation, ReferenceOr, Response, StatusCode};

use super::Lowering;
use super::media_type::Media;
use super::naming::Naming;
use super::resource::ResourceOperation;
use super::responses::{is_redirect, is_success, reason_phrase};
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{ErrorResponse, Type};

/// The type of the body of a response component, such as `NotFound`, is named `NotFoundError` unless the name of the
/// component ends with one of these words.
const ERROR_WORDS: [&str; 4] = ["error", "errors", "problem", "response"];

impl<'a> Lowering<'a> {
    /// Lowers the responses that aren't success responses, without their bodies.
    pub(super) fn lower_error_responses(
        &self,
        operation: &'a Operation,
        pointer: &Pointer,
    ) -> Result<Vec<ErrorResponse>> {
        error_responses(operation, pointer)
            .into_iter()
            .map(|(status, response, pointer)| {
                let (response, pointer) = self.resolve(response, &pointer)?;
                Ok(ErrorResponse {
                    status,
                    description: self.detail(&pointer).shorten(&response.description),
                    body: None,
                })
            })
            .collect()
    }

    /// Lowers the bodies of all error responses. Runs after the lowering of operations and events: if an error type has
    /// the same name as one of their types, only the error type is renamed.
    pub(super) fn lower_error_bodies(
        &mut self,
        operations: &mut [ResourceOperation],
    ) -> Result<()> {
        let mut known = HashMap::new();
        for ResourceOperation { operation, .. } in operations {
            let object = self.operation_object(&operation.pointer);
            let declared = object.map(|object| error_responses(object, &operation.pointer));
            let errors = operation.error_responses.iter_mut();
            for (error, (status, response, pointer)) in errors.zip(declared.into_iter().flatten()) {
                let (response, pointer) = self.resolve(response, &pointer)?;
                if !known.contains_key(&pointer) {
                    let naming = error_naming(&operation.id, &status, &pointer);
                    let body = self.lower_error_body(response, &pointer, &naming)?;
                    known.insert(pointer.clone(), body);
                }
                error.body = known.get(&pointer).cloned().flatten();
            }
        }
        Ok(())
    }

    fn operation_object(&self, pointer: &Pointer) -> Option<&'a Operation> {
        let (method, path) = (pointer.key()?, pointer.parent()?.key()?);
        let item = self.document.openapi.paths.paths.get(&path)?.as_item()?;
        let mut operations = item.iter();
        operations.find_map(|(name, operation)| (name == method).then_some(operation))
    }

    /// Returns the type of a JSON body. Users of the SDK read a body without a schema as bytes.
    fn lower_error_body(
        &mut self,
        response: &'a Response,
        pointer: &Pointer,
        naming: &Naming,
    ) -> Result<Option<Type>> {
        let Some(media) = Media::json(&response.content, &pointer.child("content")) else {
            return Ok(None);
        };
        let lowered = self.attempt(|lowering| match lowering.resolve_media_schema(&media)? {
            Some(schema) => lowering.lower_schema(&schema, naming).map(Some),
            None => Ok(None),
        });
        // Without the type, callers still have the bytes of the body.
        let lowered = lowered.map_err(Diagnostic::tolerated);
        let ty = self.or_fallback(lowered, None, media.pointer.child("schema"))?;
        Ok(ty.filter(|ty| *ty != Type::Any))
    }
}

/// Returns the responses without a success status, with their locations. Redirects are successes if no response has a
/// 2xx status, and the default response is a success if no other response is.
fn error_responses<'a>(
    operation: &'a Operation,
    pointer: &Pointer,
) -> Vec<(String, &'a ReferenceOr<Response>, Pointer)> {
    let pointer = pointer.child("responses");
    let responses = &operation.responses.responses;
    let default = operation.responses.default.iter();
    let accepts_redirects = !responses.keys().any(is_success);
    let is_output =
        |status: &StatusCode| is_success(status) || accepts_redirects && is_redirect(status);
    let has_output = responses.keys().any(is_output);
    let errors = responses.iter().filter(|(status, _)| !is_output(status));
    let errors = errors.map(|(status, response)| (status.to_string(), response));
    let default = default
        .filter(|_| has_output)
        .map(|it| ("default".to_owned(), it));
    let errors = errors.chain(default).map(|(status, response)| {
        let pointer = pointer.child(&status);
        (status, response, pointer)
    });
    errors.collect()
}

/// Returns the name for the type of a body: of the component, or else of the operation and the status code.
fn error_naming(operation_id: &str, status: &str, pointer: &Pointer) -> Naming {
    let component = pointer.as_str().strip_prefix("/components/responses/");
    let Some(component) = component.filter(|name| !name.contains('/')) else {
        return Naming::new(operation_id).child(&reason_phrase(status));
    };
    let lower = component.to_lowercase();
    match ERROR_WORDS.iter().any(|word| lower.ends_with(word)) {
        true => Naming::new(component),
        false => Naming::new(component).child("error"),
    }
}
