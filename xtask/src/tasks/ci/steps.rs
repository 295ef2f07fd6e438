//! The list of steps. Fast steps and those that fail most often come first.

use std::process::ExitCode;

use anyhow::Result;

use super::cargo::{cargo, run_all, unstable_cargo};
use super::requirements::Requirement;
use super::{Step, features, oldest_dependencies, style};
use crate::arguments::{Generate, Lint};
use crate::project::git;
use crate::project::package::PACKAGE;
use crate::tasks::generate;
use crate::tasks::spec::lint;

const DENY: Requirement = Requirement::Tool("cargo-deny");

pub(super) fn steps() -> Vec<Step> {
    vec![
        Step::new("format", || {
            run_all([
                cargo("fmt --all --check"),
                // The fuzz targets are a separate workspace, since they need a nightly toolchain.
                cargo("fmt --check --manifest-path codegen/fuzz/Cargo.toml"),
            ])
        }),
        Step::new("style", style::run),
        Step::new("generate --check", || {
            generate::run(&Generate {
                check: true,
                ..Generate::default()
            })
        }),
        Step::new("spec lint", || lint::run(&Lint::default())),
        step("dependencies", "deny --locked check licenses bans sources").requires([DENY]),
        step("advisories", "deny --locked check advisories")
            .requires([DENY, Requirement::Advisories]),
        step(
            "clippy",
            "clippy --all-targets --locked --workspace --features telnyx-video/mock -- -D warnings",
        ),
        // The packages as `cargo xtask generate` builds them. Only the step above includes their tests.
        step(
            "clippy without all-tasks",
            "clippy -p codegen -p xtask --no-default-features --locked -- -D warnings",
        ),
        step(
            "clippy without features",
            format!(
                "clippy --all-targets --locked -p {PACKAGE} --no-default-features -- -D warnings"
            ),
        ),
        step(
            "clippy with all features",
            "clippy --all-targets --locked --workspace --all-features -- -D warnings",
        )
        .requires([Requirement::OpenSsl]),
        Step::new("feature combinations", || run_all(features::commands()?)),
        Step::new("oldest dependencies", || {
            run_all(oldest_dependencies::commands()?)
        })
        .requires([Requirement::Registry]),
        step(
            "rustdoc",
            "doc --workspace --no-deps --features telnyx-video/mock --locked",
        ),
        // The command that docs.rs runs. The cfg `docsrs` enables an unstable feature that marks items with the cargo
        // feature that they need.
        Step::new("rustdoc on docs.rs", || {
            let arguments = "--all-features --locked -- --cfg docsrs";
            run_all([unstable_cargo(&format!("rustdoc -p {PACKAGE} {arguments}"))])
        })
        .requires([Requirement::OpenSsl]),
        // Cargo builds the packaged files from scratch. With TLS, that would take twice as long and compile no more of
        // them.
        step(
            "package",
            format!(
                "package -p {PACKAGE} --locked --allow-dirty --no-default-features --features tracing,webhook"
            ),
        ),
        Step::new("semver", || {
            let release = git::last_release()?;
            let baseline = release.map(|version| format!("--baseline-rev v{version}"));
            let baseline = baseline.unwrap_or_default();
            run_all([cargo(&format!("semver-checks -p {PACKAGE} {baseline}"))])
        })
        .requires([
            Requirement::CompatibleRelease,
            Requirement::Tool("cargo-semver-checks"),
        ]),
    ]
}

impl Step {
    fn new(name: &'static str, run: impl FnOnce() -> Result<ExitCode> + 'static) -> Self {
        Self {
            name,
            run: Box::new(run),
            requirements: vec![],
        }
    }

    fn requires<const N: usize>(mut self, requirements: [Requirement; N]) -> Self {
        self.requirements = requirements.into();
        self
    }
}

/// Returns a step of one cargo command. Spaces separate the arguments.
fn step(name: &'static str, arguments: impl AsRef<str> + 'static) -> Step {
    Step::new(name, move || run_all([cargo(arguments.as_ref())]))
}
