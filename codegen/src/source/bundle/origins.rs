//! Translates locations in a bundled document to locations in the original files.

use std::collections::HashMap;

use crate::diagnostics::{Diagnostic, Pointer};

/// The original files of the parts of a bundled document.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    /// The name of the file and the location in it, by location in the bundled document.
    files: HashMap<Pointer, (String, Pointer)>,
}

impl Origins {
    /// Records that the part at `pointer` is from `origin` in the file with the given name.
    pub(crate) fn add(&mut self, pointer: Pointer, file: String, origin: Pointer) {
        self.files.insert(pointer, (file, origin));
    }

    /// Adds the file to a diagnostic and translates its pointers, if its object is from another file.
    #[must_use]
    pub fn locate(&self, diagnostic: Diagnostic) -> Diagnostic {
        let origin = match diagnostic.document() {
            // It is already located.
            Some(_) => None,
            None => diagnostic
                .pointer()
                .and_then(|pointer| self.origin(pointer)),
        };
        let located = diagnostic.map_target(|target| match self.origin(&target) {
            Some((_, pointer)) => pointer,
            None => target,
        });
        match origin {
            Some((file, pointer)) => located.moved(pointer).in_document(&file),
            None => located,
        }
    }

    /// Returns the file and the location in it of the value at `pointer`, unless it is from the document itself.
    pub fn origin(&self, pointer: &Pointer) -> Option<(String, Pointer)> {
        match self.files.get(pointer) {
            Some(origin) => Some(origin.clone()),
            None => {
                let (file, parent) = self.origin(&pointer.parent()?)?;
                Some((file, parent.child(pointer.key()?)))
            }
        }
    }
}
