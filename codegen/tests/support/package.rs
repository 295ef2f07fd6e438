//! Packages in which emitted code is compiled: the runtime of the SDK around other code than its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The directory of the project.
fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Begins a workspace for packages below `cases/`, with the dependencies of the project.
pub(crate) fn begin_workspace(name: &str) -> PathBuf {
    let workspace = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&workspace);
    // What the documentation of the runtime includes.
    write(&workspace.join("cases/README.md"), "");
    let manifest = fs::read_to_string(project().join("Cargo.toml")).unwrap();
    // No API uses all of the runtime, so what of it is left unused says nothing about the emitted code.
    let manifest = manifest
        .replace(
            "members = [\"codegen\", \"telnyx-video\", \"xtask\"]",
            "members = [\"cases/*\"]",
        )
        .replace(
            "[workspace.lints.rust]",
            "[workspace.lints.rust]\nwarnings = \"deny\"\ndead_code = \"allow\"",
        );
    write(&workspace.join("Cargo.toml"), &manifest);
    fs::copy(project().join("Cargo.lock"), workspace.join("Cargo.lock")).unwrap();
    workspace
}

/// Begins a package that has the runtime of the SDK, without any emitted code.
pub(crate) fn begin_package(workspace: &Path, directory: &str, name: &str) -> PathBuf {
    let package = workspace.join("cases").join(directory);
    let manifest = fs::read_to_string(project().join("telnyx-video/Cargo.toml")).unwrap();
    let manifest = manifest
        .replace("name = \"telnyx-video\"", &format!("name = \"{name}\""))
        .replace("readme = \"../README.md\"\n", "");
    // Tests and examples stay behind.
    let sections = manifest.split_inclusive("\n\n");
    let manifest: String = sections
        .filter(|section| !section.starts_with("[["))
        .collect();
    write(&package.join("Cargo.toml"), &manifest);
    copy_runtime(&project().join("telnyx-video/src"), &package.join("src"));
    // What the documentation of the runtime includes; its examples are for the SDK's own code.
    for guide in fs::read_dir(project().join("telnyx-video/docs")).unwrap() {
        let name = guide.unwrap().file_name();
        write(&package.join("docs").join(name), "A guide.\n");
    }
    package
}

/// Leaves out what the tests of the runtime need, for packages in which none of them run.
#[allow(
    dead_code,
    reason = "each test binary compiles this module anew, and not all of them use all of it"
)]
pub(crate) fn drop_dependencies_of_tests(package: &Path) {
    let path = package.join("Cargo.toml");
    let manifest = fs::read_to_string(&path).unwrap();
    let sections = manifest.split_inclusive("\n\n");
    let kept = sections.filter(|section| !section.starts_with("[dev-dependencies]"));
    write(&path, &kept.collect::<String>());
}

/// Runs cargo in the target directory of the project, so that the dependencies are built already.
pub(crate) fn cargo(workspace: &Path, arguments: &[&str]) -> Output {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    Command::new(env!("CARGO"))
        .args(arguments)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_NET_OFFLINE", "true")
        .current_dir(workspace)
        .output()
        .unwrap()
}

fn copy_runtime(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if entry.file_name() == "generated" {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            copy_runtime(&source, &target);
        } else {
            write(&target, &fs::read_to_string(&source).unwrap());
        }
    }
}

/// Writes a file, and the directories that it stands in.
pub(crate) fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
