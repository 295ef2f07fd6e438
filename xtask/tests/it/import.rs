//! `cargo xtask spec import`: files, output and exit codes.

use crate::project::{Project, err, out};

const UPSTREAM: &str = "\
openapi: 3.1.0
info: {title: Everything, version: '2'}
paths:
  /pets: {get: {operationId: ListPets, summary: Their words., responses: {'200': {description: Their words.}}}}
  /faxes: {get: {operationId: ListFaxes, responses: {}}}
";

const CONTRACT: &str = "\
openapi: 3.0.3
info:
  title: Everything
  version: '2'
paths:
  /pets:
    get:
      operationId: ListPets
      responses:
        '200':
          description: ''
";

/// The hash was computed with `sha256sum`.
const LOCK: &str = "\
# Written by cargo xtask spec import. Do not edit.
file: upstream.yaml
openapi: 3.1.0
version: '2'
bytes: 231
sha256: 7b083fa45bccf2203f7fc6b95f41ed438486822e5012ff3d85c515e5888c887a
files: []
";

fn project(test: &str) -> Project {
    let project = Project::new(&format!("import/{test}"));
    project.write("spec/import.yaml", "paths: [/pets]\n");
    project.write("elsewhere/upstream.yaml", UPSTREAM);
    project
}

fn import(project: &Project, from: &str) -> std::process::Output {
    project.xtask(&["spec", "import", "--from", from])
}

#[test]
fn import_writes_spec_and_lock() {
    let project = project("writes");
    let output = import(&project, "elsewhere/upstream.yaml");
    assert!(output.status.success(), "{}", err(&output));
    assert!(
        out(&output).starts_with("imported: 1 operation\n"),
        "{}",
        out(&output)
    );
    assert_eq!(project.read("spec/telnyx-video.yaml"), CONTRACT);
    assert_eq!(project.read("spec/upstream.lock"), LOCK);
    assert_eq!(project.tree("spec").len(), 3);
}

#[test]
fn invalid_upstream_is_error_and_nothing_is_written() {
    let project = project("refuses");
    project.write("spec/telnyx-video.yaml", CONTRACT);
    project.write("broken.yaml", "openapi: [3.1.0\n");
    project.write(
        "other.yaml",
        "openapi: 3.1.0\ninfo: {version: '2'}\npaths: {}\n",
    );
    project.write("petstore.yaml", "swagger: '2.0'\n");
    let before = project.tree("spec");
    for (from, expected) in [
        (
            "gone.yaml",
            "error: cannot read gone.yaml\n  help: check the path",
        ),
        ("broken.yaml", "broken.yaml:2:1: error: invalid YAML"),
        (
            "petstore.yaml",
            "petstore.yaml:1: error: #/swagger: Swagger 2.0 is not supported",
        ),
        (
            "other.yaml",
            "spec/import.yaml:1: error: #/paths/0: no operation has a path that starts with `/pets`",
        ),
    ] {
        let output = import(&project, from);
        assert_eq!(output.status.code(), Some(1));
        let error = err(&output);
        assert!(
            error.starts_with(expected) && error.contains("\n  help: "),
            "{error}"
        );
        assert_eq!(project.tree("spec"), before);
    }
}

#[test]
fn lock_that_cannot_be_written_leaves_spec_unchanged() {
    let project = project("atomic");
    project.write("spec/telnyx-video.yaml", "openapi: 3.0.3\npaths: {}\n");
    // A directory cannot be replaced by a file.
    project.write("spec/upstream.lock/file", "");
    let before = project.tree("spec");
    let output = import(&project, "elsewhere/upstream.yaml");
    assert_eq!(output.status.code(), Some(1));
    assert!(
        err(&output).contains("cause: it is a directory"),
        "{}",
        err(&output)
    );
    assert_eq!(project.tree("spec"), before);
}

/// The hashes were computed with `sha256sum`.
const LOCK_WITH_FILES: &str = "\
# Written by cargo xtask spec import. Do not edit.
file: api.yaml
openapi: 3.1.0
version: '2'
bytes: 188
sha256: d379284b949536b1c4eecca4dc62355883e887cde5117f59a35bf7c598df7324
files:
- file: models/pet.yaml
  bytes: 84
  sha256: 454de4d4fa31b88da56c419f067e089f2e7d48ceb78228842471894265d462be
- file: paths.yaml
  bytes: 172
  sha256: 56f6a02bf206e98dd46082c3ba029b075873f2947a137558cfb810c680cf7956
";

const FILES: [(&str, &str); 3] = [
    (
        "upstream/api.yaml",
        "openapi: 3.1.0\ninfo: {title: Everything, version: '2'}\npaths:\n  \
         /pets: {$ref: 'paths.yaml#/pets'}\n  \
         /faxes: {get: {operationId: ListFaxes, responses: {'200': {$ref: 'gone.yaml#/Faxes'}}}}\n",
    ),
    (
        "upstream/paths.yaml",
        "pets:\n  get:\n    operationId: ListPets\n    responses:\n      '200':\n        description: Their words.\n        \
         content: {application/json: {schema: {$ref: models/pet.yaml}}}\n",
    ),
    (
        "upstream/models/pet.yaml",
        "type: object\nproperties: {name: {type: [string, 'null']}, friend: {$ref: pet.yaml}}\n",
    ),
];

const CONTRACT_FROM_FILES: &str = "\
openapi: 3.0.3
info:
  title: Everything
  version: '2'
paths:
  /pets:
    get:
      operationId: ListPets
      responses:
        '200':
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/pet'
          description: ''
components:
  schemas:
    pet:
      properties:
        friend:
          $ref: '#/components/schemas/pet'
        name:
          nullable: true
          type: string
      type: object
";

#[test]
fn upstream_may_have_several_files() {
    let project = project("files");
    for (path, text) in FILES {
        project.write(path, text);
    }
    let output = import(&project, "upstream/api.yaml");
    assert!(output.status.success(), "{}", err(&output));
    assert_eq!(project.read("spec/telnyx-video.yaml"), CONTRACT_FROM_FILES);
    assert_eq!(project.read("spec/upstream.lock"), LOCK_WITH_FILES);
}

#[test]
fn invalid_file_is_error_at_reference() {
    let project = project("files_refuses");
    for (path, text) in FILES {
        project.write(path, text);
    }
    for (wanted, path, text, expected) in [
        (
            "/faxes",
            "",
            "",
            "upstream/api.yaml:5: error: #/paths/~1faxes/get/responses/200/$ref: cannot resolve `gone.yaml#/Faxes`: file `gone.yaml`: \
             there is no such file",
        ),
        (
            "/pets",
            "upstream/models/pet.yaml",
            "properties: {name: {$ref: '../../secrets.yaml'}}",
            "upstream/models/pet.yaml:1: error: #/properties/name/$ref: `../../secrets.yaml` isn't a relative path to a file in the directory",
        ),
        (
            "/pets",
            "upstream/models/pet.yaml",
            "properties: [",
            "upstream/models/pet.yaml:2:1: error: invalid YAML",
        ),
        (
            "/pets",
            "upstream/paths.yaml",
            "dogs: {}",
            "upstream/api.yaml:4: error: #/paths/~1pets/$ref: cannot resolve `paths.yaml#/pets`: `paths.yaml` has nothing at #/pets",
        ),
    ] {
        project.write("spec/import.yaml", &format!("paths: [{wanted}]\n"));
        if !path.is_empty() {
            project.write(path, text);
        }
        let output = import(&project, "upstream/api.yaml");
        assert_eq!(output.status.code(), Some(1));
        let error = err(&output);
        assert!(
            error.starts_with(expected) && error.contains("\n  help: "),
            "{error}"
        );
    }
}
