//! Operations, each with the resource it belongs to.

use heck::ToSnakeCase;
use openapiv3::{ObjectType, PathItem, ReferenceOr, RequestBody, SchemaKind, Type as SchemaType};

use super::extensions::Extensions;
use super::schema::{Naming, Resolved};
use super::{Lowering, find_repeated, unsupported};
use crate::error::{Error, Result};
use crate::ir::{Body, Operation};
use crate::names;
use crate::pointer::Pointer;

/// An operation and the path of its resource.
pub(super) struct Placed {
    pub(super) resource: Vec<String>,
    pub(super) operation: Operation,
}

impl<'a> Lowering<'a> {
    pub(super) fn lower_operations(&mut self) -> Result<Vec<Placed>> {
        let paths = Pointer::root().child("paths");
        let mut operations = Vec::new();
        for (path, item) in &self.document.openapi.paths.paths {
            let pointer = paths.child(path);
            let ReferenceOr::Item(item) = item else {
                return Err(unsupported(
                    &pointer.child("$ref"),
                    "a path that refers to another",
                ));
            };
            check_path(path, &pointer)?;
            for (method, operation) in item.iter() {
                operations.push(self.lower_operation(path, item, method, operation, &pointer)?);
            }
        }
        let repeated = find_repeated(&operations, |placed| {
            (placed.operation.id.clone(), &placed.operation.pointer)
        });
        match repeated {
            Some((Placed { operation, .. }, earlier)) => Err(Error::at(
                &operation.pointer.child("operationId"),
                format!(
                    "the operationId `{}` is used by {earlier} already",
                    operation.id
                ),
                "give each operation an id of its own",
            )),
            None => Ok(operations),
        }
    }

    fn lower_operation(
        &mut self,
        path: &str,
        item: &'a PathItem,
        method: &str,
        operation: &'a openapiv3::Operation,
        item_pointer: &Pointer,
    ) -> Result<Placed> {
        let pointer = item_pointer.child(method);
        let extensions = Extensions::of(
            &operation.extensions,
            &pointer,
            &["x-sdk-resource", "x-sdk-method", "x-sdk-idempotent"],
        )?;
        let id = operation_id(operation, &pointer)?;
        if !operation.servers.is_empty() {
            let place = pointer.child("servers");
            return Err(unsupported(&place, "an operation with servers of its own"));
        }
        let naming = Naming::after(&id);
        let parameters =
            self.lower_parameters(path, item, operation, (item_pointer, &pointer), &naming)?;
        let resource = resource(path, operation, &extensions, &pointer)?;
        let body = operation.request_body.as_ref();
        let operation = Operation {
            http_method: http_method(method, &pointer)?,
            path: path.to_owned(),
            name: extensions
                .get("x-sdk-method")?
                .unwrap_or_else(|| id.to_snake_case()),
            summary: operation.summary.clone(),
            description: operation.description.clone(),
            deprecated: operation.deprecated,
            body: body
                .map(|body| self.lower_body(body, &pointer, &naming))
                .transpose()?,
            output: self.lower_output(operation, &pointer, &parameters, &naming)?,
            authentication: self.lower_authentication(operation, &pointer)?,
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
            operation,
        })
    }

    fn lower_body(
        &mut self,
        body: &'a ReferenceOr<RequestBody>,
        operation: &Pointer,
        naming: &Naming,
    ) -> Result<Body> {
        let (body, pointer, _) =
            self.resolve(body, &operation.child("requestBody"), |components| {
                &components.request_bodies
            })?;
        let content = pointer.child("content");
        let Some(media) = body
            .content
            .get("application/json")
            .filter(|_| body.content.len() == 1)
        else {
            return Err(unsupported(
                &content,
                "a request body of any media type but `application/json` alone",
            ));
        };
        let place = content.child("application/json").child("schema");
        let Some(schema) = &media.schema else {
            return Err(Error::at(
                &place,
                "the body has no schema",
                "say what the body is made of",
            ));
        };
        let schema = self.resolve_schema(schema, &place)?;
        match &schema.schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) if !object.properties.is_empty() => {
                self.lower_body_fields(&schema, object, naming)
            }
            _ => Ok(Body::Whole {
                value: self.lower_schema(&schema, &naming.child("body"))?,
                notes: self.value_notes(&schema)?,
            }),
        }
    }

    /// The properties of the body become setters of the operation, so the body itself needs no type.
    fn lower_body_fields(
        &mut self,
        schema: &Resolved<'a>,
        object: &'a ObjectType,
        naming: &Naming,
    ) -> Result<Body> {
        let naming = schema.naming(naming)?;
        let mut fields = self.lower_fields(schema, object, &naming)?;
        let is_read_only = |field: &crate::ir::Field| {
            let node = self.document.node(&field.pointer);
            node.and_then(|node| node.get("readOnly"))
                .and_then(serde_json::Value::as_bool)
                .unwrap_or(false)
        };
        fields.retain(|field| !is_read_only(field));
        Ok(Body::Fields(fields))
    }
}

fn operation_id(operation: &openapiv3::Operation, pointer: &Pointer) -> Result<String> {
    operation
        .operation_id
        .clone()
        .ok_or_else(|| Error::at(pointer, "the operation has no operationId", "give it one"))
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
        return Err(Error::at(
            &pointer.child("x-sdk-resource"),
            format!("`{resource}` has a step without a name"),
            "write names with full stops between them, as in `rooms.sessions`",
        ));
    }
    Ok(steps)
}

/// The first tag, or else the first segment of the path.
fn default_resource(path: &str, operation: &openapiv3::Operation) -> String {
    let segment = || {
        path.split('/')
            .find(|segment| !segment.is_empty() && !segment.starts_with('{'))
    };
    let tag = operation.tags.first().map(String::as_str);
    tag.filter(|tag| !names::is_empty(tag))
        .or_else(segment)
        .filter(|segment| !names::is_empty(segment))
        .unwrap_or("api")
        .to_snake_case()
}
