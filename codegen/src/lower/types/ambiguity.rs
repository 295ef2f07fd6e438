//! Finds variants of a union that accept the same values.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::diagnostics::{Diagnostic, Effect};
use crate::ir::{Shape, Type, TypeDefinition, Variant};

/// Returns a warning about each variant that no value selects, because an earlier variant accepts the same values.
pub(in crate::lower) fn indistinguishable_variants(types: &[TypeDefinition]) -> Vec<Diagnostic> {
    let by_name: HashMap<&str, &TypeDefinition> =
        types.iter().map(|it| (it.name.as_str(), it)).collect();
    let mut warnings = Vec::new();
    for definition in types {
        let Shape::Union { variants, .. } = &definition.shape else {
            continue;
        };
        let mut seen = HashMap::new();
        for variant in variants {
            let (first, second) = match seen.entry(accepted_values(variant, &by_name)) {
                Entry::Vacant(entry) => {
                    entry.insert(variant.describe_branch());
                    continue;
                }
                Entry::Occupied(first) => (first.get().clone(), variant.describe_branch()),
            };
            let warning = Diagnostic::at(
                &definition.pointer,
                format!("{first} and {second} accept the same values"),
                "in an overlay, add a `discriminator`, or delete one of the branches",
            );
            warnings.push(
                warning
                    .tolerated()
                    .with_effect(Effect::Ignored, definition.pointer.clone())
                    .with_note(format!("such a value is decoded as {first}")),
            );
        }
    }
    warnings
}

/// Returns a text that is equal for variants that accept the same values.
fn accepted_values(variant: &Variant, types: &HashMap<&str, &TypeDefinition>) -> String {
    let Variant {
        tags,
        constants,
        is_closed,
        ty,
        ..
    } = variant;
    let shape = match ty {
        Type::Named(name) => types.get(name.as_str()).map(|it| &it.shape),
        _ => None,
    };
    let values = match shape {
        Some(Shape::Struct(fields)) => {
            let fields = fields.iter().map(|it| (&it.name, it.required, &it.ty));
            let mut fields: Vec<_> = fields.collect();
            fields.sort_by_key(|(name, ..)| *name);
            format!("{fields:?}")
        }
        _ => format!("{ty:?}"),
    };
    format!("{tags:?} {constants:?} {is_closed} {values}")
}
