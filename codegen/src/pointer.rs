//! JSON pointers (RFC 6901), the addresses that every error and every item of the IR carries.

use std::fmt;

use serde::{Serialize, Serializer};

/// The place of one node in a document, shown as a URI fragment: `#/paths/~1rooms/get`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(String);

impl Pointer {
    /// The document as a whole.
    pub fn root() -> Self {
        Self::default()
    }

    /// The member `key` of the object at this place, or the item of that index in an array.
    pub fn child(&self, key: impl fmt::Display) -> Self {
        let key = key.to_string().replace('~', "~0").replace('/', "~1");
        Self(format!("{}/{key}", self.0))
    }

    /// The place of the node that holds this one, unless this is the document as a whole.
    pub fn parent(&self) -> Option<Self> {
        let (parent, _) = self.0.rsplit_once('/')?;
        Some(Self(parent.to_owned()))
    }

    /// The key or index under which this node stands in the one that holds it.
    pub fn key(&self) -> Option<String> {
        let (_, key) = self.0.rsplit_once('/')?;
        Some(key.replace("~1", "/").replace("~0", "~"))
    }

    /// The place that `below`, a pointer relative to this node, leads to.
    #[must_use]
    pub fn join(&self, below: &Self) -> Self {
        Self(format!("{}{}", self.0, below.0))
    }

    /// The place of a component, for instance `schemas` and `Room`.
    pub fn component(kind: &str, name: &str) -> Self {
        Self::root().child("components").child(kind).child(name)
    }

    /// Whether the node is a component, or part of one.
    pub fn is_in_component(&self) -> bool {
        self.0.starts_with("/components/")
    }

    /// The pointer without the leading `#`, as `serde_json::Value::pointer` takes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Pointer {
    /// Takes a pointer that is already escaped, without the leading `#`.
    fn from(pointer: String) -> Self {
        Self(pointer)
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

impl Serialize for Pointer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes_and_tildes_in_keys_are_escaped() {
        let pointer = Pointer::root().child("paths").child("/rooms/~me").child(0);
        assert_eq!(pointer.to_string(), "#/paths/~1rooms~1~0me/0");
        let path = pointer.parent().unwrap();
        assert_eq!(path.to_string(), "#/paths/~1rooms~1~0me");
        assert_eq!(path.key().unwrap(), "/rooms/~me");
        assert_eq!(path.join(&Pointer::root().child(0)), pointer);
        assert_eq!(Pointer::root().parent(), None);
        assert_eq!(Pointer::root().key(), None);
    }
}
