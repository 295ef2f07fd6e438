//! The files of a document, and where references in them lead.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde_json::Value;

use super::address::{Address, Link, file_name};
use super::identity::Identity;
use super::{Beside, Files};
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::openapi::references::{self, Step};
use crate::source::load::{self, Source};

/// The files of a document, read when a reference first leads there.
pub(super) struct Library<'a> {
    files: Files<'a>,
    /// The directory of the document, with a `/` behind it unless it is empty.
    directory: String,
    /// The path of the document itself.
    root: String,
    /// The names in the document itself.
    identity: Identity,
    /// The other files read so far, by path.
    read: BTreeMap<String, File>,
}

struct File {
    source: Beside,
    value: Value,
    identity: Identity,
}

impl<'a> Library<'a> {
    /// The files of a document that was read from the file `name`. References of it by name lead to places then.
    pub(super) fn of(document: &mut Value, name: &str, files: Files<'a>) -> Self {
        let root = file_name(name);
        Self {
            files,
            directory: name.strip_suffix(root).unwrap_or_default().to_owned(),
            root: root.to_owned(),
            identity: Identity::settle(document, root),
            read: BTreeMap::new(),
        }
    }

    /// The path of the document itself.
    pub(super) fn root(&self) -> &str {
        &self.root
    }

    /// The name by which errors speak of a file.
    pub(super) fn name(&self, file: &str) -> String {
        format!("{}{file}", self.directory)
    }

    /// The other files that were read, by path.
    pub(super) fn into_files(self) -> BTreeMap<String, Beside> {
        let files = self.read.into_iter();
        files.map(|(path, file)| (path, file.source)).collect()
    }

    /// What a reference in a file leads to, over those on the way there and over those that say nothing else.
    pub(super) fn follow(
        &mut self,
        reference: &str,
        file: &str,
        at: &Pointer,
    ) -> Result<(Address, Value)> {
        let mut address = self.address(reference, file, at)?;
        for _ in 0..=references::LONGEST_CHAIN {
            // Within the document, references are followed later.
            if address.file == self.root {
                return Ok((address, Value::Null));
            }
            let value = &self.file(&address.file, reference, at)?.value;
            let (next, rest) = match references::step(value, &address.pointer) {
                Step::On { reference, rest } => (reference, rest),
                Step::Found(node) => match lone_reference(node) {
                    Some(next) => (next, Pointer::root()),
                    None => return Ok((address.clone(), node.clone())),
                },
                Step::Nowhere => return Err(nothing(reference, &address, at)),
            };
            let next = next.to_owned();
            let Address { file, pointer } = self.address(&next, &address.file, at)?;
            let pointer = pointer.join(&rest);
            address = Address { file, pointer };
        }
        let cause = format!("`{reference}` {}", references::ENDLESS);
        Err(Diagnostic::at(at, cause, "refer to what is at the end"))
    }

    /// The place that a reference in a file speaks of.
    fn address(&mut self, reference: &str, file: &str, at: &Pointer) -> Result<Address> {
        let Link { file, fragment } = Link::of(reference, file)
            .map_err(|(cause, help)| Diagnostic::at(at, format!("`{reference}` {cause}"), help))?;
        if fragment.is_empty() || fragment.starts_with('/') {
            let pointer = Pointer::from(fragment);
            return Ok(Address { file, pointer });
        }
        let identity = if file == self.root {
            &self.identity
        } else {
            &self.file(&file, reference, at)?.identity
        };
        let Some(pointer) = identity.anchor(&fragment).cloned() else {
            let cause = format!(
                "`{reference}` leads to the anchor `{fragment}` of {file}, which no schema has there, or more than one"
            );
            let help = "give one schema that `$anchor`, or refer to it by a JSON pointer";
            return Err(Diagnostic::at(at, cause, help));
        };
        Ok(Address { file, pointer })
    }

    fn file(&mut self, path: &str, reference: &str, at: &Pointer) -> Result<&File> {
        let name = self.name(path);
        let entry = match self.read.entry(path.to_owned()) {
            Entry::Occupied(entry) => return Ok(entry.into_mut()),
            Entry::Vacant(entry) => entry,
        };
        let text = (self.files)(path).map_err(|reason| {
            let cause = format!("`{reference}` leads to the file {path}, and {reason}");
            let help = "see that the file is there, or mend the reference";
            Diagnostic::at(at, cause, help)
        })?;
        let mut value = load::load(Source {
            name: &name,
            text: &text,
        })?;
        let identity = Identity::settle(&mut value, path);
        Ok(entry.insert(File {
            source: Beside { name, text },
            value,
            identity,
        }))
    }
}

/// The reference of a node that says nothing else.
pub(super) fn lone_reference(node: &Value) -> Option<&str> {
    let members = node.as_object().filter(|members| members.len() == 1)?;
    members.get("$ref")?.as_str()
}

fn nothing(reference: &str, address: &Address, at: &Pointer) -> Diagnostic {
    let Address { file, pointer } = address;
    let cause = format!("`{reference}` leads to {pointer} of {file}, and there is nothing");
    Diagnostic::at(at, cause, "add it there, or mend the reference")
}
