//! Reads the files of the SDK's package that are copied to crates for other APIs.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use codegen::tools::scaffold::Sdk;

use crate::project::generated_files::read_below;
use crate::project::package::PACKAGE;
use crate::project::root::root;
use crate::project::transaction::cannot;

/// The files outside of `src`.
const ROOT_FILES: [&str; 3] = ["Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT"];

/// Reads the files, without the generated code.
pub(crate) fn read() -> Result<Sdk> {
    let root = root();
    let package = root.join(PACKAGE);
    let mut files = read_below(&package.join("src"), "src/", &read_file)?;
    files.retain(|path, _| !path.starts_with("src/generated/"));
    for name in ROOT_FILES {
        files.insert(name.to_owned(), read_file(&package.join(name))?);
    }
    Ok(Sdk {
        workspace: read_file(&root.join("Cargo.toml"))?,
        files,
    })
}

fn read_file(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| cannot("read", path))
}
