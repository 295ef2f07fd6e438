//! Where a pointer leads, over the references on its way.
//!
//! JSON Schema does not step through a `$ref` in the middle of a pointer. Documents do, and what they mean is clear.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::LONGEST_CHAIN;
use crate::diagnostics::Pointer;

/// What a document has where a pointer leads.
pub(crate) enum Step<'a> {
    /// A node.
    Found(&'a Value),
    /// A reference on the way, and how it goes on from where that leads.
    On { reference: &'a str, rest: Pointer },
    /// Nothing.
    Nowhere,
}

/// Why a reference leads to no place in a document.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Lost {
    /// It is no pointer into this document.
    Elsewhere,
    /// There is nothing.
    Nowhere,
    /// It leads over too many others.
    Endless,
}

/// Goes by a pointer as far as a document has something there itself.
pub(crate) fn step<'a>(document: &'a Value, pointer: &Pointer) -> Step<'a> {
    let mut node = document;
    let mut rest = pointer.as_str();
    // What stands beside a reference goes before what that leads to.
    let mut last = None;
    while let Some(behind) = rest.strip_prefix('/') {
        if let Some(reference) = node.get("$ref").and_then(Value::as_str) {
            last = Some((reference, rest));
        }
        let end = behind.find('/').map_or(rest.len(), |end| end + 1);
        let (segment, behind) = rest.split_at(end);
        let Some(next) = node.pointer(segment) else {
            return last.map_or(Step::Nowhere, |(reference, rest)| Step::On {
                reference,
                rest: Pointer::from(rest.to_owned()),
            });
        };
        (node, rest) = (next, behind);
    }
    Step::Found(node)
}

/// The place in a document that a reference leads to.
pub(crate) fn locate(document: &Value, reference: &str) -> Result<Pointer, Lost> {
    let mut pointer = pointer_of(reference).ok_or(Lost::Elsewhere)?;
    for _ in 0..=LONGEST_CHAIN {
        match step(document, &pointer) {
            Step::Found(_) => return Ok(pointer),
            Step::On { reference, rest } => {
                pointer = pointer_of(reference).ok_or(Lost::Elsewhere)?.join(&rest);
            }
            Step::Nowhere => return Err(Lost::Nowhere),
        }
    }
    Err(Lost::Endless)
}

/// The pointer that a reference into its own document is.
fn pointer_of(reference: &str) -> Option<Pointer> {
    let pointer = percent_decode_str(reference.strip_prefix('#')?);
    let pointer = pointer.decode_utf8().ok()?;
    pointer
        .starts_with('/')
        .then(|| Pointer::from(pointer.into_owned()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_pointer_leads_over_references() {
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
            ("#/a/gone", Err(Lost::Nowhere)),
            ("#/a/own/y/2", Err(Lost::Nowhere)),
            ("#/out/x", Err(Lost::Elsewhere)),
            ("#name", Err(Lost::Elsewhere)),
            ("other.yaml#/a", Err(Lost::Elsewhere)),
        ] {
            let found = locate(&document, reference).map(|place| place.to_string());
            assert_eq!(found, expected.map(str::to_owned), "{reference}");
        }
    }

    #[test]
    fn circles_have_an_end() {
        let document = json!({
            "a": {"b": {"$ref": "#/a/b/c"}},
            "d": {"$ref": "#/e/x"},
            "e": {"$ref": "#/d/x"},
        });
        for reference in ["#/a/b/c", "#/d/x", "#/e/x/y"] {
            assert_eq!(
                locate(&document, reference),
                Err(Lost::Endless),
                "{reference}"
            );
        }
        // A type that contains itself is none.
        let document = json!({"a": {"next": {"$ref": "#/a"}, "name": 1}});
        let found = locate(&document, "#/a/next/next/next/name").unwrap();
        assert_eq!(found.to_string(), "#/a/name");
    }
}
