//! JSON Pointers (RFC 6901), the locations of diagnostics and IR objects in a document.

use std::fmt::{self, Write};

use serde::{Serialize, Serializer};

/// The location of a value in a document, displayed as a URI fragment: `#/paths/~1rooms/get`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(String);

/// The capacity for a key of typical length, so that most pointers need one allocation.
const USUAL_KEY: usize = 32;

/// Escapes what is written to it as part of a key.
struct Escaped(String);

impl Write for Escaped {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        for piece in part.split_inclusive(['~', '/']) {
            let (plain, escape) = match piece.strip_suffix('~') {
                Some(plain) => (plain, "~0"),
                None => piece.strip_suffix('/').map_or((piece, ""), |it| (it, "~1")),
            };
            self.0.push_str(plain);
            self.0.push_str(escape);
        }
        Ok(())
    }
}

impl Pointer {
    /// Returns the pointer to the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Returns the pointer to a member of the object, or to an item of the array, at this location.
    pub fn child(&self, key: impl fmt::Display) -> Self {
        // Traversals create a pointer for every value, so this allocates once.
        let mut pointer = Escaped(String::with_capacity(self.0.len() + USUAL_KEY));
        pointer.0.push_str(&self.0);
        pointer.0.push('/');
        // Formatting a string or a number doesn't fail.
        let _ = write!(pointer, "{key}");
        Self(pointer.0)
    }

    /// Returns the pointer to the object or array that contains this value, or `None` for the whole document.
    pub fn parent(&self) -> Option<Self> {
        let (parent, _) = self.0.rsplit_once('/')?;
        Some(Self(parent.to_owned()))
    }

    /// Returns the key or index of this value in the object or array that contains it.
    pub fn key(&self) -> Option<String> {
        let (_, key) = self.0.rsplit_once('/')?;
        Some(key.replace("~1", "/").replace("~0", "~"))
    }

    /// Whether this value is the one at `other` or in it.
    pub(crate) fn is_in(&self, other: &Self) -> bool {
        let rest = self.0.strip_prefix(&other.0);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Returns the part after the parent: the pointer to this value relative to the one that contains it.
    pub(crate) fn last_segment(&self) -> &str {
        self.0
            .rfind('/')
            .and_then(|start| self.0.get(start..))
            .unwrap_or_default()
    }

    /// Appends a pointer that is relative to this value.
    #[must_use]
    pub fn join(&self, below: &Self) -> Self {
        Self(format!("{}{}", self.0, below.0))
    }

    /// Returns the pointer to a component, for instance `schemas` and `Room`.
    pub fn component(kind: &str, name: &str) -> Self {
        Self::root().child("components").child(kind).child(name)
    }

    /// Whether the value is a component or part of one.
    pub fn is_in_component(&self) -> bool {
        self.0.starts_with("/components/")
    }

    /// Returns the pointer without the leading `#`, the form that `serde_json::Value::pointer` accepts.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Pointer {
    /// Converts an escaped pointer without the leading `#`.
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
