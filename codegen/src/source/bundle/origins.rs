//! Where the parts of a document are from that was put together of several files.

use std::collections::HashMap;

use crate::diagnostics::{Diagnostic, Pointer};

/// The files that the parts of a document are from.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    /// File and place of what stands at a place of the document.
    places: HashMap<Pointer, (String, Pointer)>,
}

impl Origins {
    /// Notes from which place of a file a part is; the file by the name by which errors speak of it.
    pub(super) fn add(&mut self, place: Pointer, file: String, pointer: Pointer) {
        self.places.insert(place, (file, pointer));
    }

    /// An error with the file and the place there of what is at fault, where that is not the document itself.
    #[must_use]
    pub fn locate(&self, error: Diagnostic) -> Diagnostic {
        let origin = match error.document() {
            // It is in the coordinates of its file already.
            Some(_) => None,
            None => error.pointer().and_then(|pointer| self.origin(pointer)),
        };
        let located = error.map_target(|target| match self.origin(&target) {
            Some((_, pointer)) => pointer,
            None => target,
        });
        match origin {
            Some((file, pointer)) => located.moved(pointer).in_document(&file),
            None => located,
        }
    }

    /// A place as a reader finds it: with its file, where that is not the document itself.
    pub(crate) fn place(&self, pointer: &Pointer) -> String {
        match self.origin(pointer) {
            Some((file, place)) => format!("{place} of {file}"),
            None => pointer.to_string(),
        }
    }

    fn origin(&self, pointer: &Pointer) -> Option<(String, Pointer)> {
        let mut part = Some(pointer.clone());
        while let Some(place) = part {
            if let Some((file, origin)) = self.places.get(&place) {
                let below = pointer.as_str().get(place.as_str().len()..)?;
                let below = Pointer::from(below.to_owned());
                return Some((file.clone(), origin.join(&below)));
            }
            part = place.parent();
        }
        None
    }
}
