//! All tasks, and those of them that need more dependencies than generating does.

mod changelog;
mod ci;
mod import;
mod lint;
mod lock;
mod release;
mod update;

use std::process::ExitCode;

use anyhow::Result;

use crate::arguments::{Spec, Task};
use crate::tasks::{diff, generate, mock};

pub(crate) fn run(task: &Task) -> Result<ExitCode> {
    match task {
        Task::Generate(arguments) => generate::run(arguments),
        Task::Spec(Spec::Import(arguments)) => import::run(arguments),
        Task::Spec(Spec::Lint(arguments)) => lint::run(arguments),
        Task::Spec(Spec::Diff(arguments)) => Ok(diff::run(arguments)),
        Task::Spec(Spec::Update(arguments)) => update::run(arguments),
        Task::Mock(arguments) => mock::run(arguments),
        Task::Ci => ci::run(),
        Task::Release(arguments) => release::run(arguments),
    }
}
