//! Splits references into a file and a location.

use percent_encoding::percent_decode_str;

use crate::diagnostics::Pointer;

/// A location in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Location {
    /// The path of the file, relative to the directory of the document.
    pub(super) file: String,
    pub(super) pointer: Pointer,
}

/// Splits a reference in `file` into the path of a file, relative to the directory of the document, and the decoded
/// fragment: a JSON pointer, an anchor or `""`. Returns `None` if the reference isn't a relative path to a file in the
/// directory.
pub(super) fn split_reference(reference: &str, file: &str) -> Option<(String, String)> {
    let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let target = match path {
        "" => file.to_owned(),
        path => resolve_path(file, &decode(path))?,
    };
    Some((target, decode(fragment)))
}

/// Resolves a path relative to the file `base`.
fn resolve_path(base: &str, path: &str) -> Option<String> {
    let scheme = path.split_once(':').map(|(scheme, _)| scheme);
    let is_url = scheme.is_some_and(|scheme| !scheme.contains('/'));
    // On Windows, a backslash is a separator.
    if is_url || path.starts_with('/') || path.contains('\\') {
        return None;
    }
    let mut parts: Vec<&str> = base.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

pub(super) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Whether a reference is a JSON pointer without a file, such as `#/components/schemas/Room`.
pub(super) fn is_local_pointer(reference: &str) -> bool {
    reference
        .strip_prefix('#')
        .map(decode)
        .is_some_and(|fragment| fragment.is_empty() || fragment.starts_with('/'))
}

/// Whether an entry of a discriminator's `mapping` is a reference (`room.yaml`), not the name of a component (`Room`).
pub(super) fn is_reference(target: &str) -> bool {
    target.contains(['#', '/'])
        || [".json", ".yaml", ".yml"]
            .iter()
            .any(|extension| target.ends_with(extension))
}

/// Returns the last part of a path.
pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn split_reference_resolves_path_relative_to_referring_file() {
        for (reference, file, expected) in [
            ("models.yaml#/Room", "api.yaml", ("models.yaml", "/Room")),
            ("./models.yaml", "api.yaml", ("models.yaml", "")),
            ("#Room", "api.yaml", ("api.yaml", "Room")),
            (
                "../common.json#/a~1b",
                "models/room.yaml",
                ("common.json", "/a~1b"),
            ),
            ("#/Seat", "models/room.yaml", ("models/room.yaml", "/Seat")),
            ("a%20b.yaml#/c%20d", "api.yaml", ("a b.yaml", "/c d")),
            ("x/../y.yaml", "m/room.yaml", ("m/y.yaml", "")),
        ] {
            let expected = (expected.0.to_owned(), expected.1.to_owned());
            assert_eq!(
                split_reference(reference, file),
                Some(expected),
                "{reference}"
            );
        }
    }

    #[test]
    fn split_reference_rejects_files_outside_the_directory() {
        for reference in [
            "../models.yaml",
            "a/../../models.yaml",
            "%2e%2e/models.yaml",
            "/etc/passwd",
            "..\\models.yaml",
            "https://example.com/a.yaml#/A",
            "//example.com/a.yaml",
            "file:///etc/passwd",
            "c:\\models.yaml",
        ] {
            assert_eq!(split_reference(reference, "api.yaml"), None, "{reference}");
        }
    }
}
