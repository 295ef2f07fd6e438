//! The SDK's package, as `cargo metadata` describes it.

use std::process::Command;

use anyhow::{Context, Result, bail};
use codegen::tools::diff::Version;
use serde_json::{Map, Value};

use crate::project::root::root;

/// The name of the SDK's package and of its directory.
pub(crate) const PACKAGE: &str = "telnyx-video";

/// Returns the SDK's version.
pub(crate) fn version() -> Result<Version> {
    let package = metadata()?;
    let version = package
        .get("version")
        .and_then(Value::as_str)
        .with_context(|| format!("the package {PACKAGE} has no version"))?;
    version
        .parse()
        .with_context(|| format!("the package {PACKAGE} has the invalid version `{version}`"))
}

/// Returns the URL of the SDK's repository; `None` if it isn't set or `""`.
pub(crate) fn repository() -> Result<Option<String>> {
    let package = metadata()?;
    let url = package.get("repository").and_then(Value::as_str);
    Ok(url.filter(|url| !url.is_empty()).map(str::to_owned))
}

/// Returns the names of the SDK's features.
pub(crate) fn features() -> Result<Vec<String>> {
    let package = metadata()?;
    let features = package.get("features").and_then(Value::as_object);
    Ok(features.into_iter().flat_map(Map::keys).cloned().collect())
}

/// Returns the entry of the SDK in the output of `cargo metadata`.
fn metadata() -> Result<Value> {
    let output = Command::new("cargo")
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root())
        .output()
        .context("cannot run cargo metadata")?;
    if !output.status.success() {
        let cause = String::from_utf8_lossy(&output.stderr);
        bail!(
            "cargo metadata rejects the workspace\n  help: correct its manifests\n  cause: {}",
            cause.trim()
        );
    }
    let mut metadata: Value =
        serde_json::from_slice(&output.stdout).context("cargo metadata printed invalid JSON")?;
    metadata
        .get_mut("packages")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
        .find(|package| package.get("name").and_then(Value::as_str) == Some(PACKAGE))
        .map(Value::take)
        .with_context(|| format!("the workspace has no package {PACKAGE}"))
}
