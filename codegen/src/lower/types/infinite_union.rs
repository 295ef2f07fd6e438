//! Finds unions that contain themselves through unions only.

use std::collections::HashMap;

use serde_json::Value;

use super::graph::{TypeIndices, direct_parts};
use crate::diagnostics::Diagnostic;
use crate::ir::{Shape, TypeDefinition};
use crate::openapi::references;

/// Returns the names of the unions that contain themselves through unions only, with a warning about each. Rust can't
/// express such unions: their size would be infinite, and only fields of structs are boxed.
pub(in crate::lower) fn infinite_unions(
    document: &Value,
    types: &[TypeDefinition],
) -> Vec<(String, Diagnostic)> {
    let indices = TypeIndices::new(types);
    let parts = types.iter().map(|it| match it.shape {
        Shape::Union { .. } => direct_parts(&it.shape),
        _ => Vec::new(),
    });
    let cycle_numbers = indices.graph(parts.clone()).cycle_numbers();
    // For each type, the index in `types` of its first branch in the same cycle; `None` if it is not in a cycle.
    let next_in_cycle = parts.zip(&cycle_numbers).map(|(parts, number)| {
        let mut parts = parts.into_iter().filter_map(|part| indices.of(part));
        parts.find(|branch| cycle_numbers.get(*branch) == Some(number))
    });
    let next_in_cycle = Vec::from_iter(next_in_cycle);
    let numbered_types = cycle_numbers.iter().zip(&next_in_cycle).enumerate();
    let unions_in_cycles =
        numbered_types.filter_map(|(index, (number, next))| Some((*number, (index, (*next)?))));
    // All warnings about a cycle have the same help, so that one change removes the cycle.
    let last_unions: HashMap<usize, (usize, usize)> = unions_in_cycles.clone().collect();
    let infinite = unions_in_cycles.filter_map(|(number, (index, _))| {
        let union = types.get(index)?;
        let (last, next) = last_unions.get(&number)?;
        let help = help(document, types.get(*last)?, types.get(*next)?);
        let warning = Diagnostic::at(&union.pointer, message(index, &next_in_cycle, types), help);
        Some((union.name.clone(), warning))
    });
    infinite.collect()
}

/// Creates the message about the union at index `start`, with the path on which it contains itself.
fn message(start: usize, next_in_cycle: &[Option<usize>], types: &[TypeDefinition]) -> String {
    /// The greatest number of unions in the path.
    const MAX_UNIONS: usize = 9;
    let mut path = Vec::new();
    let mut next = Some(start);
    while let Some(union) = next
        && path.len() < MAX_UNIONS
        && !path.contains(&union)
    {
        path.push(union);
        next = next_in_cycle.get(union).copied().flatten();
    }
    let names = path.iter().filter_map(|union| types.get(*union));
    let names = Vec::from_iter(names.map(|it| references::name_or_location(&it.pointer)));
    let name = names.first().cloned().unwrap_or_default();
    let omitted = if next == Some(start) { "" } else { "… → " };
    format!(
        "the references from {name} lead back to {name} through branches of `oneOf` and `anyOf` alone ({} → \
         {omitted}{name}); the SDK supports such a cycle only if an object with `properties`, an array or a map is \
         part of it",
        names.join(" → ")
    )
}

/// Returns the help to delete or replace this branch of a union.
fn help(document: &Value, union: &TypeDefinition, branch: &TypeDefinition) -> String {
    let [name, branch_name] = [union, branch].map(|it| references::name_or_location(&it.pointer));
    let any_of = union.pointer.child("anyOf");
    let has_any_of = document.pointer(any_of.as_str()).is_some();
    let keyword = if has_any_of { "anyOf" } else { "oneOf" };
    format!(
        "in an overlay, delete the branch {branch_name} from `{keyword}` of {name}; or, if the API wraps the value of \
         this branch in an object, replace the branch with the schema of that object, such as \
         `{{type: object, properties: {{value: {{$ref: '{}'}}}}}}`",
        branch.pointer
    )
}
