//! What the API sends of its own accord, so that no operation leads there.

use openapiv3::ReferenceOr;

use super::Lowering;
use super::schema::Naming;
use crate::error::{Error, Result};
use crate::ir::Type;
use crate::pointer::Pointer;

impl Lowering<'_> {
    /// Lowers the schemas that `x-sdk-events` lists.
    pub(super) fn lower_events(&mut self, names: &[String]) -> Result<Vec<Type>> {
        let place = Pointer::root().child("x-sdk-events");
        let names = names.iter().enumerate();
        names
            .map(|(index, name)| self.lower_event(name, &place.child(index)))
            .collect()
    }

    fn lower_event(&mut self, name: &str, place: &Pointer) -> Result<Type> {
        let components = self.document.openapi.components.as_ref();
        let Some((name, schema)) =
            components.and_then(|components| components.schemas.get_key_value(name))
        else {
            return Err(Error::at(
                place,
                format!("there is no schema `{name}`"),
                "name one that stands under `components`",
            ));
        };
        let mut resolved = self.resolve_schema(schema, &Pointer::component("schemas", name))?;
        if let ReferenceOr::Item(_) = schema {
            resolved.component = Some(name.clone());
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
