//! Parses references: which file they refer to, and what in it.

use percent_encoding::percent_decode_str;

use crate::diagnostics::Pointer;

/// A location in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Location {
    /// The path of the file, relative to the directory of the document.
    pub(super) file: String,
    /// The JSON pointer.
    pub(super) pointer: Pointer,
}

impl Location {
    /// Returns the file name without its extension.
    pub(super) fn file_stem(&self) -> &str {
        let name = file_name(&self.file);
        name.split_once('.').map_or(name, |(stem, _)| stem)
    }

    /// Returns the location as a reference within its file.
    pub(super) fn local_reference(&self) -> String {
        local_reference(&self.pointer)
    }
}

/// Returns the reference to a location in the same file.
pub(super) fn local_reference(pointer: &Pointer) -> String {
    format!("#{}", pointer.as_str())
}

/// The target of a reference.
#[derive(Debug)]
pub(super) struct Target {
    /// The path of the file, relative to the directory of the document.
    pub(super) file: String,
    /// The fragment after `#`, decoded: a JSON pointer or an anchor.
    pub(super) fragment: String,
}

/// The message and help of an error.
type Problem = (String, &'static str);

const MOVE_FILE: &str =
    "copy the file to the directory of the document and refer to it by a relative path";

impl Target {
    /// Parses a reference in `file`.
    pub(super) fn parse(reference: &str, file: &str) -> Result<Self, Problem> {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let file = if path.is_empty() {
            file.to_owned()
        } else {
            resolve_path(file, &decode(path))
                .map_err(|(problem, help)| (format!("`{reference}` {problem}"), help))?
        };
        Ok(Self {
            file,
            fragment: decode(fragment),
        })
    }
}

/// Resolves a path relative to the file `base`.
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

/// Decodes percent-encoding.
pub(super) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Whether a reference is a JSON pointer into its own file.
pub(super) fn is_local_pointer(reference: &str) -> bool {
    reference
        .strip_prefix('#')
        .map(decode)
        .is_some_and(|fragment| fragment.is_empty() || fragment.starts_with('/'))
}

/// Whether a value in the `mapping` of a discriminator is a reference, not the name of a component.
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

    fn target(reference: &str, file: &str) -> Result<(String, String), String> {
        Target::parse(reference, file)
            .map(|target| (target.file, target.fragment))
            .map_err(|(message, _)| message)
    }

    #[test]
    fn parse_resolves_path_relative_to_referring_file() {
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
            assert_eq!(target(reference, file), Ok(expected), "{reference}");
        }
    }

    #[test]
    fn parse_rejects_files_outside_the_directory() {
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
            let message = target(reference, "api.yaml").unwrap_err();
            assert!(message.contains(expected), "{message}");
        }
    }
}
