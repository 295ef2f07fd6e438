//! The requirements of steps, such as installed tools, and whether the machine and the project meet them.

use anyhow::Result;

use crate::project::changelog::{CHANGELOG, Changelog};
use crate::project::documents::Document;
use crate::project::{exec, git};

/// A requirement of a step, in addition to a stable Rust toolchain.
pub(super) enum Requirement {
    /// The headers of the system's OpenSSL.
    OpenSsl,
    /// An installed cargo command, such as `cargo-deny`.
    Tool(&'static str),
    /// The crate registry, for versions that aren't in the lock file.
    Registry,
    /// The advisory database, which `cargo-deny` fetches.
    Advisories,
    /// An earlier release that the code must be compatible with. There is none if the changelog announces a breaking
    /// change.
    CompatibleRelease,
}

/// The properties of the machine and the project that several steps use.
pub(super) struct Environment {
    pub(super) has_openssl: bool,
    /// The tag of the last release.
    pub(super) last_release: Option<String>,
    /// Whether the changelog announces a breaking change.
    breaks_callers: bool,
}

impl Environment {
    pub(super) fn inspect() -> Result<Self> {
        let changelog = Changelog::parse(Document::in_project(CHANGELOG)?.source().text)?;
        Ok(Self {
            has_openssl: has_openssl(),
            last_release: git::last_release()?.map(|version| format!("v{version}")),
            breaks_callers: changelog.breaks_callers(),
        })
    }

    /// Returns why the requirement isn't met, or `None` if it is.
    pub(super) fn missing(&self, requirement: &Requirement) -> Option<String> {
        match requirement {
            Requirement::OpenSsl if !self.has_openssl => {
                Some("OpenSSL headers not found (`pkg-config --exists openssl` failed)".to_owned())
            }
            Requirement::Tool(tool) if !succeeds(tool, &["--version"]) => Some(format!(
                "{tool} is not installed (run `cargo install {tool}`)"
            )),
            // Cargo looks up a dependency, to find out if it has a newer version.
            Requirement::Registry
                if !succeeds("cargo", &["update", "--dry-run", "--quiet", "bytes"]) =>
            {
                Some("the crate registry is unreachable".to_owned())
            }
            Requirement::Advisories if !succeeds("cargo", &["deny", "fetch", "db"]) => {
                Some("the advisory database is unreachable".to_owned())
            }
            Requirement::CompatibleRelease if self.last_release.is_none() => {
                Some("there is no release to compare with".to_owned())
            }
            Requirement::CompatibleRelease if self.breaks_callers => {
                Some("the changelog announces a breaking change".to_owned())
            }
            _ => None,
        }
    }
}

/// Whether the feature `native-tls` can be built. On Windows and macOS, it uses the TLS library of the system instead
/// of OpenSSL.
fn has_openssl() -> bool {
    cfg!(any(windows, target_os = "macos")) || succeeds("pkg-config", &["--exists", "openssl"])
}

fn succeeds(program: &str, arguments: &[&str]) -> bool {
    exec::output(program, arguments).is_ok()
}
