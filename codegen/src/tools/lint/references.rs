//! Rule `references`: references that can't be resolved, are circular, or point outside of `components`.

use super::Context;
use super::examples::example_references;
use crate::diagnostics::Diagnostic;
use crate::openapi::references;

pub(super) fn find(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut errors = references::errors(context.document);
    // `references::errors` skips examples, which are data, but an entry of `examples` may be a Reference Object.
    errors.extend(
        example_references(context)
            .into_iter()
            .filter_map(|(reference, pointer)| {
                references::target(context.document, reference, &pointer).err()
            }),
    );
    errors
}
