//! Finds unions that contain themselves through unions only.

use serde_json::Value;

use super::graph::{TypeIndices, direct_parts};
use crate::diagnostics::Diagnostic;
use crate::ir::{Shape, Type, TypeDefinition};
use crate::openapi::references;

/// Returns the names of the unions that contain themselves through unions only, with a warning about each. Rust can't
/// express such unions: their size would be infinite, and only fields of structs are boxed.
pub(in crate::lower) fn infinite_unions(
    document: &Value,
    types: &[TypeDefinition],
) -> Vec<(String, Diagnostic)> {
    let indices = TypeIndices::new(types);
    let parts = || {
        types.iter().map(|it| match it.shape {
            Shape::Union { .. } => direct_parts(&it.shape),
            _ => Vec::new(),
        })
    };
    let cycle_numbers = indices.graph(parts()).cycle_numbers();
    let number_of = |ty: &Type| cycle_numbers.get(indices.of(ty)?);
    // A branch in the same cycle, for each union in a cycle.
    let branches: Vec<Option<usize>> = parts()
        .zip(&cycle_numbers)
        .map(|(parts, number)| {
            let mut parts = parts.into_iter();
            indices.of(parts.find(|part| number_of(part) == Some(number))?)
        })
        .collect();
    types
        .iter()
        .enumerate()
        .filter_map(|(index, definition)| {
            (*branches.get(index)?)?;
            let cycle = Cycle::of_union(index, &branches);
            let message = format!(
                "the references from {name} lead back to {name} through branches of `oneOf` and `anyOf` alone ({}); the \
                 SDK supports such a cycle only if an object with `properties`, an array or a map is part of it",
                cycle.describe(types),
                name = references::name_or_location(&definition.pointer),
            );
            let index = cycle.union_to_change()?;
            let branch = types.get((*branches.get(index)?)?)?;
            let union = &types.get(index)?.pointer;
            let has_any_of = document.pointer(union.child("anyOf").as_str()).is_some();
            let keyword = if has_any_of { "anyOf" } else { "oneOf" };
            let help = format!(
                "in an overlay, delete the branch {name} from `{keyword}` of {}; if the API sends an object that has a \
                 property with the schema {name}, add the schema of that object in place of the branch, such as \
                 `{{type: object, properties: {{value: {{$ref: '{}'}}}}}}`",
                references::name_or_location(union),
                branch.pointer,
                name = references::name_or_location(&branch.pointer),
            );
            let warning = Diagnostic::at(&definition.pointer, message, help);
            Some((definition.name.clone(), warning))
        })
        .collect()
}

/// How a union contains itself.
struct Cycle {
    /// The indices of the union that the warning is about, and of at most `MAX_STEPS` unions that follow it.
    steps: Vec<usize>,
    /// Whether the last step leads back to the first.
    is_complete: bool,
}

impl Cycle {
    fn of_union(start: usize, branches: &[Option<usize>]) -> Self {
        const MAX_STEPS: usize = 8;
        let branch_of = |index: &usize| branches.get(*index).copied().flatten();
        let followed = std::iter::successors(branch_of(&start), branch_of);
        let mut steps = vec![start];
        steps.extend(followed.take(MAX_STEPS).take_while(|index| *index != start));
        let is_complete = steps.last().and_then(branch_of) == Some(start);
        Self { steps, is_complete }
    }

    /// Returns the union whose branch the help deletes. All unions of a complete cycle have the same help, so that one
    /// change removes the cycle.
    fn union_to_change(&self) -> Option<usize> {
        match self.is_complete {
            true => self.steps.iter().max().copied(),
            false => self.steps.first().copied(),
        }
    }

    /// Describes the cycle: `` `A` → `B` → `A` ``.
    fn describe(&self, types: &[TypeDefinition]) -> String {
        let definitions = self.steps.iter().filter_map(|index| types.get(*index));
        let names = definitions.map(|it| references::name_or_location(&it.pointer));
        let names = Vec::from_iter(names);
        let omitted = if self.is_complete { "" } else { "… → " };
        let first = names.first().cloned().unwrap_or_default();
        format!("{} → {omitted}{first}", names.join(" → "))
    }
}
