//! Translates locations in a bundled document to locations in the files that were bundled.

use std::collections::HashMap;

use crate::diagnostics::{Diagnostic, Pointer};

/// The file and location that each part of a bundled document is from. Parts of the document itself aren't listed.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    /// The file name and the location in it, by location in the bundled document. Values inside a listed part aren't
    /// listed.
    files: HashMap<Pointer, (String, Pointer)>,
}

impl Origins {
    /// Records that the part at `pointer` is from the location `origin` in `file`.
    pub(crate) fn add(&mut self, pointer: Pointer, file: String, origin: Pointer) {
        self.files.insert(pointer, (file, origin));
    }

    /// Translates the pointer and the target of a diagnostic, and sets its file name.
    #[must_use]
    pub fn locate(&self, diagnostic: Diagnostic) -> Diagnostic {
        let origin = match (diagnostic.document(), diagnostic.pointer()) {
            (None, Some(pointer)) => self.origin(pointer),
            // If the file name is set, the pointer is already translated.
            _ => None,
        };
        let located = diagnostic
            .map_target(|target| self.origin(&target).map_or(target, |(_, pointer)| pointer));
        match origin {
            Some((file, pointer)) => located.with_pointer(pointer).in_document(&file),
            None => located,
        }
    }

    /// Returns the file name and location that the value at `pointer` is from; `None` for a value of the document
    /// itself.
    pub fn origin(&self, pointer: &Pointer) -> Option<(String, Pointer)> {
        self.files.get(pointer).cloned().or_else(|| {
            let (file, parent) = self.origin(&pointer.parent()?)?;
            Some((file, parent.child(pointer.key()?)))
        })
    }
}
