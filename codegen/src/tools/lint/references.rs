//! Rule `references`: references that can't be resolved, are circular, or point outside of `components`.

use super::Context;
use crate::diagnostics::Diagnostic;
use crate::openapi::references;
use crate::openapi::walk::{Kind, members, string};

pub(super) fn find(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut errors = references::errors(context.document);
    // `references::errors` skips examples, but an entry of `examples` may be a Reference Object.
    for node in context
        .nodes
        .iter()
        .filter(|node| node.kind == Kind::Object)
    {
        let pointer = node.pointer.child("examples");
        errors.extend(
            members(node.value, "/examples").filter_map(|(name, example)| {
                let reference = string(example, "$ref")?;
                references::target(context.document, reference, &pointer.child(name)).err()
            }),
        );
    }
    errors
}
