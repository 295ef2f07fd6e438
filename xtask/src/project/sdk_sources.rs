//! Reads the files of the SDK's package that are copied to crates for other APIs.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use codegen::render::emit::Files;
use codegen::tools::scaffold::Sdk;

use crate::project::package::PACKAGE;
use crate::project::root::root;

/// The files outside of `src`.
const ROOT_FILES: [&str; 3] = ["Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT"];

/// Reads the files, without the generated code.
pub(crate) fn read() -> Result<Sdk> {
    let root = root();
    let package = root.join(PACKAGE);
    let mut files = Files::new();
    for name in ROOT_FILES {
        files.insert(name.to_owned(), read_file(&package.join(name))?);
    }
    read_directory(&package.join("src"), "src", &mut files)?;
    Ok(Sdk {
        workspace: read_file(&root.join("Cargo.toml"))?,
        files,
    })
}

fn read_directory(directory: &Path, name: &str, files: &mut Files) -> Result<()> {
    let entries = fs::read_dir(directory).with_context(|| cannot_read(directory))?;
    for entry in entries {
        let entry = entry.with_context(|| cannot_read(directory))?;
        let path = entry.path();
        let name = format!("{name}/{}", entry.file_name().to_string_lossy());
        if name == "src/generated" {
            continue;
        }
        if path.is_dir() {
            read_directory(&path, &name, files)?;
        } else {
            files.insert(name, read_file(&path)?);
        }
    }
    Ok(())
}

fn read_file(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| cannot_read(path))
}

fn cannot_read(path: &Path) -> String {
    format!(
        "cannot read {}, a source of the runtime\n  help: restore it with `git restore`\n  cause",
        path.display()
    )
}
