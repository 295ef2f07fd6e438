//! Finds the file and the line of a diagnostic.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use super::bundle::{Origins, ReferencedFile};
use super::load::Source;
use super::source_map::SourceMap;
use crate::diagnostics::{Diagnostic, Pointer};

/// Adds file names and lines to diagnostics about a document and the files that it refers to.
pub(crate) struct Locator<'a> {
    document: Source<'a>,
    overlay: Option<Source<'a>>,
    pub(crate) origins: Origins,
    /// The files that the document refers to, by path.
    pub(crate) files: BTreeMap<String, ReferencedFile>,
    /// The source maps by file name, each created on first use.
    source_maps: RefCell<HashMap<String, SourceMap>>,
}

impl<'a> Locator<'a> {
    /// Creates the locator for a document that refers to no other files.
    pub(crate) fn new(document: Source<'a>) -> Self {
        Self {
            document,
            overlay: None,
            origins: Origins::default(),
            files: BTreeMap::new(),
            source_maps: RefCell::default(),
        }
    }

    /// Adds the overlay. `additions` has the location of each addition in the document and in the overlay.
    pub(crate) fn add_overlay(
        &mut self,
        overlay: Source<'a>,
        additions: impl IntoIterator<Item = (Pointer, Pointer)>,
    ) {
        for (pointer, origin) in additions {
            self.origins.add(pointer, overlay.name.to_owned(), origin);
        }
        self.overlay = Some(overlay);
    }

    /// Sets the file name and the line. Replaces the pointer, which refers to the bundled document, with one that
    /// refers to the file.
    pub(crate) fn locate(&self, diagnostic: Diagnostic) -> Diagnostic {
        if diagnostic.pointer().is_none() && diagnostic.line().is_none() {
            return diagnostic;
        }
        let located = self
            .origins
            .locate(diagnostic.blame_overlay(|pointer| self.is_in_overlay(pointer)))
            .in_document(self.document.name);
        match self.find(&located) {
            Some((pointer, line)) => located.with_pointer(pointer).on_line(line),
            None => located,
        }
    }

    /// Whether the overlay added the value at `pointer`.
    fn is_in_overlay(&self, pointer: &Pointer) -> bool {
        let origin = self.origins.origin(pointer);
        self.overlay
            .is_some_and(|overlay| origin.is_some_and(|(file, _)| file == overlay.name))
    }

    /// Returns where the diagnostic's object is in the text of its file: the pointer that it had before normalising,
    /// and its line.
    fn find(&self, diagnostic: &Diagnostic) -> Option<(Pointer, Option<usize>)> {
        let pointer = diagnostic.pointer()?;
        let name = diagnostic.document()?;
        let named = [Some(self.document), self.overlay];
        let named = named.into_iter().flatten().find(|it| it.name == name);
        let text = match named {
            Some(source) => source.text,
            None => &self.files.values().find(|file| file.name == name)?.text,
        };
        let mut source_maps = self.source_maps.borrow_mut();
        let source_map = source_maps
            .entry(name.to_owned())
            .or_insert_with(|| SourceMap::new(text));
        let pointer = source_map.before_normalising(pointer);
        let line = source_map.line(&pointer);
        Some((pointer, line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlay_named_like_the_path_of_a_referenced_file_keeps_the_file() {
        let pointer = |key: &str| Pointer::root().child(key);
        let source = |name, text| Source { name, text };
        let file = ReferencedFile {
            name: "spec/overlay.yaml".to_owned(),
            text: "a: 1\nb: 2\n".to_owned(),
        };
        let mut origins = Origins::default();
        origins.add(pointer("x"), file.name.clone(), pointer("b"));
        let mut locator = Locator::new(source("spec/api.yaml", "openapi: 3.0.3\n"));
        locator.origins = origins;
        locator.files.insert("overlay.yaml".to_owned(), file);
        locator.add_overlay(source("overlay.yaml", "overlay: 1.0.0\n"), []);
        let located = locator.locate(Diagnostic::at(&pointer("x"), "", ""));
        assert_eq!(located.document(), Some("spec/overlay.yaml"));
        assert_eq!(located.line(), Some(2));
    }
}
