//! The SDK's package, as cargo describes it.

use std::process::Command;

use anyhow::{Context, Result, bail};
use codegen::diff::Version;
use serde_json::Value;

use crate::root;

/// The name of the SDK's package.
const PACKAGE: &str = "telnyx-video";

/// The version of the SDK.
pub(crate) fn version() -> Result<Version> {
    let output = Command::new("cargo")
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root())
        .output()
        .context("cannot run cargo metadata")?;
    if !output.status.success() {
        let cause = String::from_utf8_lossy(&output.stderr);
        bail!(
            "cargo cannot read the project\n  help: mend its manifests\n  cause: {}",
            cause.trim()
        );
    }
    let metadata: Value =
        serde_json::from_slice(&output.stdout).context("cannot read what cargo metadata says")?;
    let packages = metadata.get("packages").and_then(Value::as_array);
    let package = packages
        .into_iter()
        .flatten()
        .find(|package| package.get("name").and_then(Value::as_str) == Some(PACKAGE));
    let version = package.and_then(|package| package.get("version")?.as_str());
    let version = version.with_context(|| format!("the project has no package {PACKAGE}"))?;
    version
        .parse()
        .with_context(|| format!("`{version}` is no version"))
}
