//! What a step needs of the machine, and whether that is there.

use std::process::{Command, Stdio};

use anyhow::Result;

use crate::project::documents::Document;
use crate::project::git;
use crate::root;
use crate::tasks::all::changelog::{self, CHANGELOG};

/// What a step needs beside a stable Rust toolchain.
pub(super) enum Need {
    /// The headers of the system's OpenSSL.
    OpenSsl,
    /// A cargo command of its own, such as `cargo-deny`.
    Tool(&'static str),
    /// The registry of crates, for versions that nothing else asks for.
    Registry,
    /// The database of advisories, which `cargo-deny` fetches.
    Advisories,
    /// An earlier release that the code should be compatible with.
    CompatibleRelease,
}

/// What there is, looked for once.
pub(super) struct Probe {
    pub(super) has_openssl: bool,
    /// The tag of the last release.
    pub(super) last_release: Option<String>,
    /// Whether the changelog says that something breaks, so that it may.
    may_break: bool,
}

impl Probe {
    pub(super) fn new() -> Result<Self> {
        Ok(Self {
            has_openssl: has_openssl(),
            last_release: git::last_release()?.map(|version| format!("v{version}")),
            may_break: changelog::says_breaking(Document::of_project(CHANGELOG)?.source().text)?,
        })
    }

    /// Why the step has to be skipped, if something is missing.
    pub(super) fn missing(&self, need: &Need) -> Option<String> {
        match need {
            Need::OpenSsl if !self.has_openssl => {
                Some("there are no OpenSSL headers (pkg-config knows no openssl)".to_owned())
            }
            Need::Tool(tool) if !has_tool(tool) => {
                Some(format!("{tool} is not installed (cargo install {tool})"))
            }
            Need::Registry if !reaches_registry() => {
                Some("the registry of crates cannot be reached".to_owned())
            }
            Need::Advisories if !reaches_advisories() => {
                Some("the database of advisories cannot be reached".to_owned())
            }
            Need::CompatibleRelease if self.last_release.is_none() => {
                Some("nothing has been released yet to compare with".to_owned())
            }
            Need::CompatibleRelease if self.may_break => {
                Some("the changelog says that something breaks".to_owned())
            }
            _ => None,
        }
    }
}

pub(super) fn has_tool(tool: &str) -> bool {
    succeeds(Command::new(tool).arg("--version"))
}

/// Whether cargo could look for a newer version of a dependency; nothing is written.
fn reaches_registry() -> bool {
    let arguments = ["update", "--dry-run", "--quiet", "bytes"];
    let mut cargo = Command::new("cargo");
    succeeds(cargo.args(arguments).current_dir(root()))
}

fn reaches_advisories() -> bool {
    let mut deny = Command::new("cargo");
    succeeds(deny.args(["deny", "fetch", "db"]).current_dir(root()))
}

fn has_openssl() -> bool {
    let vendor = cfg!(any(windows, target_os = "macos"));
    vendor || succeeds(Command::new("pkg-config").args(["--exists", "openssl"]))
}

fn succeeds(command: &mut Command) -> bool {
    let command = command.stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
