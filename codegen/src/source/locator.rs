//! Finds the file and the line that a diagnostic is about.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use super::bundle::{Origins, ReferencedFile};
use super::load::Source;
use super::source_map::SourceMap;
use crate::diagnostics::{Diagnostic, Pointer};

/// The texts of a document and of the files that it refers to.
pub(crate) struct Locator<'a> {
    document: Source<'a>,
    origins: Origins,
    files: BTreeMap<String, ReferencedFile>,
    /// The source maps of the files with diagnostics, by name.
    source_maps: RefCell<HashMap<String, SourceMap>>,
}

impl<'a> Locator<'a> {
    pub(crate) fn new(document: Source<'a>) -> Self {
        Self {
            document,
            origins: Origins::default(),
            files: BTreeMap::new(),
            source_maps: RefCell::default(),
        }
    }

    /// Adds the files that the document was bundled from.
    pub(crate) fn add_files(&mut self, origins: Origins, files: BTreeMap<String, ReferencedFile>) {
        self.origins = origins;
        self.files = files;
    }

    /// Adds the overlay that was applied to the document, with the location of each addition in both.
    pub(crate) fn add_overlay(&mut self, overlay: Source<'_>, additions: Vec<(Pointer, Pointer)>) {
        let name = overlay.name.to_owned();
        for (pointer, origin) in additions {
            self.origins.add(pointer, name.clone(), origin);
        }
        let text = overlay.text.to_owned();
        self.files
            .insert(name.clone(), ReferencedFile { name, text });
    }

    /// Returns the files that the document was bundled from.
    pub(crate) fn into_files(self) -> BTreeMap<String, ReferencedFile> {
        self.files
    }

    /// Adds file name and line, and translates pointers into the bundled document to pointers into that file.
    pub(crate) fn locate(&self, diagnostic: Diagnostic) -> Diagnostic {
        if diagnostic.pointer().is_none() && diagnostic.line().is_none() {
            return diagnostic;
        }
        let located = self
            .origins
            .locate(diagnostic)
            .in_document(self.document.name);
        let line = located.line().or_else(|| self.line(&located));
        located.on_line(line)
    }

    fn line(&self, diagnostic: &Diagnostic) -> Option<usize> {
        let name = diagnostic.document()?;
        let text = if name == self.document.name {
            self.document.text
        } else {
            &self.files.values().find(|file| file.name == name)?.text
        };
        self.source_maps
            .borrow_mut()
            .entry(name.to_owned())
            .or_insert_with(|| SourceMap::new(text))
            .line(diagnostic.pointer()?)
    }
}
