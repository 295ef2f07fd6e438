//! Where a reference leads: to which file, and where in it.

use percent_encoding::percent_decode_str;

use crate::diagnostics::Pointer;

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Address {
    /// The path of the file, from the directory of the document.
    pub(super) file: String,
    /// The place in it.
    pub(super) pointer: Pointer,
}

/// What a reference says: a file, and a pointer or an anchor in it.
#[derive(Debug)]
pub(super) struct Link {
    /// The path of the file, from the directory of the document.
    pub(super) file: String,
    /// What stands behind the `#`, decoded.
    pub(super) fragment: String,
}

/// What is wrong with a reference, and what to do about it.
type Fault = (&'static str, &'static str);

const BESIDE: &str = "put the file beside the document or below that, and refer to it by its path from the file that has the reference";

impl Link {
    /// What a reference says that stands in a file.
    pub(super) fn of(reference: &str, file: &str) -> Result<Self, Fault> {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let file = if path.is_empty() {
            file.to_owned()
        } else {
            joined(file, &decoded(path))?
        };
        Ok(Self {
            file,
            fragment: decoded(fragment),
        })
    }
}

impl Address {
    /// The name of the file without directory and extension.
    pub(super) fn stem(&self) -> &str {
        let name = file_name(&self.file);
        name.split_once('.').map_or(name, |(stem, _)| stem)
    }
}

/// The path that leads from the directory of one file to another, taken from where the first one stands.
fn joined(from: &str, path: &str) -> Result<String, Fault> {
    let scheme = path.split_once(':').map(|(scheme, _)| scheme);
    if scheme.is_some_and(|scheme| !scheme.contains('/')) || path.starts_with("//") {
        return Err((
            "is the address of something that is no file beside the document",
            BESIDE,
        ));
    }
    if path.starts_with('/') || path.contains('\\') {
        return Err((
            "is no path that can be taken from a file beside the document",
            BESIDE,
        ));
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.pop().is_none() => {
                return Err(("leads out of the directory of the document", BESIDE));
            }
            ".." => {}
            part => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

pub(super) fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Whether a reference is a pointer into the file that it stands in.
pub(super) fn is_pointer(reference: &str) -> bool {
    let fragment = reference.strip_prefix('#').map(decoded);
    fragment.is_some_and(|fragment| fragment.is_empty() || fragment.starts_with('/'))
}

/// Whether an entry of a discriminator is a reference and not the name of a component.
pub(super) fn is_reference(target: &str) -> bool {
    target.contains(['#', '/'])
        || [".json", ".yaml", ".yml"]
            .iter()
            .any(|it| target.ends_with(it))
}

/// The last part of a path.
pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// A name without what the name of a component cannot have.
pub(super) fn plain(name: &str) -> String {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "._-".contains(character);
    let name = name.replace(|character| !is_plain(character), "_");
    name.trim_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(reference: &str, file: &str) -> Result<(String, String), String> {
        let link = Link::of(reference, file);
        link.map(|it| (it.file, it.fragment))
            .map_err(|(cause, _)| cause.to_owned())
    }

    #[test]
    fn a_path_is_taken_from_the_file_that_has_it() {
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
            assert_eq!(link(reference, file), Ok(expected), "{reference}");
        }
    }

    #[test]
    fn what_is_not_below_the_directory_is_refused() {
        for (reference, told) in [
            ("../models.yaml", "leads out of the directory"),
            ("a/../../models.yaml", "leads out of the directory"),
            ("%2e%2e/models.yaml", "leads out of the directory"),
            ("/etc/passwd", "is no path"),
            ("..\\models.yaml", "is no path"),
            ("https://example.com/a.yaml#/A", "is the address"),
            ("//example.com/a.yaml", "is the address"),
            ("file:///etc/passwd", "is the address"),
            ("c:\\models.yaml", "is the address"),
        ] {
            let cause = link(reference, "api.yaml").unwrap_err();
            assert!(cause.starts_with(told), "{reference}: {cause}");
        }
    }
}
