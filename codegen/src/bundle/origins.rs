//! Where the parts of a document are from that was put together of several files.

use std::collections::HashMap;

use super::address::file_name;
use crate::error::Error;
use crate::pointer::Pointer;
use crate::report::Notice;

/// The files that the parts of a document are from.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    /// The directory of the document, with a `/` behind it unless it is empty.
    directory: String,
    /// File and place of what stands at a place of the document.
    places: HashMap<Pointer, (String, Pointer)>,
}

impl Origins {
    pub(super) fn new(name: &str) -> Self {
        let directory = name.strip_suffix(file_name(name)).unwrap_or_default();
        Self {
            directory: directory.to_owned(),
            places: HashMap::new(),
        }
    }

    pub(super) fn add(&mut self, place: Pointer, file: &str, pointer: &Pointer) {
        let origin = (file.to_owned(), pointer.clone());
        self.places.insert(place, origin);
    }

    /// The name by which errors speak of a file.
    pub(super) fn name(&self, file: &str) -> String {
        format!("{}{file}", self.directory)
    }

    /// An error with the file and the place there of what is at fault, where that is not the document itself.
    #[must_use]
    pub fn locate(&self, error: Error) -> Error {
        match error.pointer().and_then(|pointer| self.origin(pointer)) {
            Some((file, pointer)) => error.moved(pointer).in_document(&file),
            None => error,
        }
    }

    /// Does the same to a notice.
    #[must_use]
    pub fn locate_notice(&self, notice: Notice) -> Notice {
        let Notice {
            effect,
            node,
            fault,
        } = notice;
        match self.origin(&node) {
            Some((file, place)) => Notice {
                effect,
                node: place,
                fault: self.locate(fault).in_document(&file),
            },
            None => Notice {
                effect,
                node,
                fault,
            },
        }
    }

    fn origin(&self, pointer: &Pointer) -> Option<(String, Pointer)> {
        let mut part = Some(pointer.clone());
        while let Some(place) = part {
            if let Some((file, origin)) = self.places.get(&place) {
                let below = pointer.as_str().get(place.as_str().len()..)?;
                let below = Pointer::from(below.to_owned());
                return Some((self.name(file), origin.join(&below)));
            }
            part = place.parent();
        }
        None
    }
}
