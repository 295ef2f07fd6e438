//! Looks up references within one document.
//!
//! A `$ref` in the middle of the path of a JSON pointer is followed. JSON Schema doesn't allow such pointers, but real
//! documents contain them.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::MAX_CHAIN_LENGTH;
use crate::diagnostics::Pointer;

/// The result of looking up a pointer.
pub(crate) enum Lookup<'a> {
    /// The value at the pointer.
    Found(&'a Value),
    /// The pointer passes through `reference`. `rest` is the remaining part of the pointer, relative to the target.
    Reference { reference: &'a str, rest: Pointer },
    /// There is no value at the pointer.
    Missing,
}

/// Why a reference can't be resolved.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unresolved {
    /// The reference, or a reference in the middle of its pointer, isn't a JSON pointer into the same document.
    NotLocal,
    Missing,
    /// The pointer passes through more than [`MAX_CHAIN_LENGTH`] references. The last of them is at this location.
    Endless(Pointer),
}

/// Looks up a pointer without following references.
pub(crate) fn look_up<'a>(document: &'a Value, pointer: &Pointer) -> Lookup<'a> {
    let mut value = document;
    let mut rest = pointer.as_str();
    // A member next to the `$ref` takes precedence, so the reference is used only if the member isn't found.
    let mut last_reference = None;
    while let Some(after_slash) = rest.strip_prefix('/') {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            last_reference = Some((reference, rest));
        }
        let end = after_slash.find('/').map_or(rest.len(), |end| end + 1);
        let (segment, next_rest) = rest.split_at(end);
        let Some(next) = value.pointer(segment) else {
            return last_reference.map_or(Lookup::Missing, |(reference, rest)| Lookup::Reference {
                reference,
                rest: Pointer::from(rest.to_owned()),
            });
        };
        (value, rest) = (next, next_rest);
    }
    Lookup::Found(value)
}

/// Returns the location of the value that a reference refers to.
pub(crate) fn find_local(document: &Value, reference: &str) -> Result<Pointer, Unresolved> {
    let mut pointer = local_pointer(reference).ok_or(Unresolved::NotLocal)?;
    let mut last_reference = Pointer::root();
    for _ in 0..=MAX_CHAIN_LENGTH {
        match look_up(document, &pointer) {
            Lookup::Found(_) => return Ok(pointer),
            Lookup::Reference { reference, rest } => {
                let location = pointer.as_str().strip_suffix(rest.as_str());
                last_reference = Pointer::from(location.unwrap_or_default().to_owned());
                let target = local_pointer(reference).ok_or(Unresolved::NotLocal)?;
                pointer = target.join(&rest);
            }
            Lookup::Missing => return Err(Unresolved::Missing),
        }
    }
    Err(Unresolved::Endless(last_reference))
}

/// Returns the JSON pointer in a reference to the same document.
fn local_pointer(reference: &str) -> Option<Pointer> {
    let pointer = percent_decode_str(reference.strip_prefix('#')?)
        .decode_utf8()
        .ok()?;
    pointer
        .starts_with('/')
        .then(|| Pointer::from(pointer.into_owned()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn find_local_follows_references_in_the_middle_of_pointers() {
        let document = json!({
            "a": {"$ref": "#/b", "own": {"x": 1}},
            "b": {"$ref": "#/c%7Bd%7D/e"},
            "c{d}": {"e": {"own": {"x": 2, "y": [3, {"$ref": "#/a"}]}}},
            "out": {"$ref": "other.yaml"},
        });
        for (reference, expected) in [
            ("#/a", Ok("#/a")),
            ("#/a/own/x", Ok("#/a/own/x")),
            ("#/a/own/y/0", Ok("#/c{d}/e/own/y/0")),
            ("#/b/own/y/1/own/x", Ok("#/a/own/x")),
            ("#/c%7Bd%7D/e/own", Ok("#/c{d}/e/own")),
            ("#/a/gone", Err(Unresolved::Missing)),
            ("#/a/own/y/2", Err(Unresolved::Missing)),
            ("#/out/x", Err(Unresolved::NotLocal)),
            ("#name", Err(Unresolved::NotLocal)),
            ("other.yaml#/a", Err(Unresolved::NotLocal)),
        ] {
            let found = find_local(&document, reference).map(|pointer| pointer.to_string());
            assert_eq!(found, expected.map(str::to_owned), "{reference}");
        }
    }

    #[test]
    fn find_local_rejects_circular_pointers() {
        let document = json!({
            "a": {"b": {"$ref": "#/a/b/c"}},
            "d": {"$ref": "#/e/x"},
            "e": {"$ref": "#/d/x"},
        });
        for (reference, circular) in [("#/a/b/c", "/a/b"), ("#/d/x", "/d"), ("#/e/x/y", "/e")] {
            assert_eq!(
                find_local(&document, reference),
                Err(Unresolved::Endless(Pointer::from(circular.to_owned()))),
                "{reference}"
            );
        }
        // A recursive schema isn't a circular reference.
        let document = json!({"a": {"next": {"$ref": "#/a"}, "name": 1}});
        let found = find_local(&document, "#/a/next/next/next/name").unwrap();
        assert_eq!(found.to_string(), "#/a/name");
    }
}
