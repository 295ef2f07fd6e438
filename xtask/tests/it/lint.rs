//! `cargo xtask spec lint`: output and exit codes.

use std::process::Output;

use serde_json::{Value, json};

use crate::project::{Project, err, out};

const SPEC: &str = "\
openapi: 3.0.3
info: {title: Pets, version: '1'}
servers: [{url: https://api.example.com, description: The only one.}]
security: [{bearer: []}]
paths:
  /pets:
    get:
      operationId: ListPets
      summary: List pets
      responses:
        '204': {description: No pets.}
components:
  securitySchemes: {bearer: {type: http, scheme: bearer, description: The key.}}
";

const OVERLAY: &str = "\
overlay: 1.0.0
info: {title: Decisions, version: '1'}
actions:
- {target: \"$.paths['/dogs']\", remove: true}
";

/// Creates a project with these files.
fn project(test: &str, files: &[(&str, &str)]) -> Project {
    let project = Project::new(&format!("lint/{test}"));
    for (name, text) in files {
        project.write(name, text);
    }
    project
}

fn lint(project: &Project, arguments: &[&str]) -> Output {
    project.xtask_of_workspace(&[&["spec", "lint"], arguments].concat())
}

#[test]
fn committed_spec_has_no_findings() {
    let output = lint(&project("committed", &[]), &[]);
    assert_eq!(out(&output), "0 errors, 0 warnings\n");
    assert!(output.status.success(), "{}", err(&output));
}

#[test]
fn document_argument_is_linted_without_overlay() {
    let project = project("given", &[("pets.yaml", SPEC)]);
    let output = lint(&project, &["pets.yaml"]);
    assert_eq!(out(&output), "0 errors, 0 warnings\n");
    assert!(output.status.success());
}

#[test]
fn warnings_exit_with_0() {
    let spec = SPEC.replace("      summary: List pets\n", "");
    let project = project("warnings", &[("pets.yaml", &spec)]);
    let output = lint(&project, &["pets.yaml"]);
    assert_eq!(
        out(&output),
        "pets.yaml:7: warning[missing-docs]: #/paths/~1pets/get: Operation Object has no `summary`\n  \
         help: add a `summary` that starts with a third-person verb, such as `Lists rooms`\n\
         0 errors, 1 warning\n"
    );
    assert!(output.status.success());
}

#[test]
fn errors_exit_with_1() {
    let spec = SPEC.replace("      operationId: ListPets\n", "");
    let project = project("errors", &[("pets.yaml", &spec)]);
    let output = lint(&project, &["pets.yaml", "--format", "text"]);
    assert_eq!(
        out(&output),
        "pets.yaml:7: error[operation-ids]: #/paths/~1pets/get: missing field `operationId` in Operation Object\n  \
         help: add an `operationId` that no other operation has\n\
         1 error, 0 warnings\n"
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn overlay_without_match_is_reported_with_file_and_line() {
    let files = [("pets.yaml", SPEC), ("decisions.yaml", OVERLAY)];
    let project = project("overlay", &files);
    let arguments = ["pets.yaml", "--overlay", "decisions.yaml"];
    let output = lint(&project, &arguments);
    let report = out(&output);
    assert!(
        report.starts_with(
            "decisions.yaml:4: error[overlay-targets]: #/actions/0/target: target `$.paths['/dogs']` matches nothing: `paths` has no \
             member `/dogs`; it has `/pets`\n"
        ),
        "{report}"
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn json_format_has_all_findings() {
    let spec = SPEC.replace("      summary: List pets\n", "");
    let files = [("pets.yaml", &*spec), ("decisions.yaml", OVERLAY)];
    let project = project("json", &files);
    let arguments = [
        "pets.yaml",
        "--overlay",
        "decisions.yaml",
        "--format",
        "json",
    ];
    let output = lint(&project, &arguments);
    let expected = json!({
        "errors": 1,
        "warnings": 1,
        "findings": [
            {
                "severity": "warning",
                "rule": "missing-docs",
                "document": "pets.yaml",
                "line": 7,
                "pointer": "#/paths/~1pets/get",
                "message": "Operation Object has no `summary`",
                "help": "add a `summary` that starts with a third-person verb, such as `Lists rooms`",
            },
            {
                "severity": "error",
                "rule": "overlay-targets",
                "document": "decisions.yaml",
                "line": 4,
                "pointer": "#/actions/0/target",
                "message": "target `$.paths['/dogs']` matches nothing: `paths` has no member `/dogs`; it has `/pets`",
                "help": "correct the target, or delete the action if the document no longer needs it",
            },
        ],
    });
    let printed: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(printed, expected);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn unreadable_document_is_error() {
    let project = project("unreadable", &[("broken.yaml", "paths: [")]);
    for (file, expected) in [
        (
            "gone.yaml",
            "error: cannot read gone.yaml\n  help: check the path",
        ),
        ("broken.yaml", "broken.yaml:2:1: error: invalid YAML: "),
    ] {
        let output = lint(&project, &[file]);
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(out(&output), "");
        assert!(err(&output).starts_with(expected), "{}", err(&output));
    }
}

#[test]
fn findings_in_referenced_files_have_their_location() {
    let spec = SPEC.replace(
        "'204': {description: No pets.}",
        "'200': {description: Pets., content: {application/json: {schema: {$ref: 'models/pet.yaml#/Pet'}}}}",
    );
    let files = [
        ("spec/pets.yaml", &*spec),
        (
            "spec/models/pet.yaml",
            "Pet:\n  type: object\n  description: A pet.\n  properties:\n    name:\n      type: string\n      example: Rex\n    \
             toy: {$ref: 'toys.yaml#/Toy'}\n    age: {type: integer, description: In years., example: many}\n",
        ),
    ];
    let output = lint(&project("files", &files), &["spec/pets.yaml"]);
    assert_eq!(
        out(&output),
        "spec/models/pet.yaml:5: warning[missing-docs]: #/Pet/properties/name: Schema Object of property `name` has no `description`\n  \
         help: add a `description` in full sentences\n\
         spec/models/pet.yaml:8: error[references]: #/Pet/properties/toy/$ref: cannot resolve \
         `toys.yaml#/Toy`: file `models/toys.yaml`: there is no such file\n  \
         help: correct the path in the reference, add the file, or move the object to the document\n\
         spec/models/pet.yaml:9: warning[examples]: #/Pet/properties/age/example: expected an integer, found `\"many\"`\n  \
         help: replace `\"many\"` with an integer, or correct the schema at #/Pet/properties/age of spec/models/pet.yaml\n\
         1 error, 2 warnings\n"
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn referenced_file_that_is_not_yaml_is_reported_with_line() {
    let spec = SPEC.replace("{description: No pets.}", "{$ref: 'answers.yaml#/Done'}");
    let files = [
        ("pets.yaml", &*spec),
        ("answers.yaml", "Done:\n  description: [\n"),
    ];
    let output = lint(&project("unreadable_file", &files), &["pets.yaml"]);
    let report = out(&output);
    assert!(
        report.starts_with("answers.yaml:3:1: error[references]: invalid YAML: "),
        "{report}"
    );
    assert!(report.ends_with("\n1 error, 0 warnings\n"), "{report}");
}
