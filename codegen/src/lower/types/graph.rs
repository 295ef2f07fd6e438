//! A directed graph of the types that contain each other.

/// The edges of each node. Nodes are indices.
#[derive(Clone)]
pub(super) struct Graph {
    targets: Vec<Vec<usize>>,
}

impl Graph {
    /// Creates a graph with nodes from 0 to `size`. Ignores edges to other nodes.
    pub(super) fn new(size: usize, edges: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut targets = vec![Vec::new(); size];
        for (from, to) in edges {
            if let Some(targets) = targets.get_mut(from).filter(|_| to < size) {
                targets.push(to);
            }
        }
        Self { targets }
    }

    /// Returns the graph with reversed edges.
    pub(super) fn reversed(&self) -> Self {
        let edges = self
            .targets
            .iter()
            .enumerate()
            .flat_map(|(from, targets)| targets.iter().map(move |&to| (to, from)));
        Self::new(self.targets.len(), edges)
    }

    /// Returns for each node whether it can be reached from one of `starts`.
    pub(super) fn reachable_from(&self, starts: impl IntoIterator<Item = usize>) -> Vec<bool> {
        let mut seen = vec![false; self.targets.len()];
        for start in starts {
            self.visit(start, &mut seen, &mut Vec::new());
        }
        seen
    }

    /// Returns for each node the number of its strongly connected component (Kosaraju's algorithm).
    pub(super) fn components(&self) -> Vec<usize> {
        let mut seen = vec![false; self.targets.len()];
        let mut order = Vec::new();
        for node in 0..self.targets.len() {
            self.visit(node, &mut seen, &mut order);
        }
        let reversed = self.reversed();
        let mut components = vec![0; self.targets.len()];
        seen.fill(false);
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

    /// Adds the unseen nodes that can be reached from `start` to `order`, in postorder.
    fn visit(&self, start: usize, seen: &mut [bool], order: &mut Vec<usize>) {
        enum Step {
            Enter(usize),
            Leave(usize),
        }
        let mut steps = vec![Step::Enter(start)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Leave(node) => order.push(node),
                Step::Enter(node) => {
                    let Some(seen @ false) = seen.get_mut(node) else {
                        continue;
                    };
                    *seen = true;
                    steps.push(Step::Leave(node));
                    let targets = self
                        .targets
                        .get(node)
                        .map(Vec::as_slice)
                        .unwrap_or_default();
                    steps.extend(targets.iter().map(|&target| Step::Enter(target)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_are_nodes_that_reach_each_other() {
        let found = Graph::new(5, [(0, 1), (1, 2), (2, 0), (2, 3), (4, 4), (3, 9)]).components();
        assert!(found[0] == found[1] && found[1] == found[2]);
        assert!(found[3] != found[0] && found[4] != found[3] && found[4] != found[0]);
    }

    #[test]
    fn reachable_from_follows_direction_of_edges() {
        let graph = Graph::new(4, [(0, 1), (1, 2), (3, 2)]);
        assert_eq!(graph.reachable_from([0]), [true, true, true, false]);
        assert_eq!(
            graph.reversed().reachable_from([2]),
            [true, true, true, true]
        );
    }

    #[test]
    fn long_chain_does_not_overflow_stack() {
        let graph = Graph::new(200_000, (0..199_999).map(|node| (node, node + 1)));
        assert!(graph.reachable_from([0]).into_iter().all(|reached| reached));
        assert_eq!(graph.components().len(), 200_000);
    }
}
