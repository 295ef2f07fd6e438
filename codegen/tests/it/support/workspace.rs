//! Packages in which emitted code is compiled: crates of their own, as they are laid out, in one workspace.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use codegen::emit::Files;
use codegen::ir::Api;
use codegen::layout::{self, Name, Sdk};
use toml_edit::{DocumentMut, Item, Table, value};

/// The directory of the project.
fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Begins a workspace for packages below `cases/`, with the dependencies of the project.
pub(crate) fn begin_workspace(name: &str) -> PathBuf {
    let workspace = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&workspace);
    let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"cases/*\"]\n\n[profile.dev]\ndebug = \"line-tables-only\"\n";
    write(&workspace.join("Cargo.toml"), manifest);
    fs::copy(project().join("Cargo.lock"), workspace.join("Cargo.lock")).unwrap();
    workspace
}

/// Lays out a crate as a member of the workspace, in which no warning passes.
pub(crate) fn write_package(
    workspace: &Path,
    directory: &str,
    name: &str,
    api: &Api,
    emitted: &Files,
) -> PathBuf {
    let package = workspace.join("cases").join(directory);
    let name = Name {
        package: name,
        version: "0.1.0",
    };
    for (path, text) in layout::lay_out(&sdk(), name, api, emitted).unwrap() {
        write(&package.join(path), &text);
    }
    edit_manifest(&package, |manifest| {
        manifest.remove("workspace");
        let mut rust = Table::new();
        rust.insert("warnings", value("deny"));
        let mut lints = Table::new();
        lints.insert("rust", Item::Table(rust));
        manifest.insert("lints", Item::Table(lints));
    });
    package
}

/// Changes the manifest of a package.
pub(crate) fn edit_manifest(package: &Path, edit: impl FnOnce(&mut DocumentMut)) {
    let path = package.join("Cargo.toml");
    let mut manifest = fs::read_to_string(&path).unwrap().parse().unwrap();
    edit(&mut manifest);
    write(&path, &manifest.to_string());
}

/// Runs cargo in the target directory of the project, so that the dependencies are built already.
pub(crate) fn cargo(workspace: &Path, arguments: &[&str]) -> Output {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    Command::new(env!("CARGO"))
        .args(arguments)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_NET_OFFLINE", "true")
        // The packages are new each time, so that nothing could be built in parts.
        .env("CARGO_INCREMENTAL", "0")
        .current_dir(workspace)
        .output()
        .unwrap()
}

/// The SDK of the project, which lends its runtime.
pub(crate) fn sdk() -> Sdk {
    let package = project().join("telnyx-video");
    let mut files = Files::new();
    for name in ["Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT"] {
        let text = fs::read_to_string(package.join(name)).unwrap();
        files.insert(name.to_owned(), text);
    }
    read_below(&package.join("src"), "src", &mut files);
    Sdk {
        workspace: fs::read_to_string(project().join("Cargo.toml")).unwrap(),
        files,
    }
}

fn read_below(directory: &Path, prefix: &str, files: &mut Files) {
    for entry in fs::read_dir(directory).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}/{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            read_below(&entry.path(), &name, files);
        } else {
            files.insert(name, fs::read_to_string(entry.path()).unwrap());
        }
    }
}

/// Writes a file, and the directories that it stands in.
pub(crate) fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
