//! `cargo xtask spec diff`: output and exit codes.

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

/// Creates a project with two documents and an overlay.
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

/// Creates a project with the package of the SDK, whose version `diff` needs.
fn workspace(name: &str) -> Project {
    let project = Project::new(name);
    project.write(
        "Cargo.toml",
        "[workspace]\nmembers = ['telnyx-video']\nresolver = '3'\n",
    );
    project.write(
        "telnyx-video/Cargo.toml",
        "[package]\nname = 'telnyx-video'\nversion = '0.1.0'\nedition = '2024'\n",
    );
    project.write("telnyx-video/src/lib.rs", "");
    project
}

fn diff(project: &Project, arguments: &[&str]) -> Output {
    project.xtask_of_workspace(&[&["spec", "diff"], arguments].concat())
}

fn outputs(output: &Output) -> (Option<i32>, String, String) {
    (output.status.code(), out(output), err(output))
}

#[test]
fn diff_reports_changes_and_unmatched_overlay_actions() {
    let project = project("changes");
    let arguments = ["old.yaml", "new.yaml", "--overlay", "overlay.yaml"];
    let (code, out, error) = outputs(&diff(&project, &arguments));
    assert_eq!((code, error.as_str()), (Some(0), ""));
    for line in [
        "warning: overlay.yaml: #/actions/1/target: `$.paths['/cats'].get` matches nothing in new.yaml",
        "minor: error response added: client.pets().list() (response)",
        "  new: 404",
    ] {
        assert!(out.lines().any(|it| it == line), "{out}");
    }
    assert_eq!(out.lines().last(), Some("highest verdict: minor (1 minor)"));
}

#[test]
fn changes_set_exit_code_only_with_exit_code_option() {
    let project = project("code");
    for (new, exit_code, expected) in [
        ("old.yaml", true, 0),
        ("old.yaml", false, 0),
        ("new.yaml", true, 1),
        ("new.yaml", false, 0),
    ] {
        let mut arguments = vec!["old.yaml", new, "--overlay", "overlay.yaml"];
        arguments.extend(exit_code.then_some("--exit-code"));
        let (code, ..) = outputs(&diff(&project, &arguments));
        assert_eq!(code, Some(expected), "{new} {exit_code}");
    }
}

#[test]
fn errors_exit_with_2() {
    let project = project("faults");
    project.write("broken.yaml", "swagger: '2.0'");
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
        let (code, out, error) = outputs(&diff(&project, &arguments));
        assert_eq!((code, out.as_str()), (Some(2), ""), "{error}");
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn diff_supports_markdown_and_json() {
    let project = project("forms");
    let stdout_as = |format| {
        let arguments = [
            "old.yaml",
            "new.yaml",
            "--overlay",
            "overlay.yaml",
            "--format",
            format,
        ];
        outputs(&diff(&project, &arguments)).1
    };
    let markdown = stdout_as("markdown");
    assert!(markdown.contains("### Minor (1)"), "{markdown}");
    assert!(
        markdown.ends_with("\nhighest verdict: minor (1 minor)\n"),
        "{markdown}"
    );
    let json = stdout_as("json");
    for member in [
        "\"verdict\": \"minor\"",
        "\"version\": null",
        "\"next_version\": null",
    ] {
        assert!(json.contains(member), "{json}");
    }
}

/// Compares the committed contract of this workspace. Skipped outside a git repository.
#[test]
fn revision_is_read_with_its_overlay() {
    let project = project("revision");
    let head = Command::new("git")
        .args(["rev-parse", "--verify", "--quiet", "HEAD"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output();
    if !head.is_ok_and(|head| head.status.success()) {
        println!("skipped: this is not a git repository");
        return;
    }
    let (code, out, error) = outputs(&diff(&project, &["git:HEAD", "git:HEAD", "--exit-code"]));
    assert_eq!((code, error.as_str()), (Some(0), ""));
    assert!(out.ends_with("(no changes)\n"), "{out}");
    let (code, ..) = outputs(&diff(
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

const SPEC_WITH_FILES: &str = "\
openapi: 3.0.3
info: {title: Pets, version: '1'}
servers: [{url: https://api.example.com}]
security: [{bearer: []}]
paths:
  /pets:
    get:
      operationId: ListPets
      responses:
        '200': {description: A pet., content: {application/json: {schema: {$ref: 'models/pet.yaml'}}}}
components:
  securitySchemes: {bearer: {type: http, scheme: bearer}}
";

/// A change in a second file is found between two directories, and between a revision and the working tree.
#[test]
fn documents_may_have_several_files() {
    let project = workspace("diff/files");
    let overlay = "overlay: 1.0.0\ninfo: {title: Decisions, version: '1'}\n\
                   actions: [{target: $, update: {x-sdk-package: pets}}]\n";
    project.write("spec/overlay.yaml", overlay);
    for directory in ["old", "new", "spec"] {
        project.write(&format!("{directory}/telnyx-video.yaml"), SPEC_WITH_FILES);
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
        let (code, out, error) = outputs(&project.xtask(&["spec", "diff", old, new]));
        assert_eq!((code, error.as_str()), (Some(0), ""), "{old}");
        assert!(
            out.lines()
                .any(|line| line == "minor: field added: models::Pet.age (response)"),
            "{old}: {out}"
        );
        assert!(out.ends_with("(1 minor)\n"), "{old}: {out}");
    }
    fs::remove_file(project.directory.join("spec/models/pet.yaml")).unwrap();
    project.commit_all();
    let (code, _, error) = outputs(&project.xtask(&["spec", "diff", "git:HEAD", "git:HEAD~1"]));
    assert_eq!(code, Some(2));
    assert!(
        error.contains("file `models/pet.yaml`: the revision `HEAD` has no such file"),
        "{error}"
    );
}

/// The project's overlay and version are those of the SDK for its own spec, here `spec/telnyx-video.yaml`.
#[test]
fn overlay_and_version_of_project_apply_only_to_comparisons_with_its_spec() {
    let project = workspace("diff/foreign");
    project.write("spec/overlay.yaml", OVERLAY);
    project.write("spec/telnyx-video.yaml", OLD);
    project.write("old.yaml", OLD);
    let unmatched = "warning: spec/overlay.yaml: #/actions/1/target: ";
    for (old, is_applied) in [
        ("old.yaml", false),
        ("spec/telnyx-video.yaml", true),
        ("./spec/../spec/telnyx-video.yaml", true),
    ] {
        let (code, out, error) = outputs(&project.xtask(&["spec", "diff", old, "old.yaml"]));
        assert_eq!((code, error.as_str()), (Some(0), ""), "{old}");
        let count = out.matches(unmatched).count();
        let (expected_count, conclusion) = match is_applied {
            true => (2, "next version: 0.1.0 (no changes)"),
            false => (0, "no changes"),
        };
        assert_eq!(count, expected_count, "{old}: {out}");
        assert_eq!(out.lines().last(), Some(conclusion), "{old}");
    }
}
