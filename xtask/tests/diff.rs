//! `cargo xtask spec diff` as a maintainer and CI meet it: what it prints and answers.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop at once"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const OLD: &str = "\
openapi: 3.0.3
info: {title: Pets, version: '1'}
servers: [{url: https://api.example.com}]
security: [{bearer: []}]
paths:
  /pets:
    get: {operationId: ListPets, responses: {'204': {description: Done.}}}
components:
  securitySchemes: {bearer: {type: http, scheme: bearer}}
";

const OVERLAY: &str = "\
overlay: 1.0.0
info: {title: Decisions, version: '1'}
actions:
- {target: \"$.paths['/pets'].get\", update: {x-sdk-method: list}}
- {target: \"$.paths['/cats'].get\", update: {x-sdk-method: list}}
";

/// A directory of its own for each test, with two documents and an overlay in it.
fn project(test: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).unwrap();
    let new = OLD.replace("'204'", "'404': {description: None.}, '204'");
    for (name, text) in [
        ("old.yaml", OLD),
        ("new.yaml", &new),
        ("overlay.yaml", OVERLAY),
    ] {
        fs::write(directory.join(name), text).unwrap();
    }
    directory
}

fn diff(directory: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["spec", "diff"])
        .args(arguments)
        .current_dir(directory)
        .output()
        .unwrap()
}

fn said(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[test]
fn changes_are_told_with_decisions_that_no_longer_fit_and_the_next_version() {
    let directory = project("told");
    let arguments = ["old.yaml", "new.yaml", "--overlay", "overlay.yaml"];
    let (code, out, error) = said(&diff(&directory, &arguments));
    assert_eq!((code, error.as_str()), (Some(0), ""));
    for line in [
        "note: overlay.yaml no longer fits new.yaml: #/actions/1/target: `$.paths['/cats'].get` matches nothing",
        "minor: new failure documented: client.pets().list() (response)",
        "  is:  404",
    ] {
        assert!(out.lines().any(|told| told == line), "{out}");
    }
    let last = out.lines().last().unwrap();
    assert!(
        last.starts_with("next version: ") && last.ends_with(" (1 minor)"),
        "{out}"
    );
}

#[test]
fn a_change_is_a_failure_only_on_demand() {
    let directory = project("code");
    for (new, exit_code, expected) in [
        ("old.yaml", true, 0),
        ("old.yaml", false, 0),
        ("new.yaml", true, 1),
        ("new.yaml", false, 0),
    ] {
        let mut arguments = vec!["old.yaml", new, "--overlay", "overlay.yaml"];
        arguments.extend(exit_code.then_some("--exit-code"));
        let (code, ..) = said(&diff(&directory, &arguments));
        assert_eq!(code, Some(expected), "{new} {exit_code}");
    }
}

#[test]
fn faults_are_another_status_and_say_a_way_out() {
    let directory = project("faults");
    fs::write(directory.join("broken.yaml"), "openapi: 3.1.0").unwrap();
    for (arguments, expected) in [
        (
            &["old.yaml", "none.yaml"][..],
            "error: cannot read none.yaml",
        ),
        (&["broken.yaml", "old.yaml"], "error: broken.yaml: "),
        (
            &["git:no-such-revision", "old.yaml"],
            "error: there is no revision `no-such-revision`",
        ),
        (
            &["git:--help", "old.yaml"],
            "error: there is no revision `--help`",
        ),
        (&["old.yaml"], "error: the following required arguments"),
        (
            &["old.yaml", "new.yaml", "--format", "xml"],
            "error: invalid value 'xml'",
        ),
    ] {
        let mut arguments = arguments.to_vec();
        arguments.extend(["--overlay", "overlay.yaml"]);
        let (code, out, error) = said(&diff(&directory, &arguments));
        assert_eq!((code, out.as_str()), (Some(2), ""), "{error}");
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn markdown_and_json_are_other_forms_of_the_same() {
    let directory = project("forms");
    let told = |format| {
        let arguments = [
            "old.yaml",
            "new.yaml",
            "--overlay",
            "overlay.yaml",
            "--format",
            format,
        ];
        said(&diff(&directory, &arguments)).1
    };
    assert!(told("markdown").contains("### Minor (1)"));
    assert!(told("json").contains("\"verdict\": \"minor\""));
}

/// The project's own description, as committed; where there is no repository, there is nothing to see.
#[test]
fn a_revision_brings_its_own_overlay() {
    let directory = project("revision");
    let head = Command::new("git")
        .args(["rev-parse", "--verify", "--quiet", "HEAD"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output();
    if !head.is_ok_and(|head| head.status.success()) {
        println!("skipped: this is no checkout of a git repository");
        return;
    }
    let (code, out, error) = said(&diff(&directory, &["git:HEAD", "git:HEAD", "--exit-code"]));
    assert_eq!((code, error.as_str()), (Some(0), ""));
    assert!(out.ends_with("since nothing has changed\n"), "{out}");
    let (code, ..) = said(&diff(
        &directory,
        &[
            "git:HEAD",
            "old.yaml",
            "--overlay",
            "overlay.yaml",
            "--exit-code",
        ],
    ));
    assert_eq!(code, Some(1));
}
