//! `$ref`s that lead to nothing, out of the components, or only to themselves.

use super::Subject;
use super::examples::shared_examples;
use crate::diagnostics::Diagnostic;
use crate::openapi::references;

pub(super) fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut errors = references::errors(subject.document);
    // Examples are data, but in a list of them by name each may be a reference.
    for (reference, place) in shared_examples(subject) {
        errors.extend(references::target(subject.document, reference, &place).err());
    }
    errors
}
