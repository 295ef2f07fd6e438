//! The table at the end: each step with its outcome and duration.

use std::time::Duration;

/// The outcome of a step, as the table shows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Outcome {
    Passed,
    Failed,
    Skipped,
}

/// A step that was run or skipped.
pub(super) struct StepResult {
    pub(super) name: &'static str,
    pub(super) outcome: Outcome,
    pub(super) elapsed: Duration,
}

/// Returns a line for each step, then one with the total duration.
pub(super) fn table(results: &[StepResult]) -> String {
    let rows = results.iter().map(|it| {
        let outcome = format!("{:?}", it.outcome).to_lowercase();
        row(it.elapsed, &outcome, it.name)
    });
    let total = results.iter().map(|it| it.elapsed).sum();
    rows.collect::<String>() + &row(total, "", "all steps")
}

fn row(elapsed: Duration, outcome: &str, name: &str) -> String {
    format!("{:>7.1} s  {outcome:7}  {name}\n", elapsed.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_has_durations_of_steps_and_total() {
        let results = [
            ("format", Outcome::Passed, 1_230),
            ("advisories", Outcome::Skipped, 0),
            ("clippy", Outcome::Failed, 61_000),
        ];
        let results = results.map(|(name, outcome, milliseconds)| StepResult {
            name,
            outcome,
            elapsed: Duration::from_millis(milliseconds),
        });
        let expected = "    1.2 s  passed   format
    0.0 s  skipped  advisories
   61.0 s  failed   clippy
   62.2 s           all steps
";
        assert_eq!(table(&results), expected);
    }
}
