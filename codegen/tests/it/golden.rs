//! What the generator makes of small documents, compared to the letter and then compiled with the SDK's own runtime.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop at once"
)]

#[path = "support/package.rs"]
mod package;
mod support;

use std::fs;
use std::path::Path;

use codegen::Generated;
use codegen::emit::Files;
use codegen::ir::Api;
use codegen::load::Source;
use codegen::report::Mode;
use support::name;

/// What stands before each file in the expected text.
const SEPARATOR: &str = "//// ";

fn generate(case: &Path, mode: Mode) -> Generated {
    let text = fs::read_to_string(case).unwrap();
    let name = format!("{}.yaml", name(case));
    let spec = Source {
        name: &name,
        text: &text,
    };
    let generated = codegen::generate(spec, None, mode);
    generated.unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn documents_become_the_expected_code() {
    let faults = support::cases("golden").into_iter().filter_map(|case| {
        let files = generate(&case, Mode::Strict).files;
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
    let workspace = package::begin_workspace("golden");
    for case in support::cases("golden") {
        let expected = fs::read_to_string(case.with_extension("rs")).unwrap();
        let files = expected.split(SEPARATOR).skip(1);
        let files = files.filter_map(|file| file.split_once('\n'));
        let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
        let api = generate(&case, Mode::Strict).api;
        write_package(&workspace, &case, &api, files.collect());
    }
    // What is left of documents that cannot be taken as they are.
    for case in support::cases("report") {
        let generated = generate(&case, Mode::Lenient);
        write_package(&workspace, &case, &generated.api, generated.files);
    }
    for arguments in [
        &["build", "--workspace", "--keep-going"][..],
        &[
            "test",
            "--workspace",
            "--doc",
            "--",
            "generated",
            "src/lib.rs",
        ],
    ] {
        let output = package::cargo(&workspace, arguments);
        assert!(
            output.status.success(),
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

fn write_package(workspace: &Path, case: &Path, api: &Api, files: Files) {
    let name = name(case);
    let package = api.package.replace('-', "_");
    let files = files.into_iter().map(|(path, text)| {
        // In the examples, the crate has the name of the package.
        let text = text.replace(&format!("{package}::"), &format!("case_{name}::"));
        (path, text)
    });
    package::write_package(
        workspace,
        name,
        &format!("case-{name}"),
        api,
        &files.collect(),
    );
}
