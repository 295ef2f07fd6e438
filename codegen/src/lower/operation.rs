//! Lowers Operation Objects.

use std::collections::HashMap;

use openapiv3::ReferenceOr;
use serde_json::Value;

use super::Lowering;
use super::extensions::{Extensions, OPERATION_KEYS};
use super::naming::Naming;
use super::operation_object::OperationObject;
use super::pagination::declared::Declared;
use super::pagination::mismatch_of_operation;
use super::resource::{ResourceOperation, resource_path};
use crate::diagnostics::{Diagnostic, Effect, Pointer, Result};
use crate::ir::{Operation, Output, RetryRule};
use crate::names;
use crate::openapi::errors::duplicate_operation_id;

/// The ids in use, each with the location of its operation and the last number that was appended to the id.
type OperationIds = HashMap<String, (Pointer, usize)>;

const HTTP_METHODS: &str = "GET PUT POST DELETE OPTIONS HEAD PATCH TRACE";

/// The characters other than letters and digits that are valid in a path.
const PATH_PUNCTUATION: &str = "/{}-._~!$&'()*+,;=:@%";

impl<'a> Lowering<'a> {
    /// Lowers the operations of all paths. Reports skipped operations.
    pub(super) fn lower_operations(&mut self) -> Result<Vec<ResourceOperation<'a>>> {
        let paths = Pointer::root().child("paths");
        let mut ids = OperationIds::default();
        let mut operations = Vec::new();
        for (template, item) in &self.document.openapi.paths.paths {
            let item_pointer = paths.child(template);
            let ReferenceOr::Item(item) = item else {
                let error = Diagnostic::at(
                    &item_pointer.child("$ref"),
                    "`$ref` is not supported in a Path Item Object",
                    "in an overlay, remove `$ref`, and add the operations of the Path Item Object that it refers to",
                );
                self.diagnostics
                    .report(Effect::Ignored, item_pointer, error)?;
                continue;
            };
            for (http_method, operation) in item.iter() {
                let (path, query) = split_template(template);
                let object = OperationObject {
                    path,
                    query,
                    item,
                    item_pointer: item_pointer.clone(),
                    http_method,
                    operation,
                    pointer: item_pointer.child(http_method),
                };
                let default_id = id_by_path(http_method, template);
                let (id, renamed) = self.unique_id(&object, default_id, &mut ids);
                let lowered = self.lower_operation(id, &object);
                let lowered = self.or_report(lowered, Effect::Skipped, &object.pointer)?;
                if let Some(lowered) = lowered {
                    if let Some(warning) = renamed {
                        self.diagnostics.warn_with(Effect::Renamed, warning);
                    }
                    ids.insert(lowered.operation.id.clone(), (object.pointer, 1));
                    operations.push(lowered);
                }
            }
        }
        Ok(operations)
    }

    /// Returns the operationId, or else `default_id`. Appends a number to an id that is in use, and also returns a
    /// warning about the change.
    fn unique_id(
        &self,
        object: &OperationObject<'_>,
        default_id: String,
        ids: &mut OperationIds,
    ) -> (String, Option<Diagnostic>) {
        let given = object.operation.operation_id.clone();
        let given = given.filter(|id| names::has_identifier_character(id));
        let id = given.unwrap_or(default_id);
        let Some((earlier, mut number)) = ids.get(&id).cloned() else {
            return (id, None);
        };
        let separator = if id.contains(' ') { ' ' } else { '_' };
        let unused = loop {
            number += 1;
            let candidate = format!("{id}{separator}{number}");
            if !ids.contains_key(&candidate) {
                break candidate;
            }
        };
        ids.insert(id.clone(), (earlier.clone(), number));
        let error = self.duplicate_id(&object.pointer, &id, &earlier);
        let note = format!(
            "of the two operations, the generator reads the one at {} second; the SDK names it as if its operationId \
             were `{unused}`",
            object.pointer
        );
        (unused, Some(error.with_note(note)))
    }

    /// Creates the error about an operation whose ID, given or default, an earlier operation has.
    fn duplicate_id(&self, pointer: &Pointer, id: &str, earlier: &Pointer) -> Diagnostic {
        let has_id = |operation: &Pointer| {
            let id = self.document.node(&operation.child("operationId"));
            id.and_then(Value::as_str)
                .is_some_and(names::has_identifier_character)
        };
        let (without, other) = match (has_id(pointer), has_id(earlier)) {
            (true, true) => return duplicate_operation_id(pointer, id, earlier),
            (true, false) => (earlier, pointer),
            (false, _) => (pointer, earlier),
        };
        Diagnostic::at(
            without,
            format!(
                "the operation has no operationId, and its default ID, `{id}`, is also the ID of the operation at {other}"
            ),
            format!("add an `operationId` to the operation at {without}"),
        )
    }

    fn lower_operation(
        &mut self,
        id: String,
        object: &OperationObject<'a>,
    ) -> Result<ResourceOperation<'a>> {
        let (operation, pointer) = (object.operation, &object.pointer);
        let extensions = Extensions::new(&operation.extensions, pointer, OPERATION_KEYS)?;
        check_path(object.path, &object.item_pointer)?;
        let server = self.lower_server(object)?;
        let security = self.lower_security(operation, pointer)?;
        let naming = Naming::new(&id);
        let pagination = Declared::read(&extensions)?;
        let conventions = self.conventions_of(object, pagination.as_ref())?;
        let (mut parameters, fixed_query) = self.lower_parameters(object, &naming, &conventions)?;
        let resource = resource_path(object, &extensions)?;
        let mut body = self.lower_body(object, &naming)?;
        let output = self.lower_output(object, &conventions, &parameters, &naming)?;
        // `x-sdk-pagination` without `style` requires a list in the standard envelope.
        if let Some(Declared::Standard { parameter }) = &pagination
            && !matches!(output, Output::Page { .. })
        {
            return Err(mismatch_of_operation(&self.no_envelope(pointer, parameter)));
        }
        let stream = self.lower_stream_alternative(object, &extensions, &mut body, &naming)?;
        let (body, encoding) = body.unzip();
        self.mark_idempotency_key(&extensions, &output, &mut parameters)?;
        let mut http_methods = HTTP_METHODS.split(' ');
        let http_method = http_methods.find(|it| it.eq_ignore_ascii_case(object.http_method));
        let mut operation = Operation {
            http_method: http_method.unwrap_or_default(),
            path: object.path.to_owned(),
            fixed_query,
            // If the document and the overlay don't set `method` or `builder`, `names::choose_names` sets the default.
            method: extensions.get("x-sdk-method")?.unwrap_or_default(),
            // `x-sdk-name` always names a type, here the request builder.
            builder: extensions.get("x-sdk-name")?.unwrap_or_default(),
            operation_id: operation.operation_id.clone(),
            summary: operation.summary.clone(),
            description: operation.description.clone(),
            deprecated: operation.deprecated,
            body,
            encoding: encoding.unwrap_or_default(),
            output,
            stream,
            authentication: security.authentication,
            credentials: security.credentials,
            may_be_anonymous: security.may_be_anonymous,
            server,
            is_idempotent: extensions.flag("x-sdk-idempotent")?,
            retry: RetryRule::read(&extensions)?.or(&self.root.retry),
            // `usage::analyze` sets this when all types are known.
            returns_secrets: false,
            // `lower_error_responses` adds them.
            error_responses: Vec::new(),
            parameters,
            pointer: pointer.clone(),
            id,
        };
        operation.is_idempotent |= operation.idempotency_key().is_some();
        Ok(ResourceOperation {
            resource,
            object: object.operation,
            operation,
        })
    }
}

/// Returns an id for an operation without operationId: `get rooms by room_id` for `GET /rooms/{room_id}`.
pub(super) fn id_by_path(http_method: &str, path: &str) -> String {
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    segments.fold(http_method.to_owned(), |id, segment| {
        match segment.strip_prefix('{') {
            Some(name) => format!("{id} by {}", name.trim_end_matches('}')),
            None => format!("{id} {segment}"),
        }
    })
}

/// Splits a path template into path and query, without the fragment.
fn split_template(template: &str) -> (&str, &str) {
    let template = template.split('#').next().unwrap_or_default();
    template.split_once('?').unwrap_or((template, ""))
}

/// Checks that a path has only letters and digits of any script, and [`PATH_PUNCTUATION`].
fn check_path(path: &str, pointer: &Pointer) -> Result<()> {
    let is_valid = |it: char| it.is_alphanumeric() || PATH_PUNCTUATION.contains(it);
    let Some(invalid) = path.chars().find(|character| !is_valid(*character)) else {
        return Ok(());
    };
    Err(Diagnostic::at(
        pointer,
        format!("the path contains {invalid:?}, which is not valid in the path of a URL"),
        format!("remove {invalid:?} from the path, or percent-encode it"),
    ))
}
