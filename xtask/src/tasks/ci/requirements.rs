//! The requirements of steps, such as installed tools, and whether the machine and the project meet them.

use anyhow::Result;

use crate::project::changelog::Changelog;
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

impl Requirement {
    /// Returns why the requirement isn't met, or `None` if it is.
    pub(super) fn missing(&self) -> Result<Option<String>> {
        let reason = match self {
            Self::OpenSsl if !has_openssl() => {
                "OpenSSL headers not found (`pkg-config --exists openssl` failed)".to_owned()
            }
            Self::Tool(tool) if !succeeds(tool, &["--version"]) => {
                format!("{tool} is not installed (run `cargo install {tool}`)")
            }
            // Cargo looks up a dependency, to find out if it has a newer version.
            Self::Registry if !succeeds("cargo", &["update", "--dry-run", "--quiet", "bytes"]) => {
                "the crate registry is unreachable".to_owned()
            }
            Self::Advisories if !succeeds("cargo", &["deny", "fetch", "db"]) => {
                "the advisory database is unreachable".to_owned()
            }
            Self::CompatibleRelease if Changelog::read()?.breaks_callers() => {
                "the changelog announces a breaking change".to_owned()
            }
            Self::CompatibleRelease if git::last_release()?.is_none() => {
                "there is no release to compare with".to_owned()
            }
            _ => return Ok(None),
        };
        Ok(Some(reason))
    }
}

/// Whether the feature `native-tls` can be built. On Windows and macOS, it uses the TLS library of the system instead
/// of OpenSSL.
pub(super) fn has_openssl() -> bool {
    cfg!(any(windows, target_os = "macos")) || succeeds("pkg-config", &["--exists", "openssl"])
}

fn succeeds(program: &str, arguments: &[&str]) -> bool {
    exec::output(program, arguments).is_ok()
}
