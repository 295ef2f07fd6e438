//! Finds schemas that make validation too slow.
//!
//! A validator follows every branch of `allOf`, `anyOf` and `oneOf`. If each of thirty schemas has two branches that
//! refer to the next schema, the first schema *expands* to a billion schemas.

use serde_json::Value;

use super::definitions::referenced_index;

/// The greatest number of schemas that a schema may expand to.
pub(super) const MAX_SCHEMAS: u32 = 10_000;

/// The greatest number of nested branches to follow, because recursive schemas have endless branches. Exponential
/// growth exceeds [`MAX_SCHEMAS`] in fewer steps.
const MAX_STEPS: usize = 64;

/// Returns the indices of schemas that expand to more than [`MAX_SCHEMAS`].
pub(super) fn too_large(schemas: &[Value]) -> Vec<usize> {
    let branches: Vec<Vec<usize>> = schemas.iter().map(branches).collect();
    let mut counts = vec![1_u32; schemas.len()];
    for _ in 0..MAX_STEPS {
        // Each round follows the branches by one step.
        let next = branches
            .iter()
            .map(|branches| {
                let counts = branches.iter().filter_map(|branch| counts.get(*branch));
                counts.fold(1_u32, |sum, count| sum.saturating_add(*count))
            })
            .collect();
        if next == counts {
            break;
        }
        counts = next;
    }
    (0..)
        .zip(counts)
        .filter(|(_, count)| *count > MAX_SCHEMAS)
        .map(|(index, _)| index)
        .collect()
}

/// Returns the indices of the schemas that validate the same value as this schema. Schemas in `properties` or `items`
/// validate other values.
fn branches(schema: &Value) -> Vec<usize> {
    let lists = ["allOf", "anyOf", "oneOf"]
        .iter()
        .filter_map(|key| schema.get(key)?.as_array())
        .flatten();
    let inner = schema.get("not").into_iter().chain(lists);
    let own = referenced_index(schema).into_iter();
    own.chain(inner.flat_map(branches)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::tools::lint::definitions::reference;

    #[test]
    fn too_large_finds_branches_that_double_with_every_step() {
        for key in ["allOf", "anyOf", "oneOf"] {
            let twice = |next| json!({key: [reference(next), reference(next)]});
            let schemas: Vec<Value> = (1..=16).map(twice).collect();
            // From the last schema to the first, they expand to 1, 3, 7 … schemas: the third to 16383, the fourth to
            // 8191.
            assert_eq!(too_large(&schemas), [0, 1, 2], "{key}");
        }
    }

    #[test]
    fn too_large_accepts_long_chains_many_branches_and_recursion() {
        let chain: Vec<Value> = (1..1000).map(reference).collect();
        assert!(too_large(&chain).is_empty());
        let many: Vec<Value> = (1..5000).map(reference).collect();
        assert!(too_large(&[json!({"oneOf": many}), json!({})]).is_empty());
        let recursive = [json!({"properties": {"a": reference(0), "b": reference(0)}})];
        assert!(too_large(&recursive).is_empty());
    }
}
