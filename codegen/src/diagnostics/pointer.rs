//! JSON Pointers (RFC 6901), by which diagnostics and the IR refer to parts of a document.

use std::fmt;

use serde::{Serialize, Serializer};

/// The location of a value in a document, displayed like a reference: `#/paths/~1rooms/get`.
///
/// In keys, `~` is escaped as `~0` and `/` as `~1`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(String);

impl Pointer {
    /// Returns the pointer to the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Returns the pointer to a member of this object, or to an item of this array. Escapes the key.
    pub fn child(&self, key: impl fmt::Display) -> Self {
        let mut pointer = self.clone();
        pointer.push(key);
        pointer
    }

    /// Extends the pointer by the key of a member or the index of an item. Escapes the key.
    pub(crate) fn push(&mut self, key: impl fmt::Display) {
        let key = key.to_string();
        self.0.push('/');
        self.0 += &key.replace('~', "~0").replace('/', "~1");
    }

    /// Returns the pointer to the object or array that contains this value, or `None` for the whole document.
    pub fn parent(&self) -> Option<Self> {
        let (parent, _) = self.0.rsplit_once('/')?;
        Some(Self(parent.to_owned()))
    }

    /// Returns the key or index of this value in the object or array that contains it, unescaped.
    pub fn key(&self) -> Option<String> {
        let (_, key) = self.0.rsplit_once('/')?;
        Some(unescaped(key))
    }

    /// Iterates over the keys and indices from the whole document to this value, unescaped.
    pub(crate) fn keys(&self) -> impl Iterator<Item = String> {
        self.0.split('/').skip(1).map(unescaped)
    }

    pub(crate) fn depth(&self) -> usize {
        self.0.matches('/').count()
    }

    /// Whether this value is the one at `other` or a part of it.
    pub(crate) fn is_in(&self, other: &Self) -> bool {
        let suffix = self.0.strip_prefix(&other.0);
        suffix.is_some_and(|suffix| suffix.is_empty() || suffix.starts_with('/'))
    }

    /// Appends a pointer that is relative to this value.
    #[must_use]
    pub fn join(&self, relative: &Self) -> Self {
        Self(format!("{}{}", self.0, relative.0))
    }

    /// Returns the pointer to a component, for instance `#/components/schemas/Room` for `schemas` and `Room`.
    pub fn component(field: &str, name: &str) -> Self {
        Self::root().child("components").child(field).child(name)
    }

    /// Whether the value is a component or part of one.
    pub fn is_in_component(&self) -> bool {
        self.0.starts_with("/components/")
    }

    /// Returns the reference to the value. References are URI fragments, in which `%` starts an encoded character.
    pub(crate) fn reference(&self) -> String {
        format!("#{}", self.0.replace('%', "%25"))
    }

    /// Returns the escaped pointer without the leading `#`, the form that `serde_json::Value::pointer` accepts.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn unescaped(key: &str) -> String {
    key.replace("~1", "/").replace("~0", "~")
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
        assert!(pointer.keys().eq(["paths", "/rooms/~me", "0"]));
        assert_eq!(path.join(&Pointer::root().child(0)), pointer);
        assert_eq!(Pointer::root().parent(), None);
        assert_eq!(Pointer::root().key(), None);
        assert_eq!(Pointer::root().keys().next(), None);
        let percent = Pointer::root().child("a%20b");
        assert_eq!(percent.reference(), "#/a%2520b");
    }
}
