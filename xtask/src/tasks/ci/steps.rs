//! The steps, in the order in which they run: what fails soonest and cheapest first.

use anyhow::Result;

use super::Work::{Commands, Task};
use super::needs::{Need, Probe};
use super::{Cargo, Step, features, minimums};
use crate::arguments::{Generate, Lint};
use crate::project::package::PACKAGE;
use crate::tasks::all::lint;
use crate::tasks::generate;

const DENY: &str = "cargo-deny";

/// What only a nightly toolchain builds.
const FUZZ: &str = "codegen/fuzz/Cargo.toml";

pub(super) fn steps(probe: &Probe) -> Result<Vec<Step>> {
    let baseline = probe.last_release.as_deref().unwrap_or_default();
    let clippy = |selection: &[&str]| {
        let arguments = [
            &["clippy", "--all-targets", "--locked"],
            selection,
            &["--", "-D", "warnings"],
        ];
        Commands(vec![Cargo::new(&arguments.concat())])
    };
    Ok(vec![
        Step {
            name: "format",
            work: Commands(vec![
                Cargo::new(&["fmt", "--all", "--check"]),
                Cargo::new(&["fmt", "--check", "--manifest-path", FUZZ]),
            ]),
            needs: vec![],
        },
        Step {
            name: "drift",
            work: Task(|| {
                generate::run(&Generate {
                    check: true,
                    ..Generate::default()
                })
            }),
            needs: vec![],
        },
        Step {
            name: "spec",
            work: Task(|| lint::run(&Lint::default())),
            needs: vec![],
        },
        Step {
            name: "licences, duplicates and sources of the dependencies",
            work: Commands(vec![Cargo::new(&[
                "deny", "--locked", "check", "licenses", "bans", "sources",
            ])]),
            needs: vec![Need::Tool(DENY)],
        },
        Step {
            name: "advisories about the dependencies",
            work: Commands(vec![Cargo::new(&[
                "deny",
                "--locked",
                "check",
                "advisories",
            ])]),
            needs: vec![Need::Tool(DENY), Need::Advisories],
        },
        Step {
            name: "clippy",
            work: clippy(&["--workspace", "--features", "telnyx-video/mock"]),
            needs: vec![],
        },
        // What `cargo xtask generate` builds; all its tests are in the step above.
        step(
            "clippy, what generating needs",
            &[
                "clippy",
                "-p",
                "codegen",
                "-p",
                "xtask",
                "--no-default-features",
                "--locked",
                "--",
                "-D",
                "warnings",
            ],
        ),
        Step {
            name: "clippy, no features",
            work: clippy(&["-p", PACKAGE, "--no-default-features"]),
            needs: vec![],
        },
        Step {
            name: "clippy, all features",
            work: clippy(&["--workspace", "--all-features"]),
            needs: vec![Need::OpenSsl],
        },
        Step {
            name: "features, each alone and in pairs",
            work: Commands(features::commands(probe)?),
            needs: vec![],
        },
        Step {
            name: "oldest dependencies that the manifest allows",
            work: Commands(minimums::commands()?),
            needs: vec![Need::Registry],
        },
        step(
            "rustdoc",
            &[
                "doc",
                "--workspace",
                "--no-deps",
                "--features",
                "telnyx-video/mock",
                "--locked",
            ],
        ),
        Step {
            name: "rustdoc, as docs.rs runs it",
            work: Commands(vec![docs_rs()]),
            needs: vec![Need::OpenSsl],
        },
        // Cargo builds the package elsewhere, from nothing: without TLS, which takes half of the time and has no file here.
        step(
            "package",
            &[
                "package",
                "-p",
                PACKAGE,
                "--locked",
                "--allow-dirty",
                "--no-default-features",
                "--features",
                "tracing,webhook",
            ],
        ),
        Step {
            name: "compatibility with the last release",
            work: Commands(vec![Cargo::new(&[
                "semver-checks",
                "-p",
                PACKAGE,
                "--baseline-rev",
                baseline,
            ])]),
            needs: vec![Need::CompatibleRelease, Need::Tool("cargo-semver-checks")],
        },
    ])
}

/// With all features, each marked where it is needed: by an unstable option of rustdoc.
fn docs_rs() -> Cargo {
    let arguments = ["rustdoc", "-p", PACKAGE, "--all-features", "--locked"];
    Cargo::of(arguments.iter().chain(&["--", "--cfg", "docsrs"])).unstable()
}

/// A step of one command that needs nothing.
fn step(name: &'static str, arguments: &[&str]) -> Step {
    Step {
        name,
        work: Commands(vec![Cargo::new(arguments)]),
        needs: vec![],
    }
}
