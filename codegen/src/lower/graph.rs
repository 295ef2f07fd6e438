//! Which types contain which others: a graph over their places in a list.

/// Edges from each place to others.
#[derive(Clone)]
pub(super) struct Graph {
    targets: Vec<Vec<usize>>,
}

impl Graph {
    /// A graph with `size` places, and the edges given as pairs; one to a place that isn't there is left out.
    pub(super) fn new(size: usize, edges: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut targets = vec![Vec::new(); size];
        for (from, to) in edges {
            if let Some(targets) = targets.get_mut(from).filter(|_| to < size) {
                targets.push(to);
            }
        }
        Self { targets }
    }

    /// The graph with every edge turned round.
    pub(super) fn reversed(&self) -> Self {
        let edges = self.targets.iter().enumerate();
        let edges = edges.flat_map(|(from, targets)| targets.iter().map(move |&to| (to, from)));
        Self::new(self.targets.len(), edges)
    }

    /// For each place, whether an edge or several lead there from one of `starts`, or it is one of them.
    pub(super) fn reached_from(&self, starts: impl IntoIterator<Item = usize>) -> Vec<bool> {
        let mut seen = vec![false; self.targets.len()];
        for start in starts {
            self.visit(start, &mut seen, &mut Vec::new());
        }
        seen
    }

    /// For each place, the number of its group; places of one group lead to one another (Kosaraju).
    pub(super) fn groups(&self) -> Vec<usize> {
        let mut seen = vec![false; self.targets.len()];
        let mut order = Vec::new();
        for place in 0..self.targets.len() {
            self.visit(place, &mut seen, &mut order);
        }
        let reversed = self.reversed();
        let mut groups = vec![0; self.targets.len()];
        seen.fill(false);
        for (number, place) in order.into_iter().rev().enumerate() {
            let mut members = Vec::new();
            reversed.visit(place, &mut seen, &mut members);
            for member in members {
                if let Some(group) = groups.get_mut(member) {
                    *group = number;
                }
            }
        }
        groups
    }

    /// Adds to `order` all that can be reached from `place` and was not seen yet, each after what it leads to.
    fn visit(&self, place: usize, seen: &mut [bool], order: &mut Vec<usize>) {
        enum Step {
            Enter(usize),
            Leave(usize),
        }
        let mut steps = vec![Step::Enter(place)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Leave(place) => order.push(place),
                Step::Enter(place) => {
                    let Some(seen @ false) = seen.get_mut(place) else {
                        continue;
                    };
                    *seen = true;
                    steps.push(Step::Leave(place));
                    let targets = self
                        .targets
                        .get(place)
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
    fn groups_are_the_places_that_lead_to_one_another() {
        let groups = Graph::new(5, [(0, 1), (1, 2), (2, 0), (2, 3), (4, 4), (3, 9)]).groups();
        assert!(groups[0] == groups[1] && groups[1] == groups[2]);
        assert!(groups[3] != groups[0] && groups[4] != groups[3] && groups[4] != groups[0]);
    }

    #[test]
    fn reach_follows_edges_one_way() {
        let graph = Graph::new(4, [(0, 1), (1, 2), (3, 2)]);
        assert_eq!(graph.reached_from([0]), [true, true, true, false]);
        assert_eq!(graph.reversed().reached_from([2]), [true, true, true, true]);
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let graph = Graph::new(200_000, (0..199_999).map(|place| (place, place + 1)));
        assert!(graph.reached_from([0]).into_iter().all(|reached| reached));
        assert_eq!(graph.groups().len(), 200_000);
    }
}
