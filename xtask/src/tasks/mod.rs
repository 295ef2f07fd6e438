//! One module for each task.

#[cfg(feature = "all-tasks")]
mod ci;
#[cfg(not(feature = "all-tasks"))]
mod delegate;
mod generate;
mod mock;
#[cfg(feature = "all-tasks")]
mod release;
mod spec;
mod unified_diff;

use std::process::ExitCode;

use anyhow::Result;

use crate::arguments::{Spec, Task};

/// Runs a task: in this program if it has the dependencies of the task, otherwise in `xtask-all`.
pub(crate) fn run(task: &Task) -> Result<ExitCode> {
    match task {
        Task::Generate(arguments) => generate::run(arguments),
        Task::Mock(arguments) => mock::run(arguments),
        Task::Spec(Spec::Diff(arguments)) => Ok(spec::diff::run(arguments)),
        #[cfg(feature = "all-tasks")]
        Task::Spec(Spec::Import(arguments)) => spec::import::run(arguments),
        #[cfg(feature = "all-tasks")]
        Task::Spec(Spec::Lint(arguments)) => spec::lint::run(arguments),
        #[cfg(feature = "all-tasks")]
        Task::Spec(Spec::Update(arguments)) => spec::update::run(arguments),
        #[cfg(feature = "all-tasks")]
        Task::Ci(arguments) => ci::run(arguments),
        #[cfg(feature = "all-tasks")]
        Task::Release(arguments) => release::run(arguments),
        #[cfg(not(feature = "all-tasks"))]
        _ => delegate::run(),
    }
}
