//! `cargo xtask spec import` as a maintainer meets it.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop at once"
)]

mod project;

use project::{Project, err, out};

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
file: \"upstream.yaml\"
openapi: \"3.1.0\"
version: \"2\"
bytes: 231
sha256: \"7b083fa45bccf2203f7fc6b95f41ed438486822e5012ff3d85c515e5888c887a\"
";

fn project(test: &str) -> Project {
    let project = Project::new(test);
    project.write("spec/import.yaml", "paths: [/pets]\n");
    project.write("elsewhere/upstream.yaml", UPSTREAM);
    project
}

fn import(project: &Project, from: &str) -> std::process::Output {
    project.xtask(&["spec", "import", "--from", from])
}

#[test]
fn it_writes_the_spec_and_the_lock() {
    let project = project("import_writes");
    let output = import(&project, "elsewhere/upstream.yaml");
    assert!(output.status.success(), "{}", err(&output));
    assert!(
        out(&output).starts_with("imported: 1 operations, "),
        "{}",
        out(&output)
    );
    assert_eq!(project.read("spec/telnyx-video.yaml"), CONTRACT);
    assert_eq!(project.read("spec/upstream.lock"), LOCK);
    assert_eq!(project.tree("spec").len(), 3);
}

#[test]
fn what_is_wrong_is_told_and_nothing_is_written() {
    let project = project("import_refuses");
    project.write("spec/telnyx-video.yaml", CONTRACT);
    project.write("broken.yaml", "openapi: [3.1.0\n");
    project.write(
        "other.yaml",
        "openapi: 3.1.0\ninfo: {version: '2'}\npaths: {}\n",
    );
    project.write("petstore.yaml", "swagger: '2.0'\n");
    let before = project.tree("spec");
    for (from, told) in [
        (
            "gone.yaml",
            "error: cannot read gone.yaml\n  help: check the path",
        ),
        ("broken.yaml", "error: broken.yaml:2:1: this is not YAML"),
        (
            "petstore.yaml",
            "error: petstore.yaml: #/openapi: this is not a document of OpenAPI 3.0 or 3.1",
        ),
        (
            "other.yaml",
            "error: spec/import.yaml: #/paths/0: the document has no operation whose path begins with `/pets`",
        ),
    ] {
        let output = import(&project, from);
        assert_eq!(output.status.code(), Some(1));
        let error = err(&output);
        assert!(
            error.starts_with(told) && error.contains("\n  help: "),
            "{error}"
        );
        assert_eq!(project.tree("spec"), before);
    }
}

#[test]
fn where_the_lock_cannot_be_written_the_spec_stays_as_it_was() {
    let project = project("import_atomic");
    project.write("spec/telnyx-video.yaml", "openapi: 3.0.3\npaths: {}\n");
    // A directory cannot be replaced by a file.
    project.write("spec/upstream.lock/file", "");
    let before = project.tree("spec");
    let output = import(&project, "elsewhere/upstream.yaml");
    assert_eq!(output.status.code(), Some(1));
    assert!(
        err(&output).contains("cause: there is a directory of that name"),
        "{}",
        err(&output)
    );
    assert_eq!(project.tree("spec"), before);
}
