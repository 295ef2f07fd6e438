//! What the API sends of its own accord, so that no operation leads there.

use openapiv3::{ReferenceOr, Schema};

use super::Lowering;
use super::orphan::Orphan;
use super::schema::Naming;
use crate::error::{Error, Result};
use crate::ir::Type;
use crate::pointer::Pointer;

impl<'a> Lowering<'a> {
    /// Lowers the schemas that `x-sdk-events` lists; it notes those that are not there.
    pub(super) fn lower_events(
        &mut self,
        names: &[String],
        orphans: &mut Vec<Orphan>,
    ) -> Result<Vec<Type>> {
        let list = Pointer::root().child("x-sdk-events");
        let schemas = self.document.openapi.components.as_ref();
        let schemas = schemas.map(|components| &components.schemas);
        let mut events = Vec::new();
        for (index, name) in names.iter().enumerate() {
            let place = list.child(index);
            match schemas.and_then(|schemas| schemas.get(name)) {
                Some(schema) => events.push(self.lower_event(name, schema, &place)?),
                None => orphans.push(Orphan::event(name, place)),
            }
        }
        Ok(events)
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
            None => Err(Error::at(
                place,
                format!("`{name}` is nothing that a model is made of"),
                "name an object with properties, or a union",
            )),
        }
    }
}
