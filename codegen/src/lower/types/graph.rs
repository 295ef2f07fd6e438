//! A directed graph of types, with an edge from each type to each type that it contains.

use std::collections::{HashMap, HashSet};

use crate::ir::{Shape, Type, TypeDefinition};

/// The indices of types by their names.
pub(super) struct TypeIndices(HashMap<String, usize>);

impl TypeIndices {
    pub(super) fn new(types: &[TypeDefinition]) -> Self {
        let types = types.iter().enumerate();
        Self(types.map(|(index, it)| (it.name.clone(), index)).collect())
    }

    /// Returns the index of a named type, also inside of arrays and maps.
    pub(super) fn of(&self, ty: &Type) -> Option<usize> {
        self.0.get(ty.named()?).copied()
    }

    /// Returns a graph with an edge from each type to its parts. `parts` has an item for each type, in their order.
    pub(super) fn graph<'a>(&self, parts: impl Iterator<Item = Vec<&'a Type>>) -> Graph {
        let targets = |parts: Vec<&Type>| parts.into_iter().filter_map(|it| self.of(it)).collect();
        Graph {
            targets: parts.map(targets).collect(),
        }
    }
}

/// Returns the parts that a value of a shape contains without indirection. Arrays and maps are on the heap.
pub(super) fn direct_parts(shape: &Shape) -> Vec<&Type> {
    let mut parts = shape.parts();
    parts.retain(|part| matches!(part, Type::Named(_)));
    parts
}

/// The edges of each node. Nodes are indices.
pub(super) struct Graph {
    targets: Vec<Vec<usize>>,
}

impl Graph {
    fn new(size: usize, edges: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut targets = vec![Vec::new(); size];
        for (from, to) in edges {
            if let Some(targets) = targets.get_mut(from) {
                targets.push(to);
            }
        }
        Self { targets }
    }

    pub(super) fn reversed(&self) -> Self {
        let nodes = self.targets.iter().enumerate();
        let edges = nodes.flat_map(|(from, targets)| targets.iter().map(move |&to| (to, from)));
        Self::new(self.targets.len(), edges)
    }

    /// Returns the nodes that can be reached from one of `starts`, including `starts`.
    pub(super) fn reachable_from(&self, starts: impl IntoIterator<Item = usize>) -> HashSet<usize> {
        let mut seen = HashSet::new();
        for start in starts {
            self.visit(start, &mut seen, &mut Vec::new());
        }
        seen
    }

    /// Returns the number of the strongly connected component of each node (Kosaraju's algorithm): two nodes have the
    /// same number if each can be reached from the other.
    pub(super) fn cycle_numbers(&self) -> Vec<usize> {
        let mut seen = HashSet::new();
        let mut order = Vec::new();
        for node in 0..self.targets.len() {
            self.visit(node, &mut seen, &mut order);
        }
        let reversed = self.reversed();
        let mut components = vec![0; self.targets.len()];
        seen.clear();
        for (number, node) in order.into_iter().rev().enumerate() {
            let mut members = Vec::new();
            reversed.visit(node, &mut seen, &mut members);
            for member in members {
                if let Some(component) = components.get_mut(member) {
                    *component = number;
                }
            }
        }
        components
    }

    /// Adds the unseen nodes that can be reached from `start` to `order`, in postorder. Doesn't recurse, since a chain
    /// of types may be longer than the stack allows.
    fn visit(&self, start: usize, seen: &mut HashSet<usize>, order: &mut Vec<usize>) {
        enum Step {
            Enter(usize),
            Leave(usize),
        }
        let mut steps = vec![Step::Enter(start)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Leave(node) => order.push(node),
                Step::Enter(node) if seen.insert(node) => {
                    steps.push(Step::Leave(node));
                    let targets = self.targets.get(node).into_iter().flatten();
                    steps.extend(targets.map(|&target| Step::Enter(target)));
                }
                Step::Enter(_) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_are_nodes_that_reach_each_other() {
        let found = Graph::new(5, [(0, 1), (1, 2), (2, 0), (2, 3), (4, 4)]).cycle_numbers();
        assert!(found[0] == found[1] && found[1] == found[2]);
        assert!(found[3] != found[0] && found[4] != found[3] && found[4] != found[0]);
    }

    #[test]
    fn reachable_from_follows_direction_of_edges() {
        let graph = Graph::new(4, [(0, 1), (1, 2), (3, 2)]);
        assert_eq!(graph.reachable_from([0]), HashSet::from([0, 1, 2]));
        let reversed = graph.reversed();
        assert_eq!(reversed.reachable_from([2]), HashSet::from([0, 1, 2, 3]));
    }

    #[test]
    fn long_chain_does_not_overflow_stack() {
        let graph = Graph::new(200_000, (0..199_999).map(|node| (node, node + 1)));
        assert_eq!(graph.reachable_from([0]).len(), 200_000);
        assert_eq!(graph.cycle_numbers().len(), 200_000);
    }
}
