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

const MOVE_FILE: &str =
    "copy the file to the directory of the document and refer to it by a relative path";

/// Splits a reference in `file` into the path of a file, relative to the directory of the document, and the decoded
/// fragment: a JSON pointer, an anchor or `""`.
///
/// # Errors
///
/// Returns a message and a help if the reference isn't a relative path to a file in the directory.
pub(super) fn split_reference(
    reference: &str,
    file: &str,
) -> Result<(String, String), (String, &'static str)> {
    let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let target = match path {
        "" => file.to_owned(),
        path => resolve_path(file, &decode(path))
            .map_err(|(problem, help)| (format!("`{reference}` {problem}"), help))?,
    };
    Ok((target, decode(fragment)))
}

/// Resolves a path relative to the file `base`. The error is the end of a message, and a help.
fn resolve_path(base: &str, path: &str) -> Result<String, (&'static str, &'static str)> {
    let scheme = path.split_once(':').map(|(scheme, _)| scheme);
    if scheme.is_some_and(|scheme| !scheme.contains('/')) || path.starts_with("//") {
        return Err(("is a URL; expected a relative path to a file", MOVE_FILE));
    }
    if path.starts_with('/') {
        return Err(("is an absolute path; expected a relative path", MOVE_FILE));
    }
    if path.contains('\\') {
        return Err((
            "contains a backslash; expected a relative path with `/`",
            "replace `\\` with `/`",
        ));
    }
    let mut parts: Vec<&str> = base.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.pop().is_none() => {
                return Err((
                    "refers to a file outside the directory of the document",
                    MOVE_FILE,
                ));
            }
            ".." => {}
            part => parts.push(part),
        }
    }
    Ok(parts.join("/"))
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
                Ok(expected),
                "{reference}"
            );
        }
    }

    #[test]
    fn split_reference_rejects_files_outside_the_directory() {
        for (reference, expected) in [
            ("../models.yaml", "refers to a file outside"),
            ("a/../../models.yaml", "refers to a file outside"),
            ("%2e%2e/models.yaml", "refers to a file outside"),
            ("/etc/passwd", "is an absolute path"),
            ("..\\models.yaml", "contains a backslash"),
            ("https://example.com/a.yaml#/A", "is a URL"),
            ("//example.com/a.yaml", "is a URL"),
            ("file:///etc/passwd", "is a URL"),
            ("c:\\models.yaml", "is a URL"),
        ] {
            let (message, _) = split_reference(reference, "api.yaml").unwrap_err();
            assert!(message.contains(expected), "{message}");
        }
    }
}
