//! Loads the files that a document refers to, and resolves references to them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde_json::Value;

use super::schema_ids::SchemaIds;
use super::target::{Location, file_name, split_reference};
use super::{ReadFile, ReferencedFile};
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::openapi::references::{self, Lookup, look_up};
use crate::source::load::{self, Source};

/// A document and the files that it refers to. Files are loaded on first use.
pub(super) struct Files<'a> {
    read_file: ReadFile<'a>,
    /// The directory of the document, with a trailing `/` unless it is empty.
    directory: String,
    /// The file name of the document.
    pub(super) document: String,
    document_ids: SchemaIds,
    /// The other files, by path relative to the directory.
    loaded: BTreeMap<String, File>,
}

struct File {
    source: ReferencedFile,
    value: Value,
    ids: SchemaIds,
}

impl<'a> Files<'a> {
    /// Creates the set for a document from the file `name`. Replaces references by `$id` and `$anchor` in the document
    /// with JSON pointers.
    pub(super) fn new(document: &mut Value, name: &str, read_file: ReadFile<'a>) -> Self {
        let file = file_name(name);
        Self {
            read_file,
            directory: name.strip_suffix(file).unwrap_or_default().to_owned(),
            document: file.to_owned(),
            document_ids: SchemaIds::resolve(document, file),
            loaded: BTreeMap::new(),
        }
    }

    /// Returns the name of a file in diagnostics: its path with the directory of the document.
    pub(super) fn display_name(&self, path: &str) -> String {
        format!("{}{path}", self.directory)
    }

    pub(super) fn into_loaded(self) -> BTreeMap<String, ReferencedFile> {
        self.loaded
            .into_iter()
            .map(|(path, file)| (path, file.source))
            .collect()
    }

    /// Follows a reference in `file` up to a value that isn't a reference itself, or up to the document. Returns the
    /// location.
    ///
    /// Errors are about the reference, which is at `pointer`.
    pub(super) fn resolve(
        &mut self,
        reference: &str,
        file: &str,
        pointer: &Pointer,
    ) -> Result<Location> {
        let mut location = self.locate(reference, file, pointer)?;
        for _ in 0..=references::MAX_CHAIN_LENGTH {
            if location.file == self.document {
                return Ok(location);
            }
            let value = &self.file(&location.file, reference, pointer)?.value;
            let (next, rest) = match look_up(value, &location.pointer) {
                Lookup::Reference { reference, rest } => (reference.to_owned(), rest),
                Lookup::Found(value) => match only_reference(value) {
                    Some(next) => (next.to_owned(), Pointer::root()),
                    None => return Ok(location),
                },
                Lookup::Missing => {
                    let (file, target) = (location.file, location.pointer);
                    return Err(Diagnostic::at(
                        pointer,
                        format!("cannot resolve `{reference}`: `{file}` has nothing at {target}"),
                        "correct the reference, or add the object",
                    ));
                }
            };
            location = self.locate(&next, &location.file, pointer)?;
            location.pointer = location.pointer.join(&rest);
        }
        Err(Diagnostic::at(
            pointer,
            format!(
                "`{reference}` starts a chain of references that is circular, or longer than {}",
                references::MAX_CHAIN_LENGTH
            ),
            "replace a `$ref` of the chain with the object that it should refer to",
        ))
    }

    /// Returns a copy of the value at a location, or `None` if the location is in the document.
    pub(super) fn copy(&self, location: &Location) -> Option<Value> {
        let file = self.loaded.get(&location.file)?;
        file.value.pointer(location.pointer.as_str()).cloned()
    }

    /// Returns the location that a reference refers to, without following further references.
    fn locate(&mut self, reference: &str, file: &str, pointer: &Pointer) -> Result<Location> {
        let (file, fragment) = split_reference(reference, file).ok_or_else(|| {
            Diagnostic::at(
                pointer,
                format!("`{reference}` isn't a relative path to a file in the directory of the document"),
                "copy the file to this directory, and refer to it by a relative path with `/` as separator",
            )
        })?;
        if fragment.is_empty() || fragment.starts_with('/') {
            let pointer = Pointer::from(fragment);
            return Ok(Location { file, pointer });
        }
        let ids = if file == self.document {
            &self.document_ids
        } else {
            &self.file(&file, reference, pointer)?.ids
        };
        let (problem, help) = match ids.anchored(&Pointer::root(), &fragment) {
            [pointer] => {
                let pointer = pointer.clone();
                return Ok(Location { file, pointer });
            }
            [] => (
                format!("no schema in `{file}` has"),
                format!(
                    "add `$anchor: {fragment}` to the schema that the `$ref` means, or replace the `$ref` with a JSON pointer to \
                     this schema"
                ),
            ),
            _ => (
                format!("several schemas in `{file}` have"),
                format!("delete `$anchor: {fragment}` from all schemas except one"),
            ),
        };
        Err(Diagnostic::at(
            pointer,
            format!("cannot resolve `{reference}`: {problem} `$anchor: {fragment}`"),
            help,
        ))
    }

    /// Returns a file other than the document.
    fn file(&mut self, path: &str, reference: &str, pointer: &Pointer) -> Result<&File> {
        let name = self.display_name(path);
        let entry = match self.loaded.entry(path.to_owned()) {
            Entry::Occupied(entry) => return Ok(entry.into_mut()),
            Entry::Vacant(entry) => entry,
        };
        let text = (self.read_file)(path).map_err(|reason| {
            let message = format!("cannot resolve `{reference}`: file `{path}`: {reason}");
            let help = "correct the path in the reference, add the file, or move the object to the document";
            Diagnostic::at(pointer, message, help)
        })?;
        let mut value = load::load(Source {
            name: &name,
            text: &text,
        })?;
        let ids = SchemaIds::resolve(&mut value, path);
        Ok(entry.insert(File {
            source: ReferencedFile { name, text },
            value,
            ids,
        }))
    }
}

/// Returns the reference in an object whose only member is `$ref`.
pub(super) fn only_reference(value: &Value) -> Option<&str> {
    let members = value.as_object().filter(|members| members.len() == 1)?;
    members.get("$ref")?.as_str()
}
