//! `cargo xtask generate` as a maintainer and CI meet it: what it writes, prints and answers.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop at once"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const SPEC: &str = "\
openapi: 3.0.3
info: {title: Pets, version: '1'}
servers: [{url: https://api.example.com}]
security: [{bearer: []}]
paths:
  /pets/{pet_id}:
    get:
      operationId: GetPet
      parameters: [{name: pet_id, in: path, required: true, schema: {type: string}}]
      responses:
        '200':
          description: The pet.
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
components:
  securitySchemes: {bearer: {type: http, scheme: bearer}}
  schemas:
    Pet:
      type: object
      properties:
        name: {type: string, description: What it answers to.}
";

/// A directory of its own for each test, with a document in it.
struct Project {
    directory: PathBuf,
}

impl Project {
    fn new(test: &str) -> Self {
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
        let _ = fs::remove_dir_all(&directory);
        fs::create_dir_all(&directory).unwrap();
        let project = Self { directory };
        project.write("spec.yaml", SPEC);
        project
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.directory.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.directory.join(path)).unwrap()
    }

    /// Every file below a directory with its text.
    fn tree(&self, path: &str) -> BTreeMap<PathBuf, String> {
        let mut files = BTreeMap::new();
        let mut pending = vec![self.directory.join(path)];
        while let Some(directory) = pending.pop() {
            for entry in fs::read_dir(directory).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    pending.push(path);
                } else {
                    files.insert(path.clone(), fs::read_to_string(path).unwrap());
                }
            }
        }
        files
    }

    fn xtask(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(arguments)
            .current_dir(&self.directory)
            .output()
            .unwrap()
    }

    fn generate(&self, arguments: &[&str]) -> Output {
        let arguments = [
            &["generate", "--spec", "spec.yaml", "--out", "out"],
            arguments,
        ]
        .concat();
        self.xtask(&arguments)
    }

    fn generated(test: &str) -> Self {
        let project = Self::new(test);
        assert!(project.generate(&[]).status.success());
        project
    }
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn the_committed_code_is_in_step_with_the_committed_spec() {
    let output = Project::new("committed").xtask(&["generate", "--check"]);
    assert!(output.status.success(), "{}{}", out(&output), err(&output));
    assert!(
        out(&output).starts_with("in step: 25 operations, "),
        "{}",
        out(&output)
    );
}

#[test]
fn it_writes_the_files_and_prints_one_line() {
    let project = Project::new("writes");
    let output = project.generate(&[]);
    assert!(output.status.success(), "{}", err(&output));
    let line = out(&output);
    assert!(
        line.starts_with("generated: 1 operations, 1 types, 5 files, "),
        "{line}"
    );
    assert!(
        line.ends_with(" ms\n") && line.lines().count() == 1,
        "{line}"
    );
    assert_eq!(project.tree("out").len(), 5);
    assert!(
        project
            .read("out/models/pet.rs")
            .contains("pub struct Pet {")
    );
}

#[test]
fn the_output_depends_on_the_input_alone() {
    let project = Project::generated("input_alone");
    let elsewhere = Project::new("input_alone_elsewhere");
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["generate", "--out"])
        .arg(elsewhere.directory.join("deep/out"))
        .arg("--spec")
        .arg(project.directory.join("spec.yaml"))
        .current_dir("/")
        .envs([("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Asia/Tokyo")])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", err(&output));
    let texts = |project: &Project, path| project.tree(path).into_values().collect::<Vec<_>>();
    assert_eq!(texts(&project, "out"), texts(&elsewhere, "deep/out"));
}

#[test]
fn files_that_nobody_emits_any_more_are_removed() {
    let project = Project::generated("removes");
    project.write(
        "out/models/old.rs",
        "// @generated by cargo xtask generate from spec/pets.yaml. Do not edit.\n",
    );
    assert!(project.generate(&[]).status.success());
    assert_eq!(project.tree("out").len(), 5);
}

#[test]
fn a_file_of_someone_else_stops_it_before_anything_is_touched() {
    let project = Project::new("someone_else");
    project.write("out/thesis.txt", "years of work");
    let output = project.generate(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        err(&output).contains("thesis.txt was not written by the generator"),
        "{}",
        err(&output)
    );
    assert_eq!(project.tree("out").len(), 1);
}

/// Asserts that the generator fails, says so with a way out, and leaves `out` as it was.
fn assert_refused(project: &Project, arguments: &[&str], told: &str) {
    let before = project.tree("out");
    let output = project.generate(arguments);
    assert_eq!(output.status.code(), Some(1));
    let error = err(&output);
    assert!(
        error.contains(told) && error.contains("\n  help: ") && !error.contains("panicked"),
        "{error}"
    );
    assert_eq!(project.tree("out"), before);
}

#[cfg(unix)]
#[test]
fn a_link_in_the_directory_is_not_followed() {
    let project = Project::generated("link");
    project.write("precious/mod.rs", &project.read("out/mod.rs"));
    for (target, link) in [
        ("../precious/mod.rs", "out/mod.rs"),
        ("../precious", "out/more"),
        ("../gone", "out/gone.rs"),
    ] {
        let link = project.directory.join(link);
        let _ = fs::remove_file(&link);
        std::os::unix::fs::symlink(target, &link).unwrap();
        project.write("spec.yaml", &SPEC.replace("example.com", "example.org"));
        let output = project.generate(&[]);
        assert_eq!(output.status.code(), Some(1));
        assert!(
            err(&output).contains("was not written by the generator\n  help: "),
            "{}",
            err(&output)
        );
        assert!(project.read("precious/mod.rs").contains("example.com"));
        fs::remove_file(&link).unwrap();
    }
}

#[test]
fn a_directory_that_is_none_is_named() {
    let project = Project::new("no_directory");
    let xtask = |out| project.xtask(&["generate", "--spec", "spec.yaml", "--out", out]);
    for out in ["spec.yaml", "spec.yaml/out"] {
        let output = xtask(out);
        assert_eq!(output.status.code(), Some(1));
        let told = err(&output);
        assert!(
            told.starts_with(&format!(
                "error: cannot read {out}\n  help: give a directory"
            )),
            "{told}"
        );
    }
    assert_eq!(project.read("spec.yaml"), SPEC);
}

#[test]
fn a_file_that_cannot_be_written_keeps_the_others_as_they_were() {
    let project = Project::generated("cannot_write");
    fs::remove_file(project.directory.join("out/resources/pets.rs")).unwrap();
    fs::create_dir(project.directory.join("out/resources/pets.rs")).unwrap();
    project.write("spec.yaml", &SPEC.replace("example.com", "example.org"));
    assert_refused(&project, &[], "cannot write out/resources/pets.rs");
}

#[cfg(unix)]
#[test]
fn a_directory_that_must_not_be_written_is_left_as_it_was() {
    use std::os::unix::fs::PermissionsExt;

    let project = Project::generated("must_not_write");
    let models = project.directory.join("out/models");
    let set_mode = |mode| fs::set_permissions(&models, fs::Permissions::from_mode(mode)).unwrap();
    project.write("spec.yaml", &SPEC.replace("answers to", "comes to"));
    set_mode(0o555);
    // Some users may write everywhere.
    if fs::write(models.join("probe"), "").is_err() {
        assert_refused(&project, &[], "cannot write out/models/pet.rs");
    } else {
        fs::remove_file(models.join("probe")).unwrap();
    }
    set_mode(0o755);
}

#[test]
fn a_document_that_is_no_text_is_named() {
    let project = Project::generated("no_text");
    fs::write(project.directory.join("latin.yaml"), b"title: caf\xe9").unwrap();
    fs::create_dir(project.directory.join("folder.yaml")).unwrap();
    for spec in ["latin.yaml", "folder.yaml"] {
        let output = project.xtask(&["generate", "--spec", spec, "--out", "out"]);
        assert_eq!(output.status.code(), Some(1));
        let told = err(&output);
        assert!(
            told.starts_with(&format!("error: cannot read {spec}\n  help: ")),
            "{told}"
        );
    }
    assert!(project.generate(&["--check"]).status.success());
}

#[test]
fn check_is_content_when_in_step() {
    let project = Project::generated("in_step");
    let output = project.generate(&["--check"]);
    assert!(output.status.success());
    assert!(
        out(&output).starts_with("in step: 1 operations, 1 types, 5 files, "),
        "{}",
        out(&output)
    );
}

#[test]
fn check_shows_what_differs_and_writes_nothing() {
    let project = Project::generated("differs");
    let spec = SPEC.replace(
        "answers to.}",
        "answers to.}\n        age: {type: integer, description: In years.}",
    );
    project.write("spec.yaml", &spec);
    let before = project.tree("out");
    let output = project.generate(&["--check"]);
    assert_eq!(output.status.code(), Some(1));
    let expected = "\
--- committed/models/pet.rs
+++ generated/models/pet.rs
@@ -9,4 +9,7 @@
     /// What it answers to.
     #[serde(skip_serializing_if = \"Option::is_none\")]
     pub name: Option<String>,
+    /// In years.
+    #[serde(skip_serializing_if = \"Option::is_none\")]
+    pub age: Option<i64>,
 }
";
    assert_eq!(out(&output), expected);
    let told = err(&output);
    assert!(
        told.contains("1 file differs from what the spec says"),
        "{told}"
    );
    assert!(
        told.contains("run `cargo xtask generate --spec spec.yaml --out out`"),
        "{told}"
    );
    assert_eq!(project.tree("out"), before);

    assert!(project.generate(&[]).status.success());
    assert!(project.generate(&["--check"]).status.success());
}

#[test]
fn check_tells_of_missing_and_left_over_files() {
    let project = Project::generated("missing");
    fs::remove_file(project.directory.join("out/models/pet.rs")).unwrap();
    project.write(
        "out/models/dog.rs",
        "// @generated by cargo xtask generate from spec/pets.yaml. Do not edit.\n",
    );
    let output = project.generate(&["--check"]);
    assert_eq!(output.status.code(), Some(1));
    let diff = out(&output);
    assert!(
        diff.contains("--- committed/models/dog.rs\n+++ /dev/null\n"),
        "{diff}"
    );
    assert!(
        diff.contains("--- /dev/null\n+++ generated/models/pet.rs\n"),
        "{diff}"
    );
    assert!(err(&output).contains("2 files differ"), "{}", err(&output));
    assert_eq!(project.tree("out").len(), 5);
}

#[test]
fn a_document_that_is_not_there_is_named() {
    let output =
        Project::new("not_there").xtask(&["generate", "--spec", "gone.yaml", "--out", "out"]);
    assert_eq!(output.status.code(), Some(1));
    let told = err(&output);
    assert!(
        told.contains("cannot read gone.yaml") && told.contains("help: check the path"),
        "{told}"
    );
}

#[test]
fn a_faulty_document_leaves_the_emitted_code_as_it_was() {
    let project = Project::generated("faulty");
    let before = project.tree("out");
    for (spec, told) in [
        ("paths: [", "error: spec.yaml:2:1: this is not YAML: "),
        (
            &SPEC.replace("schemas/Pet'", "schemas/Dog'"),
            "`#/components/schemas/Dog` leads to nothing",
        ),
        (
            &SPEC.replace("in: path", "in: header"),
            "#/paths/~1pets~1{pet_id}/get/parameters/0: a header parameter",
        ),
    ] {
        project.write("spec.yaml", spec);
        for arguments in [&[][..], &["--check"]] {
            let output = project.generate(arguments);
            assert_eq!(output.status.code(), Some(1));
            assert!(err(&output).contains(told), "{}", err(&output));
            assert!(err(&output).contains("\n  help: "), "{}", err(&output));
        }
        assert_eq!(project.tree("out"), before);
    }
}

#[test]
fn an_overlay_that_no_longer_fits_is_named_with_its_action() {
    let project = Project::new("overlay");
    let overlay = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n- {target: \"$.paths['/dogs']\", remove: true}\n";
    project.write("overlay.yaml", overlay);
    let output = project.generate(&["--overlay", "overlay.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    let told = err(&output);
    assert!(
        told.starts_with(
            "error: overlay.yaml: #/actions/0/target: the target `$.paths['/dogs']` matches nothing"
        ),
        "{told}"
    );
}
