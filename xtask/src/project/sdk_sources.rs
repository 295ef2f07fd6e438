//! The SDK's package, as the source of the runtime of other crates.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use codegen::render::emit::Files;
use codegen::tools::scaffold::Sdk;

use crate::project::package::PACKAGE;
use crate::root;

/// What of the package stands at its top and goes into other crates.
const TOP: [&str; 3] = ["Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT"];

/// Reads the package, its emitted code aside.
pub(crate) fn read() -> Result<Sdk> {
    let root = root();
    let package = root.join(PACKAGE);
    let mut files = Files::new();
    for name in TOP {
        files.insert(name.to_owned(), text(&package.join(name))?);
    }
    read_below(&package.join("src"), "src", &mut files)?;
    Ok(Sdk {
        workspace: text(&root.join("Cargo.toml"))?,
        files,
    })
}

fn read_below(directory: &Path, prefix: &str, files: &mut Files) -> Result<()> {
    let entries = fs::read_dir(directory).with_context(|| cannot_read(directory))?;
    for entry in entries {
        let entry = entry.with_context(|| cannot_read(directory))?;
        let path = entry.path();
        let name = format!("{prefix}/{}", entry.file_name().to_string_lossy());
        if name == "src/generated" {
            continue;
        }
        if path.is_dir() {
            read_below(&path, &name, files)?;
        } else {
            files.insert(name, text(&path)?);
        }
    }
    Ok(())
}

fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| cannot_read(path))
}

fn cannot_read(path: &Path) -> String {
    format!(
        "cannot read {}, which is part of the runtime\n  help: run the task within the project\n  cause",
        path.display()
    )
}
