//! The table at the end: each step with its outcome and duration.

use std::time::Duration;

/// The outcome of a step.
pub(super) enum Outcome {
    Skipped,
    Done { passed: bool, elapsed: Duration },
}

impl Outcome {
    pub(super) fn is_failure(&self) -> bool {
        matches!(self, Self::Done { passed: false, .. })
    }

    fn word(&self) -> &'static str {
        match self {
            Self::Skipped => "skipped",
            Self::Done { passed: true, .. } => "passed",
            Self::Done { passed: false, .. } => "failed",
        }
    }

    fn elapsed(&self) -> Duration {
        match self {
            Self::Skipped => Duration::ZERO,
            Self::Done { elapsed, .. } => *elapsed,
        }
    }
}

/// Returns a line for each step, then one with the total duration.
pub(super) fn table(results: &[(&str, Outcome)]) -> String {
    let mut table = String::new();
    for (name, outcome) in results {
        table += &row(outcome.elapsed(), outcome.word(), name);
    }
    let total = results.iter().map(|(_, outcome)| outcome.elapsed()).sum();
    table + &row(total, "", "all steps")
}

fn row(elapsed: Duration, word: &str, name: &str) -> String {
    format!("{:>7.1} s  {word:7}  {name}\n", elapsed.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_has_durations_of_steps_and_total() {
        let done = |passed, milliseconds| Outcome::Done {
            passed,
            elapsed: Duration::from_millis(milliseconds),
        };
        let results = [
            ("format", done(true, 1_230)),
            ("advisories", Outcome::Skipped),
            ("clippy", done(false, 61_000)),
        ];
        let expected = "    1.2 s  passed   format
    0.0 s  skipped  advisories
   61.0 s  failed   clippy
   62.2 s           all steps
";
        assert_eq!(table(&results), expected);
    }
}
