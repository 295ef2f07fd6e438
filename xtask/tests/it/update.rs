//! `cargo xtask spec update` on a copy of this workspace, as described in the README.

use std::path::Path;
use std::process::{Command, Output};

use crate::dependencies;
use crate::project::{Project, err, out};
use codegen::source::load::{Source, load};
use codegen::source::yaml_writer;
use serde_json::{Value, json};

/// The section of the README with the commands.
const SECTION: &str = "### When the API changes";

/// Returns an upstream document: the spec with changes, as OpenAPI 3.1, with another product.
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

/// Adds a field and an operation.
fn add_field_and_operation(document: &mut Value) {
    document["components"]["schemas"]["Room"]["properties"]["colour"] =
        json!({"type": ["string", "null"], "description": "Upstream's words."});
    document["paths"]["/room_layouts/{room_layout_id}"]["delete"] = json!({
        "operationId": "DeleteRoomLayout",
        "summary": "Upstream's words.",
        "parameters": [{"name": "room_layout_id", "in": "path", "required": true, "schema": {"type": "string"}}],
        "responses": {"204": {"description": "Upstream's words."}},
    });
}

/// Returns the commands in the section of the README, each split into words.
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
        // Tests have no network; the file exists already.
        ["curl", .., file] => {
            assert!(
                Path::new(&project.directory)
                    .join(file.rsplit('/').next().unwrap())
                    .exists()
            );
            Command::new("true").output().unwrap()
        }
        ["cargo", "xtask", arguments @ ..] => project.xtask(arguments),
        // `cargo test` would run this test again, so only check that the code compiles.
        ["cargo", "test", ..] => cargo_check(project),
        [program, arguments @ ..] => Command::new(program)
            .args(arguments)
            .current_dir(&project.directory)
            .output()
            .unwrap(),
        [] => panic!("an empty line"),
    }
}

/// Checks the SDK of a copy in the target directory of this workspace, with the same features of dependencies so that
/// they need not be built again.
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
fn commands_of_readme_import_change() {
    let project = Project::copy_of_workspace("update/readme");
    project.commit_all();
    project.write("spec3.yml", &upstream(&project, add_field_and_operation));
    let before = project.read("CHANGELOG.md");
    let commands = commands(&project);
    assert!(commands.len() > 3);
    let mut stdout = String::new();
    for command in &commands {
        let output = run(&project, command);
        // Cargo prints warnings to standard error.
        let is_fine = output.status.success() && !err(&output).contains("warning");
        assert!(is_fine, "{command:?}\n{}{}", out(&output), err(&output));
        stdout.push_str(&out(&output));
    }
    for line in [
        "minor: field added: models::Room.colour (response)",
        "minor: operation added: client.room_layouts().delete()",
    ] {
        assert!(stdout.lines().any(|it| it == line), "{stdout}");
    }
    assert!(
        stdout
            .lines()
            .any(|line| line == "+    pub colour: Option<String>,"),
        "{stdout}"
    );

    let spec = project.read("spec/telnyx-video.yaml");
    assert!(spec.contains("        colour:\n          nullable: true\n          type: string\n"));
    assert!(!spec.contains("Upstream's words") && !spec.contains("faxes"));
    assert!(
        project
            .read("spec/upstream.lock")
            .contains("file: spec3.yml\n")
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
    // New elements without a description are reported.
    let lint = project.xtask(&["spec", "lint"]);
    assert!(lint.status.success());
    assert!(
        out(&lint).contains("warning[missing-docs]: #/components/schemas/Room/properties/colour"),
        "{}",
        out(&lint)
    );
}

#[test]
fn second_update_changes_only_lock() {
    let project = Project::copy_of_workspace("update/again");
    project.write("upstream.yaml", &upstream(&project, |_| ()));
    let changelog = project.read("CHANGELOG.md");
    let before = [
        project.tree("spec"),
        project.tree("telnyx-video"),
        project.tree("xtask"),
    ];
    let output = project.xtask(&["spec", "update", "--from", "upstream.yaml"]);
    assert!(output.status.success(), "{}", err(&output));
    assert!(out(&output).ends_with("(no changes)\n"), "{}", out(&output));
    assert_eq!(project.read("CHANGELOG.md"), changelog);
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
fn failed_update_writes_nothing() {
    let project = Project::copy_of_workspace("update/fails");
    project.write(
        "gone.yaml",
        &upstream(&project, |document| {
            add_field_and_operation(document);
            document["paths"]["/room_compositions"]
                .as_object_mut()
                .unwrap()
                .remove("post");
        }),
    );
    project.write("kept.yaml", &upstream(&project, add_field_and_operation));
    let before = project.tree("");
    let output = project.xtask(&["spec", "update", "--from", "gone.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    let error = err(&output);
    assert!(
        error.contains("error[overlay-targets]: ")
            && error.contains("$.paths['/room_compositions'].post"),
        "{error}"
    );
    assert!(
        error.contains("the updated spec has 2 lint errors, so nothing was written\n  help: "),
        "{error}"
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

/// Renames a value of an enum that the overlay repeats in a filter.
fn rename_enum_value(document: &mut Value) {
    document["components"]["schemas"]["RoomRecording"]["properties"]["status"]["enum"] =
        json!(["completed", "in_progress"]);
}

#[test]
fn renamed_enum_value_needs_only_correction_of_overlay() {
    let project = Project::copy_of_workspace("update/enum");
    let naming = "  - target: $.components.schemas.RoomRecording.properties.status\n    \
                  update: {x-enum-varnames: {processing: Running}}\n";
    let overlay = project.read("spec/overlay.yaml");
    project.write("spec/overlay.yaml", &(overlay + naming));
    project.commit_all();
    project.write("upstream.yaml", &upstream(&project, rename_enum_value));
    let update = ["spec", "update", "--from", "upstream.yaml"];

    let output = project.xtask(&update);
    assert_eq!(output.status.code(), Some(1));
    let outdated = "enum: [completed, processing]";
    let overlay = project.read("spec/overlay.yaml");
    let line = 1 + overlay
        .lines()
        .position(|line| line.trim() == outdated)
        .unwrap();
    let error = err(&output);
    assert!(
        error.starts_with(&format!("spec/overlay.yaml:{line}: error[generator]: "))
            && error.contains(
                "this enum and the one at #/components/schemas/RoomRecording/properties/status both have the name \
                 `RoomRecordingStatus`, so both need the same values; `processing` is only here, and \
                 `in_progress` is only there\n  \
                 help: in `enum`, replace `processing` with `in_progress`\n"
            ),
        "{error}"
    );

    project.edit(
        "spec/overlay.yaml",
        outdated,
        "enum: [completed, in_progress]",
    );
    let output = project.xtask(&update);
    assert!(output.status.success(), "{}", err(&output));
    for line in [
        "major: enum value removed: models::RoomRecordingStatus::Processing",
        "minor: enum value added: models::RoomRecordingStatus::InProgress",
    ] {
        assert!(
            out(&output).lines().any(|it| it == line),
            "{}",
            out(&output)
        );
    }
    let line = 1 + project
        .read("spec/overlay.yaml")
        .lines()
        .position(|line| line.contains("Running"))
        .unwrap();
    let warning = format!("spec/overlay.yaml:{line}: warning: ");
    let error = err(&output);
    assert!(
        error.starts_with(&warning) && error.contains("the enum has no value `processing`"),
        "{error}"
    );
}

#[test]
fn update_after_import_reports_changes_since_last_commit_once() {
    let project = Project::copy_of_workspace("update/imported");
    project.commit_all();
    project.write(
        "upstream.yaml",
        &upstream(&project, add_field_and_operation),
    );
    let import = project.xtask(&["spec", "import", "--from", "upstream.yaml"]);
    assert!(import.status.success(), "{}", err(&import));
    let update = || {
        let output = project.xtask(&["spec", "update", "--from", "upstream.yaml"]);
        assert!(output.status.success(), "{}", err(&output));
        let report = out(&output);
        let line = "minor: field added: models::Room.colour (response)";
        assert!(report.lines().any(|it| it == line), "{report}");
        project.read("CHANGELOG.md")
    };
    let changelog = update();
    assert_eq!(
        changelog
            .matches("- `models::Room.colour`: field added")
            .count(),
        1
    );
    assert_eq!(update(), changelog);
}
