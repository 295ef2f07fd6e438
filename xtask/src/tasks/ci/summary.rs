//! What became of each step, and how long it took: a check that has become slow shows there.

use std::time::Duration;

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

/// A line for each step in the order in which they ran, and one for all of them.
pub(super) fn table(results: &[(&str, Outcome)]) -> String {
    let mut table = String::new();
    for (name, outcome) in results {
        table += &line(outcome.elapsed(), outcome.word(), name);
    }
    let total = results.iter().map(|(_, outcome)| outcome.elapsed()).sum();
    table + &line(total, "", "all steps")
}

fn line(elapsed: Duration, word: &str, name: &str) -> String {
    format!("{:>7.1} s  {word:7}  {name}\n", elapsed.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_has_its_time_and_all_of_them_theirs() {
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
