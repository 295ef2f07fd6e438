//! The list of steps. Fast steps and those that fail most often come first.

use anyhow::Result;

use super::Work::{self, Commands, Function};
use super::requirements::{Environment, Requirement};
use super::{Cargo, Step, features, oldest_dependencies, style};
use crate::arguments::{Generate, Lint};
use crate::project::package::PACKAGE;
use crate::tasks::generate;
use crate::tasks::spec::lint;

const DENY: Requirement = Requirement::Tool("cargo-deny");

pub(super) fn steps(environment: &Environment) -> Result<Vec<Step>> {
    let baseline = environment.last_release.as_deref().unwrap_or_default();
    Ok(vec![
        Step::new(
            "format",
            Commands(vec![
                Cargo::new("fmt --all --check"),
                // The fuzz targets are a separate workspace, since they need a nightly toolchain.
                Cargo::new("fmt --check --manifest-path codegen/fuzz/Cargo.toml"),
            ]),
        ),
        Step::new("style", Function(style::run)),
        Step::new(
            "generate --check",
            Function(|| {
                generate::run(&Generate {
                    check: true,
                    ..Generate::default()
                })
            }),
        ),
        Step::new("spec lint", Function(|| lint::run(&Lint::default()))),
        cargo("dependencies", "deny --locked check licenses bans sources").requires([DENY]),
        cargo("advisories", "deny --locked check advisories")
            .requires([DENY, Requirement::Advisories]),
        cargo(
            "clippy",
            "clippy --all-targets --locked --workspace --features telnyx-video/mock -- -D warnings",
        ),
        // The packages as `cargo xtask generate` builds them. Only the step above includes their tests.
        cargo(
            "clippy without all-tasks",
            "clippy -p codegen -p xtask --no-default-features --locked -- -D warnings",
        ),
        cargo(
            "clippy without features",
            &format!(
                "clippy --all-targets --locked -p {PACKAGE} --no-default-features -- -D warnings"
            ),
        ),
        cargo(
            "clippy with all features",
            "clippy --all-targets --locked --workspace --all-features -- -D warnings",
        )
        .requires([Requirement::OpenSsl]),
        Step::new(
            "feature combinations",
            Commands(features::commands(environment)?),
        ),
        Step::new(
            "oldest dependencies",
            Commands(oldest_dependencies::commands()?),
        )
        .requires([Requirement::Registry]),
        cargo(
            "rustdoc",
            "doc --workspace --no-deps --features telnyx-video/mock --locked",
        ),
        Step::new("rustdoc on docs.rs", Commands(vec![docs_rs()])).requires([Requirement::OpenSsl]),
        // Cargo builds the packaged files from scratch. With TLS, that would take twice as long and compile no more of
        // them.
        cargo(
            "package",
            &format!(
                "package -p {PACKAGE} --locked --allow-dirty --no-default-features --features tracing,webhook"
            ),
        ),
        cargo(
            "semver",
            &format!("semver-checks -p {PACKAGE} --baseline-rev {baseline}"),
        )
        .requires([
            Requirement::CompatibleRelease,
            Requirement::Tool("cargo-semver-checks"),
        ]),
    ])
}

impl Step {
    fn new(name: &'static str, work: Work) -> Self {
        Self {
            name,
            work,
            requirements: vec![],
        }
    }

    fn requires<const N: usize>(mut self, requirements: [Requirement; N]) -> Self {
        self.requirements = requirements.into();
        self
    }
}

/// Returns a step of one cargo command. Spaces separate the arguments.
fn cargo(name: &'static str, arguments: &str) -> Step {
    Step::new(name, Commands(vec![Cargo::new(arguments)]))
}

/// Returns the rustdoc command that docs.rs runs. The cfg `docsrs` enables an unstable feature that marks items with
/// the cargo feature that they need.
fn docs_rs() -> Cargo {
    let arguments = format!("rustdoc -p {PACKAGE} --all-features --locked -- --cfg docsrs");
    Cargo::new(&arguments).allow_unstable()
}
