//! Finds unions that contain themselves through unions only.

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
    let unions = types.iter().zip(parts).zip(&cycle_numbers);
    let infinite = unions.filter_map(|((union, parts), number)| {
        let mut branches = parts.into_iter().filter_map(|part| indices.of(part));
        let branch = branches.find(|branch| cycle_numbers.get(*branch) == Some(number))?;
        let warning = warning(document, union, types.get(branch)?);
        Some((union.name.clone(), warning))
    });
    infinite.collect()
}

/// Creates the warning about a union whose `branch` contains the union.
fn warning(document: &Value, union: &TypeDefinition, branch: &TypeDefinition) -> Diagnostic {
    let [name, branch_name] = [union, branch].map(|it| references::name_or_location(&it.pointer));
    let message = format!(
        "the references from {name} lead back to {name} through branches of `oneOf` and `anyOf` alone, the first of \
         which is {branch_name}; the SDK supports such a cycle only if an object with `properties`, an array or a map \
         is part of it"
    );
    let any_of = union.pointer.child("anyOf");
    let has_any_of = document.pointer(any_of.as_str()).is_some();
    let keyword = if has_any_of { "anyOf" } else { "oneOf" };
    let help = format!(
        "in an overlay, delete the branch {branch_name} from `{keyword}` of {name}; if the API sends an object that has a \
         property with the schema {branch_name}, add the schema of that object in place of the branch, such as \
         `{{type: object, properties: {{value: {{$ref: '{}'}}}}}}`",
        branch.pointer
    );
    Diagnostic::at(&union.pointer, message, help)
}
