//! References that can't be resolved.

use super::Context;
use super::examples::example_references;
use crate::diagnostics::Diagnostic;
use crate::openapi::references;

pub(super) fn find(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut errors = references::errors(context.document);
    // The walk treats examples as data, but an entry of `examples` may be a Reference Object.
    errors.extend(
        example_references(context)
            .into_iter()
            .filter_map(|(reference, pointer)| {
                references::target(context.document, reference, &pointer).err()
            }),
    );
    errors
}
