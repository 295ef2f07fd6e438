//! The SDK's package, as cargo describes it.

use std::process::Command;

use anyhow::{Context, Result, bail};
use codegen::tools::diff::Version;
use serde_json::Value;

use crate::root;

/// The name of the SDK's package, and of its directory.
pub(crate) const PACKAGE: &str = "telnyx-video";

/// The version of the SDK.
pub(crate) fn version() -> Result<Version> {
    let package = package()?;
    let version = package.get("version").and_then(Value::as_str);
    let version = version.with_context(|| format!("the package {PACKAGE} has no version"))?;
    version
        .parse()
        .with_context(|| format!("`{version}` is no version"))
}

/// The names of the SDK's features.
pub(crate) fn features() -> Result<Vec<String>> {
    let package = package()?;
    let features = package.get("features").and_then(Value::as_object);
    Ok(features
        .into_iter()
        .flatten()
        .map(|it| it.0.clone())
        .collect())
}

/// What cargo says of the SDK's package.
fn package() -> Result<Value> {
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
    let mut metadata: Value =
        serde_json::from_slice(&output.stdout).context("cannot read what cargo metadata says")?;
    let packages = metadata.get_mut("packages").and_then(Value::as_array_mut);
    packages
        .into_iter()
        .flatten()
        .find(|package| package.get("name").and_then(Value::as_str) == Some(PACKAGE))
        .map(Value::take)
        .with_context(|| format!("the project has no package {PACKAGE}"))
}
