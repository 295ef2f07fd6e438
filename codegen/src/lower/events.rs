//! What the API sends of its own accord, so that no operation leads there.

use openapiv3::{MediaType, Operation, PathItem, ReferenceOr, RequestBody, Schema};

use super::schema::Naming;
use super::{Lowering, media, unsupported};
use crate::diagnostics::{Diagnostic, Effect, Pointer, Result, UnmatchedDecision};
use crate::ir::Type;
use crate::openapi::operations::WEBHOOKS;

impl<'a> Lowering<'a> {
    /// Lowers the schemas that `x-sdk-events` lists; it notes those that are not there.
    pub(super) fn lower_events(
        &mut self,
        names: &[String],
        orphans: &mut Vec<UnmatchedDecision>,
    ) -> Result<Vec<Type>> {
        let list = Pointer::root().child("x-sdk-events");
        let schemas = self.document.openapi.components.as_ref();
        let schemas = schemas.map(|components| &components.schemas);
        let mut events = Vec::new();
        for (index, name) in names.iter().enumerate() {
            let place = list.child(index);
            match schemas.and_then(|schemas| schemas.get(name)) {
                Some(schema) => events.push(self.lower_event(name, schema, &place)?),
                None => orphans.push(UnmatchedDecision::new(
                    place,
                    name,
                    format!("the document has no schema `{name}`"),
                    "use the name of a schema under `components`",
                )),
            }
        }
        Ok(events)
    }

    /// Lowers the request bodies of webhooks and callbacks.
    pub(super) fn lower_webhooks(&mut self) -> Result<Vec<Type>> {
        let mut events = Vec::new();
        for (name, pointer, operation) in self.webhooks() {
            let Some(body) = &operation.request_body else {
                continue;
            };
            let pointer = pointer.child("requestBody");
            match self.attempt(|lowering| lowering.lower_webhook(&name, body, &pointer)) {
                Ok(event) => events.push(event),
                Err(error) => self.diagnostics.report(Effect::Ignored, pointer, error)?,
            }
        }
        Ok(events)
    }

    /// Returns the operations of webhooks and callbacks, each with a name for its types and its location.
    pub(super) fn webhooks(&self) -> Vec<(String, Pointer, &'a Operation)> {
        let mut webhooks = Vec::new();
        for (name, pointer, item) in self.webhook_items() {
            webhooks.extend(item.iter().map(|(method, operation)| {
                let name = operation.operation_id.as_ref().unwrap_or(&name);
                (name.clone(), pointer.child(method), operation)
            }));
        }
        webhooks
    }

    fn webhook_items(&self) -> Vec<(String, Pointer, &'a PathItem)> {
        let document = self.document;
        let root = Pointer::root().child(WEBHOOKS);
        let webhooks = document.webhooks.iter();
        let webhooks = webhooks.map(|(name, item)| (name.clone(), root.child(name), item));
        let mut found: Vec<_> = webhooks.collect();
        for (path, item) in &document.openapi.paths.paths {
            let ReferenceOr::Item(item) = item else {
                continue;
            };
            let place = Pointer::root().child("paths").child(path);
            for (method, operation) in item.iter() {
                let id = operation.operation_id.as_deref().unwrap_or(path);
                let place = place.child(method).child("callbacks");
                for (name, callback) in &operation.callbacks {
                    let place = place.child(name);
                    let name = format!("{id} {name}");
                    let items = callback.iter();
                    found.extend(items.map(|(url, item)| (name.clone(), place.child(url), item)));
                }
            }
        }
        found
    }

    fn lower_webhook(
        &mut self,
        name: &str,
        body: &'a ReferenceOr<RequestBody>,
        place: &Pointer,
    ) -> Result<Type> {
        let (body, place, _) =
            self.resolve(body, place, |components| &components.request_bodies)?;
        let content = place.child("content");
        let Some((media_type, MediaType { schema, .. })) = media::json(&body.content) else {
            let fault = unsupported(&content, "a webhook that is not JSON");
            return Err(fault.limitation());
        };
        let Some(schema) = schema else {
            return Ok(Type::Any);
        };
        let schema = self.resolve_schema(schema, &content.child(media_type).child("schema"))?;
        self.lower_schema(&schema, &Naming::after(name).child("body"))
    }

    fn lower_event(
        &mut self,
        name: &str,
        schema: &'a ReferenceOr<Schema>,
        place: &Pointer,
    ) -> Result<Type> {
        let mut resolved = self.resolve_schema(schema, &Pointer::component("schemas", name))?;
        if let ReferenceOr::Item(_) = schema {
            resolved.component = Some(name.to_owned());
        }
        let value = self.lower_schema(&resolved, &Naming::after(name))?;
        match value.named() {
            Some(_) => Ok(value),
            None => Err(Diagnostic::at(
                place,
                format!("`{name}` is nothing that a model is made of"),
                "name an object with properties, or a union",
            )),
        }
    }
}
