//! Finds the list in the response of an operation.

use serde_json::Value;

use super::{properties, property_pointer};
use crate::diagnostics::Pointer;
use crate::ir::LISTS;
use crate::lower::Lowering;
use crate::lower::operation::OperationObject;
use crate::openapi::media_type::is_json;
use crate::openapi::walk::{members, string};

/// The list in the success response of an operation.
pub(super) struct List<'a> {
    /// The Response Object.
    pub(super) response: &'a Value,
    /// The schema of the body.
    pub(super) body: &'a Value,
    /// The location of the items in the body, a JSON pointer.
    pub(super) pointer: String,
    /// The schema of an item.
    pub(super) item: Option<&'a Value>,
}

impl Lowering<'_> {
    /// Returns the list in the only success response of an operation: the one at a JSON pointer, or else the one with a
    /// usual name, or else the only array in the body.
    pub(super) fn find_list<'b>(
        &'b self,
        object: &OperationObject<'_>,
        pointer: Option<&str>,
    ) -> Option<List<'b>> {
        let responses = object.pointer.child("responses");
        let mut successes = members(self.document.root(), responses.as_str())
            .filter(|(status, _)| status.starts_with('2'));
        let (Some((_, success)), None) = (successes.next(), successes.next()) else {
            return None;
        };
        let response = self.resolve_value(success)?;
        let (_, media_type) = members(response, "/content").find(|(name, _)| is_json(name))?;
        let body = self.resolve_value(media_type.get("schema")?)?;
        let pointer = match pointer {
            Some(pointer) => pointer.to_owned(),
            None if is_array(body) => String::new(),
            None => property_pointer("", self.items_property(body)?),
        };
        let list = self.schema_at(body, &pointer).filter(|it| is_array(it))?;
        let item = list.get("items").and_then(|item| self.resolve_value(item));
        Some(List {
            response,
            body,
            pointer,
            item,
        })
    }

    /// Returns the property of an envelope that contains the items.
    fn items_property<'b>(&'b self, envelope: &'b Value) -> Option<&'b str> {
        let arrays: Vec<&str> = properties(envelope)?
            .iter()
            .filter(|(_, schema)| self.resolve_value(schema).is_some_and(is_array))
            .map(|(name, _)| name.as_str())
            .collect();
        let usual = LISTS.into_iter().find(|name| arrays.contains(name));
        usual.or(match arrays.as_slice() {
            [only] => Some(only),
            _ => None,
        })
    }

    /// Returns the schema of the value at a JSON pointer.
    pub(super) fn schema_at<'b>(&'b self, schema: &'b Value, pointer: &str) -> Option<&'b Value> {
        let pointer = Pointer::from(pointer.to_owned());
        pointer.keys().try_fold(schema, |schema, key| {
            self.resolve_value(properties(schema)?.get(&key)?)
        })
    }
}

fn is_array(schema: &Value) -> bool {
    string(schema, "type") == Some("array")
}
