//! The SDK's package, as `cargo metadata` describes it.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use codegen::tools::diff::Version;
use serde::Deserialize;

use crate::project::exec;

/// The name of the SDK's package and of its directory.
pub(crate) const PACKAGE: &str = "telnyx-video";

/// The output of `cargo metadata`.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

/// The SDK's package, or another one of the workspace.
#[derive(Deserialize)]
pub(crate) struct Package {
    name: String,
    version: String,
    pub(crate) repository: Option<String>,
    pub(crate) features: BTreeMap<String, Vec<String>>,
}

/// Returns the SDK's version.
pub(crate) fn version() -> Result<Version> {
    Ok(read()?.version.parse()?)
}

/// Returns the SDK's package.
pub(crate) fn read() -> Result<Package> {
    let arguments = ["metadata", "--no-deps", "--format-version", "1"];
    let output = exec::output("cargo", &arguments)
        .context("cargo metadata rejects the workspace\n  help: correct its manifests\n  cause")?;
    let metadata: Metadata = serde_json::from_str(&output)?;
    let mut packages = metadata.packages.into_iter();
    packages
        .find(|package| package.name == PACKAGE)
        .with_context(|| format!("the workspace has no package {PACKAGE}"))
}
