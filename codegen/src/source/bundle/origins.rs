//! Translates locations in a bundled document to locations in the files that its parts are from.

use std::collections::HashMap;

use crate::diagnostics::{Diagnostic, Pointer};

/// The files that parts of a bundled document are from, except for the document itself.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    /// The name of the file and the location in it, by location in the bundled document. Locations inside
    /// these parts aren't listed.
    files: HashMap<Pointer, (String, Pointer)>,
}

impl Origins {
    /// Records that the part at `pointer` is from `origin` in the file with the given name.
    pub(crate) fn add(&mut self, pointer: Pointer, file: String, origin: Pointer) {
        self.files.insert(pointer, (file, origin));
    }

    /// Translates the pointers of a diagnostic about an object from another file, and sets the name of the file.
    #[must_use]
    pub fn locate(&self, diagnostic: Diagnostic) -> Diagnostic {
        let origin = match (diagnostic.document(), diagnostic.pointer()) {
            (None, Some(pointer)) => self.origin(pointer),
            // If the name of the file is set, the pointer is already translated.
            _ => None,
        };
        let located = diagnostic
            .map_target(|target| self.origin(&target).map_or(target, |(_, pointer)| pointer));
        match origin {
            Some((file, pointer)) => located.with_pointer(pointer).in_document(&file),
            None => located,
        }
    }

    /// Returns the name of the file that the value at `pointer` is from, and the location in it; `None` if the value is
    /// from the document itself.
    pub fn origin(&self, pointer: &Pointer) -> Option<(String, Pointer)> {
        self.files.get(pointer).cloned().or_else(|| {
            let (file, parent) = self.origin(&pointer.parent()?)?;
            Some((file, parent.child(pointer.key()?)))
        })
    }
}
