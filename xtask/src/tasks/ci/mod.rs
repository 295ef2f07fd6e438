//! `cargo xtask ci`: checks a change in *steps*, in every way except running the tests.

mod cargo;
mod features;
mod oldest_dependencies;
mod requirements;
mod steps;
mod style;
mod summary;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;

use crate::arguments::{self, Ci};
use crate::project::diagnostics;
use requirements::Requirement;
use summary::{Outcome, StepResult};

/// One check.
struct Step {
    name: &'static str,
    run: Box<dyn FnOnce() -> Result<ExitCode>>,
    /// The step is skipped if one of these is missing.
    requirements: Vec<Requirement>,
}

pub(super) fn run(arguments: &Ci) -> Result<ExitCode> {
    let steps = selected(steps::steps(), &arguments.steps)?;
    let mut results = Vec::new();
    for step in steps {
        let name = step.name;
        let start = Instant::now();
        let outcome = run_step(step).unwrap_or_else(|error| {
            // The other steps still run.
            diagnostics::print_error(&error);
            Outcome::Failed
        });
        results.push(StepResult {
            name,
            outcome,
            elapsed: start.elapsed(),
        });
    }
    anstream::print!("{}", summary::table(&results));
    let failed = results.iter().filter(|it| it.outcome == Outcome::Failed);
    let failed: Vec<&str> = failed.map(|it| it.name).collect();
    if failed.is_empty() {
        anstream::println!("ci: passed");
        return Ok(ExitCode::SUCCESS);
    }
    anstream::println!("ci: failed: {}", failed.join(", "));
    Ok(ExitCode::FAILURE)
}

fn run_step(step: Step) -> Result<Outcome> {
    let name = step.name;
    for requirement in step.requirements {
        if let Some(reason) = requirement.missing()? {
            anstream::println!("== {name}: skipped, {reason}");
            return Ok(Outcome::Skipped);
        }
    }
    anstream::println!("== {name}");
    Ok(match (step.run)()? == ExitCode::SUCCESS {
        true => Outcome::Passed,
        false => Outcome::Failed,
    })
}

/// Returns the steps with the given names, or all steps if no name is given.
fn selected(mut steps: Vec<Step>, names: &[String]) -> Result<Vec<Step>> {
    let all: Vec<&str> = steps.iter().map(|step| step.name).collect();
    if let Some(unknown) = names.iter().find(|name| !all.contains(&name.as_str())) {
        let message = format!(
            "unknown step `{unknown}`\n  help: choose from these steps: {}",
            all.join(", ")
        );
        return Err(arguments::usage_error("ci", &message));
    }
    steps.retain(|step| names.is_empty() || names.iter().any(|name| name == step.name));
    Ok(steps)
}
