//! Operations to the tree of resources in which an SDK's user finds them.

use std::collections::BTreeMap;

use super::operation::Placed;
use crate::diagnostics::{Pointer, UnmatchedDecision};
use crate::ir::{Operation, Resource};

/// Groups operations by resource, and adds the resources that have only others below them; it notes the descriptions of
/// resources that there are not.
pub(super) fn tree(
    operations: Vec<Placed>,
    mut descriptions: BTreeMap<String, String>,
    orphans: &mut Vec<UnmatchedDecision>,
) -> Vec<Resource> {
    let mut groups = BTreeMap::<Vec<String>, (Pointer, Vec<Operation>)>::new();
    for Placed {
        resource,
        operation,
        ..
    } in operations
    {
        for depth in 1..resource.len() {
            let above = resource.iter().take(depth).cloned().collect();
            groups
                .entry(above)
                .or_insert_with(|| (operation.pointer.clone(), Vec::new()));
        }
        let (_, group) = groups
            .entry(resource)
            .or_insert_with(|| (operation.pointer.clone(), Vec::new()));
        group.push(operation);
    }
    let resources = groups.into_iter().map(|(path, (pointer, operations))| {
        let description = descriptions
            .remove(&path.join("."))
            .unwrap_or_else(|| default_description(&path));
        Resource {
            path,
            pointer,
            description,
            operations,
        }
    });
    let resources = resources.collect();
    orphans.extend(descriptions.keys().map(|path| {
        UnmatchedDecision::new(
            Pointer::root().child("x-sdk-resources").child(path),
            path,
            format!("the document has no resource `{path}`"),
            "use the path of a resource that has an operation, or delete the description",
        )
    }));
    resources
}

fn default_description(path: &[String]) -> String {
    format!("Operations on {}.", path.join(" ").replace('_', " "))
}
