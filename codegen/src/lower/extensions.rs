//! The extension keys, all of them, each read here and nowhere else.
//!
//! | key | stands on | says |
//! |---|---|---|
//! | `x-sdk-package` | the document | the name of the SDK's package; without it, the title in kebab case |
//! | `x-sdk-envelope` | the document | the property of a response that holds the value proper, for instance `data` |
//! | `x-sdk-pagination` | the document | how lists come in pages: see [`Pagination`] |
//! | `x-sdk-resources` | the document | a description for each resource, by its dotted path |
//! | `x-sdk-events` | the document | the schemas, by name, that the API sends of its own accord; they and what they reach become models |
//! | `x-sdk-contract` | the document | the feature of the SDK behind which what the document allows is emitted as JSON; without it, it is not |
//! | `x-sdk-resource` | an operation | the resource it belongs to, as a dotted path; without it, its first tag or path segment |
//! | `x-sdk-method` | an operation | what the SDK calls it; without it, as `lower/method.rs` has it |
//! | `x-sdk-idempotent` | an operation | `true`: repeating it can't do the thing twice, though its method does not say so |
//! | `x-sdk-selection` | a query parameter in deepObject style | `true`: it says what the operation acts on, becomes an argument, and must not be empty |
//! | `x-sdk-name` | an operation | the name of its request builder; without it, verb and noun of the call, such as `ListRooms` |
//! | `x-sdk-name` | a schema | the name of its type; schemas of one name must have one shape, and become one type |
//! | `x-sdk-description` | a schema | what the type is, where `description` says what the property is |
//! | `x-sdk-secret` | a text schema | `true`: the value must not be shown |
//! | `x-sdk-variant` | a branch of a `oneOf` | what the variant is called |
//!
//! A key with this prefix that isn't in the table is an error, so that a slip of the pen does not pass unseen.

use indexmap::IndexMap;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::diagnostics::{Diagnostic, Pointer, Result};

/// What every extension key begins with.
pub(super) const PREFIX: &str = "x-sdk-";

/// The extensions of one node.
pub(super) struct Extensions<'a> {
    entries: &'a IndexMap<String, Value>,
    pointer: &'a Pointer,
}

/// How lists come in pages.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pagination {
    /// The query parameter that selects a page: an object, in deepObject style.
    pub(super) parameter: String,
    /// Its property with the number of the page.
    pub(super) number: String,
    /// The property of the envelope that says where in the list the page stands.
    pub(super) meta: String,
}

impl<'a> Extensions<'a> {
    /// Looks at the extensions of the node at `pointer`, which may carry the keys `known`.
    pub(super) fn of(
        entries: &'a IndexMap<String, Value>,
        pointer: &'a Pointer,
        known: &[&str],
    ) -> Result<Self> {
        let unknown = entries
            .keys()
            .filter(|key| key.starts_with(PREFIX))
            .find(|key| !known.contains(&key.as_str()));
        match unknown {
            Some(key) => Err(Diagnostic::at(
                &pointer.child(key),
                format!("`{key}` is not an extension that this node can carry"),
                format!("use one of {}", known.join(", ")),
            )),
            None => Ok(Self { entries, pointer }),
        }
    }

    /// Reads the value of `key`.
    pub(super) fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>> {
        let Some(value) = self.entries.get(key) else {
            return Ok(None);
        };
        match T::deserialize(value) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(Diagnostic::at(
                &self.pointer.child(key),
                format!("the value does not fit: {error}"),
                "see the table of extension keys in codegen/src/lower/extensions.rs",
            )),
        }
    }

    /// Reads a flag, which is off when it is not there.
    pub(super) fn flag(&self, key: &str) -> Result<bool> {
        Ok(self.get(key)?.unwrap_or(false))
    }
}
