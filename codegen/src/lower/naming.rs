//! Names for types.
//!
//! The type of an inline schema is named after the object that contains the schema and the role of the schema in it:
//! the property `kind` of the component `Room` has the name `Room kind`, and the type name `RoomKind`.

use crate::names;

/// The name for the type of a schema.
#[derive(Clone, Debug)]
pub(super) struct Naming {
    /// The words of the name, in any case.
    pub(super) name: String,
    /// The type name of the component that is or contains the schema.
    pub(super) component: Option<String>,
    /// Whether the name is or starts with the value of an `x-sdk-name`.
    pub(super) is_given: bool,
}

impl Naming {
    /// Creates the name for the types of an operation.
    pub(super) fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            component: None,
            is_given: false,
        }
    }

    /// Creates the name for a component and the types that it contains.
    pub(super) fn component(name: &str) -> Self {
        Self {
            component: Some(names::type_name(name)),
            ..Self::new(name)
        }
    }

    /// Returns the name for an inner schema: `Room kind` for the role `kind` in `Room`.
    pub(super) fn child(&self, role: &str) -> Self {
        Self {
            name: format!("{} {}", self.name, names::in_words_if_only_symbols(role)),
            ..self.clone()
        }
    }
}
