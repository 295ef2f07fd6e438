//! The steps, in the order in which they run: what fails soonest and cheapest first.

use anyhow::Result;

use super::needs::{Need, Probe};
use super::{Cargo, Step, features, minimums};
use crate::package::PACKAGE;

pub(super) fn steps(probe: &Probe) -> Result<Vec<Step>> {
    let baseline = probe.last_release.as_deref().unwrap_or_default();
    let clippy = |selection: &[&str]| {
        let arguments = [
            &["clippy", "--all-targets", "--locked"],
            selection,
            &["--", "-D", "warnings"],
        ];
        vec![Cargo::new(&arguments.concat())]
    };
    Ok(vec![
        step("format", &["fmt", "--all", "--check"]),
        Step {
            name: "dependencies",
            commands: vec![Cargo::new(&["deny", "--locked", "check"])],
            needs: vec![Need::Tool("cargo-deny")],
        },
        Step {
            name: "clippy",
            commands: clippy(&["--workspace", "--features", "telnyx-video/mock"]),
            needs: vec![],
        },
        Step {
            name: "clippy, no features",
            commands: clippy(&["-p", PACKAGE, "--no-default-features"]),
            needs: vec![],
        },
        Step {
            name: "clippy, all features",
            commands: clippy(&["--workspace", "--all-features"]),
            needs: vec![Need::OpenSsl],
        },
        Step {
            name: "features, each alone and in pairs",
            commands: features::commands(probe)?,
            needs: vec![],
        },
        Step {
            name: "oldest dependencies that the manifest allows",
            commands: minimums::commands()?,
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
        step("drift", &["xtask", "generate", "--check"]),
        step("spec", &["xtask", "spec", "lint"]),
        step(
            "package",
            &["package", "-p", PACKAGE, "--locked", "--allow-dirty"],
        ),
        Step {
            name: "compatibility with the last release",
            commands: vec![Cargo::new(&[
                "semver-checks",
                "-p",
                PACKAGE,
                "--baseline-rev",
                baseline,
            ])],
            needs: vec![Need::CompatibleRelease, Need::Tool("cargo-semver-checks")],
        },
    ])
}

/// A step of one command that needs nothing.
fn step(name: &'static str, arguments: &[&str]) -> Step {
    Step {
        name,
        commands: vec![Cargo::new(arguments)],
        needs: vec![],
    }
}
