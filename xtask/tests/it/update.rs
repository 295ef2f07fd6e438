//! `cargo xtask spec update` on a copy of this project: what the README promises for the day on which the API changes.

use std::path::Path;
use std::process::{Command, Output};

use crate::dependencies;
use crate::project::{Project, err, out};
use codegen::source::load::{Source, load};
use codegen::source::yaml_writer;
use serde_json::{Value, json};

/// The heading of the section that a maintainer follows.
const SECTION: &str = "### When the API changes";

/// An upstream document: the project's own contract with changes, in the idioms of 3.1, among other products.
fn upstream(project: &Project, change: impl FnOnce(&mut Value)) -> String {
    let spec = project.read("spec/telnyx-video.yaml");
    let mut document = load(Source {
        name: "spec",
        text: &spec,
    })
    .unwrap();
    document["openapi"] = json!("3.1.0");
    document["paths"]["/faxes"] = json!({"get": {"operationId": "ListFaxes", "responses": {}}});
    change(&mut document);
    yaml_writer::write(&document).unwrap()
}

fn grow(document: &mut Value) {
    document["components"]["schemas"]["Room"]["properties"]["colour"] =
        json!({"type": ["string", "null"], "description": "Upstream's words."});
    document["paths"]["/room_layouts/{room_layout_id}"]["delete"] = json!({
        "operationId": "DeleteRoomLayout",
        "summary": "Upstream's words.",
        "parameters": [{"name": "room_layout_id", "in": "path", "required": true, "schema": {"type": "string"}}],
        "responses": {"204": {"description": "Upstream's words."}},
    });
}

/// The commands of the README's section, each as its words.
fn commands(project: &Project) -> Vec<Vec<String>> {
    let readme = project.read("README.md");
    let (_, section) = readme.split_once(SECTION).unwrap();
    let (_, block) = section.split_once("```sh\n").unwrap();
    let (block, _) = block.split_once("```").unwrap();
    let lines = block.lines().map(|line| line.split('#').next().unwrap());
    lines
        .map(|line| line.split_whitespace().map(str::to_owned).collect())
        .collect()
}

fn run(project: &Project, command: &[String]) -> Output {
    let words: Vec<&str> = command.iter().map(String::as_str).collect();
    match words.as_slice() {
        // Nothing is fetched in a test: the file is there already.
        ["curl", .., file] => {
            assert!(
                Path::new(&project.directory)
                    .join(file.rsplit('/').next().unwrap())
                    .exists()
            );
            Command::new("true").output().unwrap()
        }
        ["cargo", "xtask", arguments @ ..] => project.xtask(arguments),
        // All tests would run this one again; that the code compiles is what the update can break.
        ["cargo", "test", ..] => cargo_check(project),
        [program, arguments @ ..] => Command::new(program)
            .args(arguments)
            .current_dir(&project.directory)
            .output()
            .unwrap(),
        [] => panic!("an empty line"),
    }
}

/// Compiles the SDK of a copy in the target directory of the project, with the same features of dependencies, so that
/// these are built already.
fn cargo_check(project: &Project) -> Output {
    project.write("dependencies/Cargo.toml", &dependencies::manifest());
    project.write("dependencies/src/lib.rs", "");
    project.edit(
        "Cargo.toml",
        "\"telnyx-video\",",
        "\"telnyx-video\", \"dependencies\",",
    );
    project.edit(
        "telnyx-video/Cargo.toml",
        "\n[dependencies]\n",
        "\n[dependencies]\ndependencies = { path = \"../dependencies\" }\n",
    );
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    Command::new(env!("CARGO"))
        .args(["check", "--package", "telnyx-video", "--offline"])
        .env("CARGO_TARGET_DIR", target)
        .current_dir(&project.directory)
        .output()
        .unwrap()
}

#[test]
fn the_readme_takes_a_change_in() {
    let project = Project::copied("update/readme");
    project.commit_all();
    project.write("spec3.yml", &upstream(&project, grow));
    let before = project.read("CHANGELOG.md");
    let commands = commands(&project);
    assert!(commands.len() > 3);
    let mut told = String::new();
    for command in &commands {
        let output = run(&project, command);
        // Of cargo, warnings would come here.
        let is_fine = output.status.success() && !err(&output).contains("warning");
        assert!(is_fine, "{command:?}\n{}{}", out(&output), err(&output));
        told.push_str(&out(&output));
    }
    for line in [
        "minor: field added: models::Room.colour (response)",
        "minor: operation added: client.room_layouts().delete()",
    ] {
        // The update says it, and then the comparison with what was committed.
        assert_eq!(
            told.lines().filter(|told| *told == line).count(),
            2,
            "{told}"
        );
    }
    assert!(
        told.lines()
            .any(|line| line == "+    pub colour: Option<String>,"),
        "{told}"
    );

    let spec = project.read("spec/telnyx-video.yaml");
    assert!(spec.contains("        colour:\n          nullable: true\n          type: string\n"));
    assert!(!spec.contains("Upstream's words") && !spec.contains("faxes"));
    assert!(
        project
            .read("spec/upstream.lock")
            .contains("file: \"spec3.yml\"\n")
    );
    assert!(
        project
            .read("telnyx-video/src/generated/models/room.rs")
            .contains("pub colour: Option<String>")
    );
    assert!(
        project
            .read("telnyx-video/src/generated/resources/room_layouts.rs")
            .contains("pub fn delete(")
    );
    let changelog = project.read("CHANGELOG.md");
    assert!(
        changelog.contains("\n- `models::Room.colour`: field added"),
        "{changelog}"
    );
    assert!(changelog.len() > before.len());
    // What has no words of ours yet is told.
    let lint = project.xtask(&["spec", "lint"]);
    assert!(lint.status.success());
    assert!(
        out(&lint).contains("warning[missing-docs]: #/components/schemas/Room/properties/colour"),
        "{}",
        out(&lint)
    );
}

#[test]
fn what_was_taken_in_already_changes_nothing_but_the_lock() {
    let project = Project::copied("update/again");
    project.write("upstream.yaml", &upstream(&project, |_| ()));
    let before = [
        project.tree("spec"),
        project.tree("telnyx-video"),
        project.tree("xtask"),
    ];
    let output = project.xtask(&["spec", "update", "--from", "upstream.yaml"]);
    assert!(output.status.success(), "{}", err(&output));
    assert!(out(&output).ends_with("(no changes)\n"), "{}", out(&output));
    project.write(
        "spec/upstream.lock",
        before[0]
            .values()
            .find(|text| text.contains("sha256"))
            .unwrap(),
    );
    assert_eq!(
        [
            project.tree("spec"),
            project.tree("telnyx-video"),
            project.tree("xtask")
        ],
        before
    );
}

#[test]
fn where_one_step_fails_nothing_is_written() {
    let project = Project::copied("update/fails");
    project.write(
        "gone.yaml",
        &upstream(&project, |document| {
            grow(document);
            document["paths"]["/room_compositions"]
                .as_object_mut()
                .unwrap()
                .remove("post");
        }),
    );
    project.write("kept.yaml", &upstream(&project, grow));
    let before = project.tree("");
    let output = project.xtask(&["spec", "update", "--from", "gone.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    let told = err(&output);
    assert!(
        told.contains("error[overlay-targets]: ")
            && told.contains("$.paths['/room_compositions'].post"),
        "{told}"
    );
    assert!(
        told.contains("the updated spec has 2 lint errors, so nothing was written\n  help: "),
        "{told}"
    );
    assert_eq!(project.tree(""), before);

    project.write("CHANGELOG.md", "# Changelog\n");
    let before = project.tree("");
    let output = project.xtask(&["spec", "update", "--from", "kept.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        err(&output).contains("CHANGELOG.md: missing section `## [Unreleased]`"),
        "{}",
        err(&output)
    );
    assert_eq!(project.tree(""), before);
}
