//! Schemas with more ways through their branches than there is time.
//!
//! A validator goes every way. Where each of thirty schemas has two branches that lead to the next, these are a billion.

use serde_json::Value;

use super::numbered::number;

/// How many schemas a value may be held against where one of them begins.
const MOST: u32 = 10_000;

/// How far branches are followed to count them.
const LONGEST_WAY: usize = 64;

/// The numbers of the schemas that are too much.
pub(super) fn entangled(schemas: &[Value]) -> Vec<usize> {
    let branches: Vec<Vec<usize>> = schemas.iter().map(branches).collect();
    let mut counts = vec![1_u32; schemas.len()];
    for _ in 0..LONGEST_WAY {
        let count = |branches: &Vec<usize>| {
            let counts = branches.iter().filter_map(|branch| counts.get(*branch));
            counts.fold(1_u32, |sum, count| sum.saturating_add(*count))
        };
        let further = branches.iter().map(count).collect();
        if further == counts {
            break;
        }
        counts = further;
    }
    let counts = counts.into_iter().enumerate();
    let too_much = counts.filter(|(_, count)| *count > MOST);
    too_much.map(|(number, _)| number).collect()
}

/// The schemas that a value of this one is held against as well.
fn branches(schema: &Value) -> Vec<usize> {
    let lists = ["allOf", "anyOf", "oneOf"];
    let lists = lists
        .iter()
        .filter_map(|key| schema.get(key)?.as_array())
        .flatten();
    let branches = [Some(schema), schema.get("not")].into_iter().flatten();
    branches.chain(lists).filter_map(number).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::tools::lint::numbered::reference;

    #[test]
    fn ways_that_double_with_every_step_are_too_much() {
        for key in ["allOf", "anyOf", "oneOf"] {
            let twice = |next| json!({key: [reference(next), reference(next)]});
            let schemas: Vec<Value> = (1..=16).map(twice).collect();
            // Beginning with the last, there are 1, 3, 7 … schemas: the third has 16383, the fourth 8191.
            assert_eq!(entangled(&schemas), [0, 1, 2], "{key}");
        }
    }

    #[test]
    fn long_ways_wide_ones_and_circles_are_not() {
        let chain = (1..1000).map(reference).collect::<Vec<_>>();
        assert!(entangled(&chain).is_empty());
        let wide: Vec<Value> = (1..5000).map(reference).collect();
        assert!(entangled(&[json!({"oneOf": wide}), json!({})]).is_empty());
        let circle = [json!({"properties": {"a": reference(0), "b": reference(0)}})];
        assert!(entangled(&circle).is_empty());
    }
}
