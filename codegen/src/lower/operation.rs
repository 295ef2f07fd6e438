//! Operations, each with the resource it belongs to.

use std::collections::HashMap;

use openapiv3::{PathItem, ReferenceOr};

use super::extensions::Extensions;
use super::schema::Naming;
use super::{Lowering, unsupported};
use crate::diagnostics::{Diagnostic, Effect, Pointer, Result};
use crate::ir::{Encoding, Operation};
use crate::names;

/// An operation and the path of its resource.
#[derive(Clone)]
pub(super) struct Placed {
    pub(super) resource: Vec<String>,
    /// Whether somebody gave it a name.
    pub(super) is_named: bool,
    pub(super) operation: Operation,
}

/// The operationIds in use.
#[derive(Default)]
struct OperationIds {
    pointers: HashMap<String, Pointer>,
    /// The last number that was appended to an operationId that was in use.
    last_numbers: HashMap<String, usize>,
}

/// How long an operationId may be, which goes into the names of all that the operation takes and gives.
const LONGEST_ID: usize = 200;

impl<'a> Lowering<'a> {
    pub(super) fn lower_operations(&mut self) -> Result<Vec<Placed>> {
        let paths = Pointer::root().child("paths");
        let mut ids = OperationIds::default();
        let mut operations = Vec::new();
        for (path, item) in &self.document.openapi.paths.paths {
            let pointer = paths.child(path);
            let ReferenceOr::Item(item) = item else {
                let place = pointer.child("$ref");
                let fault = unsupported(&place, "a path that refers to another");
                self.diagnostics.ignore(fault)?;
                continue;
            };
            for (method, operation) in item.iter() {
                let place = pointer.child(method);
                let lowered = self.attempt(|lowering| {
                    let id = lowering.identify(path, method, operation, &place, &mut ids)?;
                    lowering.lower_operation(id, path, item, method, operation, &pointer)
                });
                match lowered {
                    Ok(placed) => {
                        let id = &placed.operation.id;
                        ids.pointers.insert(self.key(id), place);
                        operations.push(placed);
                    }
                    Err(fault) => {
                        self.diagnostics.report(Effect::Skipped, place, fault)?;
                    }
                }
            }
        }
        Ok(operations)
    }

    /// What no two operations may have in common. Where names are given by people, those of types are checked with all others.
    fn key(&self, id: &str) -> String {
        if self.diagnostics.is_lenient() {
            names::type_name(id)
        } else {
            id.to_owned()
        }
    }

    /// The id of an operation: its own, or what it may be called by method and path.
    fn identify(
        &mut self,
        path: &str,
        method: &str,
        operation: &openapiv3::Operation,
        pointer: &Pointer,
        ids: &mut OperationIds,
    ) -> Result<String> {
        let given = operation.operation_id.as_ref();
        let given = given.filter(|id| !names::is_empty(id));
        if given.is_some_and(|id| id.len() > LONGEST_ID) {
            let place = pointer.child("operationId");
            let cause = format!("this operationId has more than {LONGEST_ID} bytes");
            return Err(Diagnostic::at(
                &place,
                cause,
                "give the operation a shorter one",
            ));
        }
        let id = given.map_or_else(|| id_by_path(method, path), String::clone);
        let key = self.key(&id);
        let Some(earlier) = ids.pointers.get(&key) else {
            return Ok(id);
        };
        let fault = Diagnostic::at(
            &pointer.child("operationId"),
            format!("the operationId `{id}` is used by {earlier} already"),
            "give each operation an id of its own",
        );
        self.diagnostics
            .report(Effect::Renamed, pointer.clone(), fault)?;
        loop {
            let number = ids.last_numbers.entry(key.clone()).or_insert(1);
            *number += 1;
            let free = format!("{id} {number}");
            if !ids.pointers.contains_key(&self.key(&free)) {
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
        // A fragment tells operations of one path apart in the document; no request carries it.
        let path = path.split('#').next().unwrap_or_default();
        let extensions = Extensions::of(
            &operation.extensions,
            &pointer,
            &["x-sdk-resource", "x-sdk-method", "x-sdk-idempotent"],
        )?;
        check_path(path, item_pointer)?;
        let server = self.own_server(item, operation, (item_pointer, &pointer))?;
        let security = self.lower_security(operation, &pointer)?;
        let naming = Naming::after(&id);
        let conventions = self.conventions_of(item_pointer, &pointer);
        let mut parameters = self.lower_parameters(
            path,
            item,
            operation,
            (item_pointer, &pointer),
            &naming,
            conventions.pagination.as_ref(),
        )?;
        if conventions.number.is_some() {
            parameters.page_number.clone_from(&conventions.number);
        }
        let resource = resource(path, operation, &extensions, &pointer)?;
        let given: Option<String> = extensions.get("x-sdk-method")?;
        let mut body = operation.request_body.as_ref();
        if method == "trace" && body.take().is_some() {
            let fault = Diagnostic::at(
                &pointer.child("requestBody"),
                "a TRACE request has no body",
                "remove it with an action in the overlay",
            );
            self.diagnostics.ignore(fault)?;
        }
        let body = body.map(|body| self.lower_body(body, &pointer, &naming));
        let (body, encoding) = body.transpose()?.unzip();
        let operation = Operation {
            http_method: http_method(method, &pointer)?,
            path: path.to_owned(),
            name: given.clone().unwrap_or_default(),
            summary: operation.summary.clone(),
            description: operation.description.clone(),
            deprecated: operation.deprecated,
            body,
            encoding: encoding.unwrap_or_else(|| Encoding::Json("application/json".to_owned())),
            output: self.lower_output(
                method,
                operation,
                &pointer,
                (&conventions, &parameters),
                &naming,
            )?,
            authentication: security.authentication,
            credentials: security.credentials,
            may_be_anonymous: security.may_be_anonymous,
            server,
            is_idempotent: extensions.flag("x-sdk-idempotent")?,
            answers_with_secrets: false,
            failures: self.lower_failures(operation, &pointer)?,
            path_parameters: parameters.path,
            query_parameters: parameters.query,
            pointer,
            id,
        };
        Ok(Placed {
            resource,
            is_named: given.is_some(),
            operation,
        })
    }
}

/// What an operation may be called that has no id: `GET /rooms/{room_id}` is `get rooms by room_id`.
pub(super) fn id_by_path(method: &str, path: &str) -> String {
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    let words = segments.map(|segment| match segment.strip_prefix('{') {
        Some(name) => format!("by {}", name.trim_end_matches('}')),
        None => segment.to_owned(),
    });
    let words: Vec<String> = [method.to_owned()].into_iter().chain(words).collect();
    words.join(" ")
}

/// Refuses what cannot stand in the path of a URL.
fn check_path(path: &str, pointer: &Pointer) -> Result<()> {
    let is_known = |character: char| {
        character.is_alphanumeric() || "/{}-._~!$&'()*+,;=:@%".contains(character)
    };
    match path.chars().find(|character| !is_known(*character)) {
        Some(character) => Err(unsupported(pointer, &format!("{character:?} in a path"))),
        None => Ok(()),
    }
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
        _ => Err(unsupported(pointer, &format!("the method `{method}`"))),
    }
}

fn resource(
    path: &str,
    operation: &openapiv3::Operation,
    extensions: &Extensions<'_>,
    pointer: &Pointer,
) -> Result<Vec<String>> {
    let given: Option<String> = extensions.get("x-sdk-resource")?;
    let resource = given.unwrap_or_else(|| default_resource(path, operation));
    let steps: Vec<String> = resource.split('.').map(str::to_owned).collect();
    if steps.iter().any(|step| names::is_empty(step)) {
        return Err(Diagnostic::at(
            &pointer.child("x-sdk-resource"),
            format!("`{resource}` has a step without a name"),
            "write names with full stops between them, as in `rooms.sessions`",
        ));
    }
    Ok(steps)
}

/// The first tag, or else the first segment of the path that says more than which version of the API it is.
fn default_resource(path: &str, operation: &openapiv3::Operation) -> String {
    let segment = || {
        path.split('/').find(|segment| {
            !segment.is_empty() && !segment.starts_with('{') && !is_version(segment)
        })
    };
    let tag = operation.tags.first().map(String::as_str);
    let name = tag
        .filter(|tag| !names::is_empty(tag))
        .or_else(segment)
        .filter(|segment| !names::is_empty(segment));
    names::in_snake_case(name.unwrap_or("api"))
}

/// Whether a segment of a path is such as `v2` or `api`.
fn is_version(segment: &str) -> bool {
    let number = segment.strip_prefix(['v', 'V']);
    let is_number = |number: &str| {
        let digits = |character: char| character.is_ascii_digit() || character == '.';
        !number.is_empty() && number.chars().all(digits)
    };
    segment == "api" || number.is_some_and(is_number)
}
