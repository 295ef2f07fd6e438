//! `cargo xtask spec diff` as a maintainer and CI meet it: what it prints and answers.

use std::fs;
use std::process::{Command, Output};

use crate::project::{Project, err, out};

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

/// A project with two documents and an overlay in it.
fn project(test: &str) -> Project {
    let project = Project::new(&format!("diff/{test}"));
    let new = OLD.replace("'204'", "'404': {description: None.}, '204'");
    for (name, text) in [
        ("old.yaml", OLD),
        ("new.yaml", &new),
        ("overlay.yaml", OVERLAY),
    ] {
        project.write(name, text);
    }
    project
}

fn diff(project: &Project, arguments: &[&str]) -> Output {
    project.xtask_of_workspace(&[&["spec", "diff"], arguments].concat())
}

fn said(output: &Output) -> (Option<i32>, String, String) {
    (output.status.code(), out(output), err(output))
}

#[test]
fn changes_are_told_with_decisions_that_no_longer_fit_and_the_next_version() {
    let project = project("told");
    let arguments = ["old.yaml", "new.yaml", "--overlay", "overlay.yaml"];
    let (code, out, error) = said(&diff(&project, &arguments));
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
    let project = project("code");
    for (new, exit_code, expected) in [
        ("old.yaml", true, 0),
        ("old.yaml", false, 0),
        ("new.yaml", true, 1),
        ("new.yaml", false, 0),
    ] {
        let mut arguments = vec!["old.yaml", new, "--overlay", "overlay.yaml"];
        arguments.extend(exit_code.then_some("--exit-code"));
        let (code, ..) = said(&diff(&project, &arguments));
        assert_eq!(code, Some(expected), "{new} {exit_code}");
    }
}

#[test]
fn faults_are_another_status_and_say_a_way_out() {
    let project = project("faults");
    project.write("broken.yaml", "openapi: 3.1.0");
    for (arguments, expected) in [
        (
            &["old.yaml", "none.yaml"][..],
            "error: cannot read none.yaml",
        ),
        (&["broken.yaml", "old.yaml"], "broken.yaml:1: error: "),
        (
            &["git:no-such-revision", "old.yaml"],
            "error: unknown revision `no-such-revision`",
        ),
        (
            &["git:--help", "old.yaml"],
            "error: unknown revision `--help`",
        ),
        (&["old.yaml"], "error: the following required arguments"),
        (
            &["old.yaml", "new.yaml", "--format", "xml"],
            "error: invalid value 'xml'",
        ),
    ] {
        let mut arguments = arguments.to_vec();
        arguments.extend(["--overlay", "overlay.yaml"]);
        let (code, out, error) = said(&diff(&project, &arguments));
        assert_eq!((code, out.as_str()), (Some(2), ""), "{error}");
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn markdown_and_json_are_other_forms_of_the_same() {
    let project = project("forms");
    let told = |format| {
        let arguments = [
            "old.yaml",
            "new.yaml",
            "--overlay",
            "overlay.yaml",
            "--format",
            format,
        ];
        said(&diff(&project, &arguments)).1
    };
    assert!(told("markdown").contains("### Minor (1)"));
    assert!(told("json").contains("\"verdict\": \"minor\""));
}

/// The project's own description, as committed; where there is no repository, there is nothing to see.
#[test]
fn a_revision_brings_its_own_overlay() {
    let project = project("revision");
    let head = Command::new("git")
        .args(["rev-parse", "--verify", "--quiet", "HEAD"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output();
    if !head.is_ok_and(|head| head.status.success()) {
        println!("skipped: this is no checkout of a git repository");
        return;
    }
    let (code, out, error) = said(&diff(&project, &["git:HEAD", "git:HEAD", "--exit-code"]));
    assert_eq!((code, error.as_str()), (Some(0), ""));
    assert!(out.ends_with("since nothing has changed\n"), "{out}");
    let (code, ..) = said(&diff(
        &project,
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

const OF_FILES: &str = "\
openapi: 3.0.3
info: {title: Pets, version: '1'}
servers: [{url: https://api.example.com}]
security: [{bearer: []}]
paths:
  /pets: {get: {operationId: ListPets, responses: {'200': {description: A pet., content: {application/json: {schema: {$ref: 'models/pet.yaml'}}}}}}}
components:
  securitySchemes: {bearer: {type: http, scheme: bearer}}
";

/// A change that only another file has, told with two directories, and with a revision and what has become of it.
#[test]
fn documents_may_be_of_several_files() {
    let project = Project::new("diff/files");
    project.write(
        "Cargo.toml",
        "[workspace]\nmembers = ['telnyx-video']\nresolver = '3'\n",
    );
    project.write(
        "telnyx-video/Cargo.toml",
        "[package]\nname = 'telnyx-video'\nversion = '0.1.0'\nedition = '2024'\n",
    );
    project.write("telnyx-video/src/lib.rs", "");
    let overlay = "overlay: 1.0.0\ninfo: {title: Decisions, version: '1'}\n\
                   actions: [{target: $, update: {x-sdk-package: pets}}]\n";
    project.write("spec/overlay.yaml", overlay);
    for directory in ["old", "new", "spec"] {
        project.write(&format!("{directory}/telnyx-video.yaml"), OF_FILES);
        let pet = "type: object\nproperties: {name: {type: string}}\n";
        project.write(&format!("{directory}/models/pet.yaml"), pet);
    }
    project.commit_all();
    for directory in ["new", "spec"] {
        let pet = "type: object\nproperties: {name: {type: string}, age: {type: integer}}\n";
        project.write(&format!("{directory}/models/pet.yaml"), pet);
    }
    for (old, new) in [
        ("old/telnyx-video.yaml", "new/telnyx-video.yaml"),
        ("git:HEAD", "spec/telnyx-video.yaml"),
    ] {
        let (code, out, error) = said(&project.xtask(&["spec", "diff", old, new]));
        assert_eq!((code, error.as_str()), (Some(0), ""), "{old}");
        assert!(
            out.lines()
                .any(|line| line == "minor: new field: models::Pet.age (response)"),
            "{old}: {out}"
        );
        assert!(out.ends_with("(1 minor)\n"), "{old}: {out}");
    }
    fs::remove_file(project.directory.join("spec/models/pet.yaml")).unwrap();
    project.commit_all();
    let (code, _, error) = said(&project.xtask(&["spec", "diff", "git:HEAD", "git:HEAD~1"]));
    assert_eq!(code, Some(2));
    assert!(
        error.contains("file `models/pet.yaml`: the revision `HEAD` has no such file"),
        "{error}"
    );
}
