//! JSON pointers (RFC 6901), the addresses that every error and every item of the IR carries.

use std::fmt::{self, Write};

use serde::{Serialize, Serializer};

/// The place of one node in a document, shown as a URI fragment: `#/paths/~1rooms/get`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(String);

/// Room for a key of the usual length, so that one allocation is enough for most pointers.
const USUAL_KEY: usize = 32;

/// A pointer under way: what is written to it is part of a key, and is escaped.
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
    /// The document as a whole.
    pub fn root() -> Self {
        Self::default()
    }

    /// The member `key` of the object at this place, or the item of that index in an array.
    pub fn child(&self, key: impl fmt::Display) -> Self {
        // Every walk makes one of these for every node: it is written in one piece.
        let mut place = Escaped(String::with_capacity(self.0.len() + USUAL_KEY));
        place.0.push_str(&self.0);
        place.0.push('/');
        // Only a key that cannot be shown would be an error, and those of a document are text and numbers.
        let _ = write!(place, "{key}");
        Self(place.0)
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
