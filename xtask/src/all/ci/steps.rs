//! The steps, in the order in which they run: what fails soonest and cheapest first.

use anyhow::Result;

use super::needs::{Need, Probe};
use super::{Cargo, Step, features, minimums};
use crate::package::PACKAGE;

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
        vec![Cargo::new(&arguments.concat())]
    };
    Ok(vec![
        Step {
            name: "format",
            commands: vec![
                Cargo::new(&["fmt", "--all", "--check"]),
                Cargo::new(&["fmt", "--check", "--manifest-path", FUZZ]),
            ],
            needs: vec![],
        },
        Step {
            name: "licences, duplicates and sources of the dependencies",
            commands: vec![Cargo::new(&[
                "deny", "--locked", "check", "licenses", "bans", "sources",
            ])],
            needs: vec![Need::Tool(DENY)],
        },
        Step {
            name: "advisories about the dependencies",
            commands: vec![Cargo::new(&["deny", "--locked", "check", "advisories"])],
            needs: vec![Need::Tool(DENY), Need::Advisories],
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
        Step {
            name: "rustdoc, as docs.rs runs it",
            commands: vec![docs_rs()],
            needs: vec![Need::OpenSsl],
        },
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

/// With all features, each marked where it is needed: by an unstable option of rustdoc.
fn docs_rs() -> Cargo {
    let arguments = ["rustdoc", "-p", PACKAGE, "--all-features", "--locked"];
    Cargo::of(arguments.iter().chain(&["--", "--cfg", "docsrs"])).unstable()
}

/// A step of one command that needs nothing.
fn step(name: &'static str, arguments: &[&str]) -> Step {
    Step {
        name,
        commands: vec![Cargo::new(arguments)],
        needs: vec![],
    }
}
