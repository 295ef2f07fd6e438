/// Detects a cycle in a sequence of cursors in constant memory, by Brent's algorithm: compares each cursor with the
/// *landmark*, the most recent cursor whose number in the sequence is a power of two (1, 2, 4, 8, …).
#[derive(Default)]
pub(super) struct CycleDetector {
    count: u64,
    landmark: Option<String>,
}

impl CycleDetector {
    /// Adds a cursor. Returns whether the sequence has begun to repeat.
    pub(super) fn add_and_check(&mut self, cursor: &str) -> bool {
        if self.landmark.as_deref() == Some(cursor) {
            return true;
        }
        self.count = self.count.saturating_add(1);
        if self.count.is_power_of_two() {
            self.landmark = Some(cursor.to_owned());
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn add_and_check_detects_cycles_of_any_length() {
        for before in 0..40 {
            for length in 1..40 {
                let mut detector = CycleDetector::default();
                let cursors = (0..before).chain((before..before + length).cycle());
                let distinct = cursors
                    .take_while(|cursor| !detector.add_and_check(&cursor.to_string()))
                    .count();
                let once = before + length;
                assert!((once..=3 * once).contains(&distinct), "{before} {length}");
            }
        }
    }
}
