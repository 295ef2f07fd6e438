//! `cargo xtask ci`: every check that a change has to pass, tests aside.

use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use anyhow::{Context, Result};

use crate::root;

/// One check: a cargo command, and what it is for.
struct Step {
    name: &'static str,
    arguments: &'static [&'static str],
    /// Whether the step builds against the system's OpenSSL.
    needs_openssl: bool,
}

const STEPS: &[Step] = &[
    Step {
        name: "format",
        arguments: &["fmt", "--all", "--check"],
        needs_openssl: false,
    },
    Step {
        name: "clippy",
        arguments: &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--features",
            "telnyx-video/webhook",
            "--locked",
            "--",
            "-D",
            "warnings",
        ],
        needs_openssl: false,
    },
    Step {
        name: "clippy, no features",
        arguments: &[
            "clippy",
            "-p",
            "telnyx-video",
            "--no-default-features",
            "--all-targets",
            "--locked",
            "--",
            "-D",
            "warnings",
        ],
        needs_openssl: false,
    },
    Step {
        name: "clippy, all features",
        arguments: &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--all-features",
            "--locked",
            "--",
            "-D",
            "warnings",
        ],
        needs_openssl: true,
    },
    Step {
        name: "rustdoc",
        arguments: &[
            "doc",
            "--workspace",
            "--no-deps",
            "--features",
            "telnyx-video/webhook",
            "--locked",
        ],
        needs_openssl: false,
    },
    Step {
        name: "drift",
        arguments: &["xtask", "generate", "--check"],
        needs_openssl: false,
    },
    Step {
        name: "spec",
        arguments: &["xtask", "spec", "lint"],
        needs_openssl: false,
    },
];

pub(crate) fn run() -> Result<ExitCode> {
    let has_openssl = has_openssl();
    let mut failed = Vec::new();
    for step in STEPS {
        if step.needs_openssl && !has_openssl {
            anstream::println!(
                "== {}: skipped, there are no OpenSSL headers (pkg-config knows no openssl)",
                step.name
            );
            continue;
        }
        anstream::println!("== {}", step.name);
        let start = Instant::now();
        let status = Command::new("cargo")
            .args(step.arguments)
            .current_dir(root())
            .env("RUSTDOCFLAGS", "-D warnings")
            .status()
            .with_context(|| format!("cannot run cargo {}", step.arguments.join(" ")))?;
        if status.success() {
            anstream::println!("== {}: passed, {} s", step.name, start.elapsed().as_secs());
        } else {
            failed.push(step.name);
        }
    }
    if failed.is_empty() {
        anstream::println!("ci: all passed");
        return Ok(ExitCode::SUCCESS);
    }
    anstream::println!("ci: failed: {}", failed.join("; "));
    Ok(ExitCode::FAILURE)
}

fn has_openssl() -> bool {
    let vendor = cfg!(any(windows, target_os = "macos"));
    let probe = || {
        Command::new("pkg-config")
            .args(["--exists", "openssl"])
            .stderr(Stdio::null())
            .status()
    };
    vendor || probe().is_ok_and(|status| status.success())
}
