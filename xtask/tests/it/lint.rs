//! `cargo xtask spec lint` as a maintainer and CI meet it: what it prints and answers.

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

/// A project with files in it.
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
fn there_is_nothing_to_say_about_the_committed_spec() {
    let output = lint(&project("committed", &[]), &[]);
    assert_eq!(out(&output), "0 errors, 0 warnings\n");
    assert!(output.status.success(), "{}", err(&output));
}

#[test]
fn a_document_that_is_given_comes_without_an_overlay() {
    let project = project("given", &[("pets.yaml", SPEC)]);
    let output = lint(&project, &["pets.yaml"]);
    assert_eq!(out(&output), "0 errors, 0 warnings\n");
    assert!(output.status.success());
}

#[test]
fn warnings_are_told_and_are_no_failure() {
    let spec = SPEC.replace("      summary: List pets\n", "");
    let project = project("warnings", &[("pets.yaml", &spec)]);
    let output = lint(&project, &["pets.yaml"]);
    assert_eq!(
        out(&output),
        "pets.yaml:7: warning[undocumented]: #/paths/~1pets/get: the operation has no summary\n  \
         help: say in a few words what it does, in the imperative\n\
         0 errors, 1 warning\n"
    );
    assert!(output.status.success());
}

#[test]
fn errors_are_told_and_are_a_failure() {
    let spec = SPEC.replace("      operationId: ListPets\n", "");
    let project = project("errors", &[("pets.yaml", &spec)]);
    let output = lint(&project, &["pets.yaml", "--format", "text"]);
    assert_eq!(
        out(&output),
        "pets.yaml:7: error[operation-ids]: #/paths/~1pets/get: the operation has no operationId\n  \
         help: give it one\n\
         1 error, 0 warnings\n"
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn an_overlay_that_does_not_match_is_told_with_its_own_name_and_line() {
    let files = [("pets.yaml", SPEC), ("decisions.yaml", OVERLAY)];
    let project = project("overlay", &files);
    let arguments = ["pets.yaml", "--overlay", "decisions.yaml"];
    let output = lint(&project, &arguments);
    let told = out(&output);
    assert!(
        told.starts_with(
            "decisions.yaml:4: error[overlay-targets]: #/actions/0/target: the target `$.paths['/dogs']` matches nothing\n"
        ),
        "{told}"
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn json_says_the_same_for_programs() {
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
                "rule": "undocumented",
                "document": "pets.yaml",
                "line": 7,
                "pointer": "#/paths/~1pets/get",
                "message": "the operation has no summary",
                "help": "say in a few words what it does, in the imperative",
            },
            {
                "severity": "error",
                "rule": "overlay-targets",
                "document": "decisions.yaml",
                "line": 4,
                "pointer": "#/actions/0/target",
                "message": "the target `$.paths['/dogs']` matches nothing",
                "help": "correct the target, or delete the action if the document no longer needs it",
            },
        ],
    });
    let printed: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(printed, expected);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_document_that_cannot_be_read_is_named() {
    let project = project("unreadable", &[("broken.yaml", "paths: [")]);
    for (file, told) in [
        (
            "gone.yaml",
            "error: cannot read gone.yaml\n  help: check the path",
        ),
        ("broken.yaml", "broken.yaml:2:1: error: invalid YAML: "),
    ] {
        let output = lint(&project, &[file]);
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(out(&output), "");
        assert!(err(&output).starts_with(told), "{}", err(&output));
    }
}

#[test]
fn what_is_found_in_other_files_is_told_there() {
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
        "spec/models/pet.yaml:5: warning[undocumented]: #/Pet/properties/name: the property has no description\n  \
         help: describe it in full sentences\n\
         spec/models/pet.yaml:8: error[references]: #/Pet/properties/toy/$ref: cannot resolve `toys.yaml#/Toy`: file `models/toys.yaml`: there is no such file\n  \
         help: correct the path in the reference, or add the file\n\
         spec/models/pet.yaml:9: warning[examples]: #/Pet/properties/age/example: `\"many\"` is not of type \"integer\"\n  \
         help: mend the value, or the schema at #/Pet/properties/age of spec/models/pet.yaml\n\
         1 error, 2 warnings\n"
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn another_file_that_cannot_be_read_is_named_with_its_line() {
    let spec = SPEC.replace("{description: No pets.}", "{$ref: 'answers.yaml#/Done'}");
    let files = [
        ("pets.yaml", &*spec),
        ("answers.yaml", "Done:\n  description: [\n"),
    ];
    let output = lint(&project("unreadable_file", &files), &["pets.yaml"]);
    let told = out(&output);
    assert!(
        told.starts_with("answers.yaml:3:1: error[references]: invalid YAML: "),
        "{told}"
    );
    assert!(told.ends_with("\n1 error, 0 warnings\n"), "{told}");
}
