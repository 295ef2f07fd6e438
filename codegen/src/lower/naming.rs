//! Names for the types of schemas that aren't components.

/// The name for a type whose schema isn't a component.
#[derive(Clone, Debug)]
pub(super) struct Naming {
    /// The name, which may have any case.
    pub(super) name: String,
    /// The component that contains the schema.
    pub(super) component: Option<String>,
    /// Whether the name starts with one given by `x-sdk-name`.
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
            component: Some(name.to_owned()),
            ..Self::new(name)
        }
    }

    /// Returns the name for a schema in this one, for instance of a property.
    pub(super) fn child(&self, part: &str) -> Self {
        Self {
            name: format!("{} {part}", self.name),
            ..self.clone()
        }
    }
}
