//! Lowers events, the bodies that the API sends to the caller's server: the request bodies of webhooks and callbacks,
//! and the schemas that `x-sdk-events` lists.

use openapiv3::{Operation, PathItem, ReferenceOr, RequestBody};

use super::Lowering;
use super::media_type::Media;
use super::naming::Naming;
use crate::diagnostics::{Diagnostic, Effect, Pointer, Result, UnmatchedDecision};
use crate::ir::Type;
use crate::openapi::operations::WEBHOOKS;

impl<'a> Lowering<'a> {
    /// Lowers the schemas that `x-sdk-events` lists. Names of unknown schemas are unmatched decisions.
    pub(super) fn lower_events(&mut self) -> Result<Vec<Type>> {
        let list = Pointer::root().child("x-sdk-events");
        let components = self.document.openapi.components.as_ref();
        let mut events = Vec::new();
        for (index, name) in self.root.events.clone().iter().enumerate() {
            let pointer = list.child(index);
            if components.is_some_and(|components| components.schemas.contains_key(name)) {
                events.push(self.lower_event(name, &pointer)?);
            } else {
                self.diagnostics.unmatched.push(UnmatchedDecision::new(
                    pointer,
                    name,
                    format!("`x-sdk-events` names the schema `{name}`, which `#/components/schemas` doesn't have"),
                    format!("add `{name}` to `#/components/schemas`, or delete it from `x-sdk-events`"),
                ));
            }
        }
        Ok(events)
    }

    /// Lowers the component that the item of `x-sdk-events` at `pointer` names.
    fn lower_event(&mut self, name: &str, pointer: &Pointer) -> Result<Type> {
        let reference = format!("#/components/schemas/{name}");
        let schema = self.resolve_schema_reference(&reference, pointer)?;
        let event = self.lower_schema(&schema, &Naming::new(name))?;
        if event.named().is_none() {
            return Err(Diagnostic::at(
                pointer,
                format!(
                    "`x-sdk-events` names the schema `{name}`, which has no type of its own in the SDK; expected an object \
                     with `properties`, a `oneOf`, an `anyOf` or an `enum`"
                ),
                format!("delete `{name}` from `x-sdk-events`"),
            ));
        }
        Ok(event)
    }

    /// Lowers the request bodies of webhooks and callbacks.
    pub(super) fn lower_webhooks(&mut self) -> Result<Vec<Type>> {
        let mut events = Vec::new();
        for (name, pointer, operation) in self.webhooks() {
            let Some(body) = &operation.request_body else {
                continue;
            };
            let pointer = pointer.child("requestBody");
            let event = self.lower_webhook(&name, body, &pointer);
            events.extend(self.or_report(event, Effect::Ignored, &pointer)?);
        }
        Ok(events)
    }

    fn lower_webhook(
        &mut self,
        name: &str,
        body: &'a ReferenceOr<RequestBody>,
        pointer: &Pointer,
    ) -> Result<Type> {
        let (body, pointer) = self.resolve(body, pointer)?;
        let pointer = pointer.child("content");
        let Some(media) = Media::json(&body.content, &pointer) else {
            return Err(Diagnostic::at(
                &pointer,
                "`content` of the webhook's Request Body Object has no JSON media type; only JSON is supported",
                "in an overlay, add `application/json` to `content` if the API sends JSON",
            )
            .tolerated());
        };
        match self.resolve_media_schema(&media)? {
            Some(schema) => self.lower_schema(&schema, &Naming::new(name).child("body")),
            None => Ok(Type::Any),
        }
    }

    /// Returns the operations of webhooks and callbacks, each with the name for its types, and with its location.
    pub(super) fn webhooks(&self) -> Vec<(String, Pointer, &'a Operation)> {
        let document = self.document;
        let root = Pointer::root();
        let mut operations = Vec::new();
        let mut add_operations = |name: &str, pointer: Pointer, item: &'a PathItem| {
            operations.extend(item.iter().map(|(method, operation)| {
                let name = operation.operation_id.as_deref().unwrap_or(name);
                (name.to_owned(), pointer.child(method), operation)
            }));
        };
        for (name, item) in &document.webhooks {
            add_operations(name, root.child(WEBHOOKS).child(name), item);
        }
        let paths = root.child("paths");
        for (path, method, operation) in document.openapi.operations() {
            let id = operation.operation_id.as_deref().unwrap_or(path);
            let pointer = paths.child(path).child(method).child("callbacks");
            for (name, callback) in &operation.callbacks {
                for (expression, item) in callback {
                    let pointer = pointer.child(name).child(expression);
                    add_operations(&format!("{id} {name}"), pointer, item);
                }
            }
        }
        operations
    }
}
