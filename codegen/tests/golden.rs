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
fn expected_code_and_its_examples_compile_without_a_warning() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let workspace = scratch.join("golden");
    let _ = fs::remove_dir_all(&workspace);
    for case in support::cases("golden") {
        write_package(project, &case, &workspace.join("cases").join(name(&case)));
    }
    // What the documentation of the runtime includes.
    write(&workspace.join("cases/README.md"), "");
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

    cargo(&workspace, &["build", "--workspace", "--keep-going"]);
    cargo(&workspace, &["test", "--workspace", "--doc", "generated"]);
}

fn write_package(project: &Path, case: &Path, package: &Path) {
    let name = name(case);
    let manifest = fs::read_to_string(project.join("telnyx-video/Cargo.toml")).unwrap();
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
    copy_runtime(&project.join("telnyx-video/src"), &package.join("src"));
    let expected = fs::read_to_string(case.with_extension("rs")).unwrap();
    for file in expected.split(SEPARATOR).skip(1) {
        let (path, text) = file.split_once('\n').unwrap();
        // In the examples, the crate has the name of the package.
        let text = text.replace("telnyx_video::", &format!("case_{name}::"));
        write(&package.join("src/generated").join(path), &text);
    }
}

/// Runs cargo in the target directory of the project, so that the dependencies are built already.
fn cargo(workspace: &Path, arguments: &[&str]) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_NET_OFFLINE", "true")
        .current_dir(workspace)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
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

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
