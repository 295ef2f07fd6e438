//! Lowers Operation Objects.

use std::collections::HashMap;

use openapiv3::{PathItem, ReferenceOr};

use super::Lowering;
use super::extensions::Extensions;
use super::naming::Naming;
use super::resource::{Placed, resource_path};
use crate::diagnostics::{Diagnostic, Effect, Pointer, Result};
use crate::ir::{Encoding, Operation};
use crate::names;
use crate::openapi::errors::duplicate_operation_id;

/// The operationIds in use.
#[derive(Default)]
struct OperationIds {
    pointers: HashMap<String, Pointer>,
    /// The last number that was appended to each operationId that was in use.
    last_numbers: HashMap<String, usize>,
}

/// The maximum length of an operationId, which is part of the names of many types.
const LONGEST_ID: usize = 200;

/// The characters of a path that are neither letters nor digits.
const PATH_PUNCTUATION: &str = "/{}-._~!$&'()*+,;=:@%";

impl<'a> Lowering<'a> {
    pub(super) fn lower_operations(&mut self) -> Result<Vec<Placed>> {
        let paths = Pointer::root().child("paths");
        let mut ids = OperationIds::default();
        let mut operations = Vec::new();
        for (path, item) in &self.document.openapi.paths.paths {
            let item_pointer = paths.child(path);
            let ReferenceOr::Item(item) = item else {
                self.diagnostics.ignore(Diagnostic::at(
                    &item_pointer.child("$ref"),
                    "`$ref` is not supported in a Path Item Object",
                    "replace the reference with the Path Item Object in the overlay",
                ))?;
                continue;
            };
            for (method, operation) in item.iter() {
                let pointer = item_pointer.child(method);
                let lowered = self.attempt(|lowering| {
                    let id = lowering.identify(path, method, operation, &pointer, &mut ids)?;
                    lowering.lower_operation(id, path, item, method, operation, &item_pointer)
                });
                match lowered {
                    Ok(placed) => {
                        ids.pointers.insert(placed.operation.id.clone(), pointer);
                        operations.push(placed);
                    }
                    Err(error) => self.diagnostics.report(Effect::Skipped, pointer, error)?,
                }
            }
        }
        Ok(operations)
    }

    /// Returns the id of an operation: its operationId, or one made of method and path. Appends a number if it is in
    /// use.
    fn identify(
        &mut self,
        path: &str,
        method: &str,
        operation: &openapiv3::Operation,
        pointer: &Pointer,
        ids: &mut OperationIds,
    ) -> Result<String> {
        let given = operation
            .operation_id
            .as_ref()
            .filter(|id| !names::is_empty(id));
        let id_pointer = pointer.child("operationId");
        if let Some(id) = given
            && id.len() > LONGEST_ID
        {
            return Err(Diagnostic::at(
                &id_pointer,
                format!(
                    "the operationId has {} bytes; the maximum is {LONGEST_ID}",
                    id.len()
                ),
                "set a shorter `operationId` in the overlay",
            ));
        }
        let id = given.map_or_else(|| id_by_path(method, path), String::clone);
        let Some(earlier) = ids.pointers.get(&id) else {
            return Ok(id);
        };
        let error = duplicate_operation_id(pointer, &id, earlier);
        self.diagnostics
            .report(Effect::Renamed, pointer.clone(), error)?;
        loop {
            let number = ids.last_numbers.entry(id.clone()).or_insert(1);
            *number += 1;
            let free = format!("{id} {number}");
            if !ids.pointers.contains_key(&free) {
                return Ok(free);
            }
        }
    }

    fn lower_operation(
        &mut self,
        id: String,
        path: &str,
        item: &'a PathItem,
        method: &str,
        operation: &'a openapiv3::Operation,
        item_pointer: &Pointer,
    ) -> Result<Placed> {
        let pointer = item_pointer.child(method);
        // Fragments make paths distinct in the document; requests don't have them.
        let path = path.split('#').next().unwrap_or_default();
        let extensions = Extensions::new(
            &operation.extensions,
            &pointer,
            &[
                "x-sdk-resource",
                "x-sdk-method",
                "x-sdk-name",
                "x-sdk-idempotent",
            ],
        )?;
        check_path(path, item_pointer)?;
        let server = self.lower_server(item, operation, (item_pointer, &pointer))?;
        let security = self.lower_security(operation, &pointer)?;
        let naming = Naming::new(&id);
        let conventions = self.conventions_of(item_pointer, &pointer);
        let parameters = self.lower_parameters(
            path,
            item,
            operation,
            (item_pointer, &pointer),
            &naming,
            &conventions,
        )?;
        let resource = resource_path(path, operation, &extensions, &pointer)?;
        let name: Option<String> = extensions.get("x-sdk-method")?;
        let (body, encoding) = self
            .lower_body(method, operation, &pointer, &naming)?
            .unzip();
        let operation = Operation {
            http_method: http_method(method, &pointer)?,
            path: path.to_owned(),
            name: name.clone().unwrap_or_default(),
            builder: extensions.get("x-sdk-name")?.unwrap_or_default(),
            operation_id: operation.operation_id.clone(),
            summary: operation.summary.clone(),
            description: operation.description.clone(),
            deprecated: operation.deprecated,
            body,
            encoding: encoding.unwrap_or_else(|| Encoding::Json("application/json".to_owned())),
            output: self.lower_output(
                method,
                operation,
                &pointer,
                &conventions,
                parameters.page_number,
                &naming,
            )?,
            authentication: security.authentication,
            credentials: security.credentials,
            may_be_anonymous: security.may_be_anonymous,
            server,
            is_idempotent: extensions.flag("x-sdk-idempotent")?,
            returns_secrets: false,
            error_responses: self.lower_error_responses(operation, &pointer)?,
            path_parameters: parameters.path,
            other_parameters: parameters.other,
            pointer,
            id,
        };
        Ok(Placed {
            resource,
            is_named: name.is_some(),
            operation,
        })
    }
}

/// Returns an id for an operation without operationId: `get rooms by room_id` for `GET /rooms/{room_id}`.
pub(super) fn id_by_path(method: &str, path: &str) -> String {
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    segments.fold(method.to_owned(), |id, segment| {
        match segment.strip_prefix('{') {
            Some(name) => format!("{id} by {}", name.trim_end_matches('}')),
            None => format!("{id} {segment}"),
        }
    })
}

/// Checks that a path has only characters that are valid in a URL.
fn check_path(path: &str, pointer: &Pointer) -> Result<()> {
    let invalid = path
        .chars()
        .find(|character| !character.is_alphanumeric() && !PATH_PUNCTUATION.contains(*character));
    invalid.map_or(Ok(()), |character| {
        Err(Diagnostic::at(
            pointer,
            format!(
                "the path has the character {character:?}, which is not valid in the path of a URL"
            ),
            "correct the path; a query belongs in query parameters",
        ))
    })
}

fn http_method(method: &str, pointer: &Pointer) -> Result<&'static str> {
    match method {
        "get" => Ok("GET"),
        "put" => Ok("PUT"),
        "post" => Ok("POST"),
        "delete" => Ok("DELETE"),
        "patch" => Ok("PATCH"),
        "head" => Ok("HEAD"),
        "options" => Ok("OPTIONS"),
        "trace" => Ok("TRACE"),
        _ => Err(Diagnostic::at(
            pointer,
            format!("the HTTP method `{method}` is not supported"),
            "remove the operation in the overlay",
        )),
    }
}
