//! What the generator makes of small documents, compared to the letter and then compiled with the SDK's own runtime.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop at once"
)]

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use codegen::emit::Files;
use codegen::load::Source;

/// What stands before each file in the expected text.
const SEPARATOR: &str = "//// ";

/// The name of a case: its file without directory and extension.
fn name(case: &Path) -> &str {
    case.file_stem().and_then(|name| name.to_str()).unwrap()
}

fn generate(case: &Path) -> Files {
    let text = fs::read_to_string(case).unwrap();
    let generated = codegen::generate(
        Source {
            name: name(case),
            text: &text,
        },
        None,
    );
    generated.unwrap_or_else(|error| panic!("{error}")).files
}

#[test]
fn documents_become_the_expected_code() {
    let faults = support::cases("golden").into_iter().filter_map(|case| {
        let files = generate(&case);
        let text: String = files
            .iter()
            .map(|(path, text)| format!("{SEPARATOR}{path}\n{text}"))
            .collect();
        support::compare(&case, "rs", &text)
    });
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Each case becomes a package of its own: the runtime of the SDK around the code of the case.
#[test]
fn expected_code_compiles_without_a_warning() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let workspace = scratch.join("golden");
    let _ = fs::remove_dir_all(&workspace);
    let manifest = fs::read_to_string(project.join("telnyx-video/Cargo.toml")).unwrap();
    for case in support::cases("golden") {
        let name = name(&case);
        let package = workspace.join("cases").join(name);
        copy_runtime(&project.join("telnyx-video/src"), &package.join("src"));
        write_expected(&case.with_extension("rs"), &package.join("src/generated"));
        let manifest = manifest
            .replace(
                "name = \"telnyx-video\"",
                &format!("name = \"case-{name}\""),
            )
            .replace("readme = \"../README.md\"\n", "");
        // Tests and examples stay behind.
        let sections = manifest.split_inclusive("\n\n");
        let manifest: String = sections
            .filter(|section| !section.starts_with("[["))
            .collect();
        write(&package.join("Cargo.toml"), &manifest);
    }
    let manifest = fs::read_to_string(project.join("Cargo.toml")).unwrap();
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
    fs::copy(project.join("Cargo.lock"), workspace.join("Cargo.lock")).unwrap();

    // The target directory of the project, so that the dependencies are built already.
    let output = Command::new(env!("CARGO"))
        .args([
            "build",
            "--workspace",
            "--keep-going",
            "--offline",
            "--target-dir",
        ])
        .arg(scratch.parent().unwrap())
        .current_dir(&workspace)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
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

fn write_expected(expected: &Path, directory: &Path) {
    let text = fs::read_to_string(expected).unwrap();
    for file in text.split(SEPARATOR).skip(1) {
        let (path, text) = file.split_once('\n').unwrap();
        write(&directory.join(path), text);
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
