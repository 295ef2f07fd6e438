//! Lowers the error responses of operations, and the schemas of their JSON bodies.

use std::collections::HashMap;

use openapiv3::Response;

use super::Lowering;
use super::media_type::Media;
use super::naming::Naming;
use super::resource::ResourceOperation;
use super::responses::{DeclaredResponses, reason_phrase};
use crate::diagnostics::{Diagnostic, Effect, Pointer, Result};
use crate::ir::{ErrorResponse, Type};

/// The type of the body of a response component, such as `NotFound`, is named `NotFoundError` unless the name of the
/// component ends with one of these words.
const ERROR_WORDS: [&str; 4] = ["error", "errors", "problem", "response"];

impl<'a> Lowering<'a> {
    /// Lowers the responses that aren't success responses. Runs after the lowering of operations and events: if an
    /// error type has the same name as one of their types, only the error type is renamed.
    pub(super) fn lower_error_responses(
        &mut self,
        operations: &mut [ResourceOperation<'a>],
    ) -> Result<()> {
        let mut bodies = HashMap::new();
        for entry in operations {
            let operation = &mut entry.operation;
            let responses = operation.pointer.child("responses");
            for (status, response) in DeclaredResponses::of(entry.object).errors {
                let target = responses.child(&status);
                let resolved = self.resolve(response, &target);
                let Some((response, pointer)) =
                    self.or_report(resolved, Effect::Ignored, &target)?
                else {
                    continue;
                };
                if self.root.has_error_types && !bodies.contains_key(&pointer) {
                    let naming = error_naming(&operation.id, &status, &pointer);
                    let body = self.lower_error_body(response, &pointer, &naming)?;
                    bodies.insert(pointer.clone(), body);
                }
                operation.error_responses.push(ErrorResponse {
                    status,
                    description: self.detail(&pointer).shorten(&response.description),
                    body: bodies.get(&pointer).cloned().flatten(),
                });
            }
        }
        Ok(())
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
        let Some(schema) = self.resolve_media_schema(&media).transpose() else {
            return Ok(None);
        };
        let lowered = schema.and_then(|it| self.lower_schema(&it, naming));
        // Without the type, callers still have the bytes of the body.
        let lowered = lowered.map_err(Diagnostic::tolerated);
        let pointer = media.pointer.child("schema");
        let ty = self.or_report(lowered, Effect::Fallback, &pointer)?;
        Ok(ty.filter(|ty| *ty != Type::Any))
    }
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
