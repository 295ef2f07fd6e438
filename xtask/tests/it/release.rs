//! `cargo xtask release` on a copy of this workspace.

use std::collections::BTreeSet;
use std::process::{Command, Output};

use crate::project::{Project, err, out};

/// A changelog with an unreleased change.
const CHANGELOG: &str =
    "# Changelog\n\n## [Unreleased]\n\n### For users of the SDK\n\n#### Added\n\n- One.\n";

/// A copy of this workspace with its own git repository.
struct Repository {
    project: Project,
}

impl Repository {
    fn new(test: &str) -> Self {
        let repository = Self {
            project: Project::copy_of_workspace(&format!("release/{test}")),
        };
        repository.project.write("CHANGELOG.md", CHANGELOG);
        repository.project.edit(
            "telnyx-video/Cargo.toml",
            "\nrepository = \"\"\n",
            "\nrepository = \"https://example.com/telnyx-video\"\n",
        );
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository.git(&["config", "user.name", "A"]);
        repository.git(&["config", "user.email", "a@example.com"]);
        repository.git(&["config", "commit.gpgsign", "false"]);
        repository.git(&["config", "tag.gpgsign", "false"]);
        repository.commit("All");
        repository
    }

    fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git")
            .args(arguments)
            .current_dir(&self.project.directory)
            .output()
            .unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", err(&output));
        out(&output).trim().to_owned()
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    /// Runs a release without the checks of `ci`.
    fn release(&self, arguments: &[&str]) -> Output {
        let arguments = [&["release", "--skip-ci"], arguments].concat();
        self.project.xtask(&arguments)
    }

    /// Returns the error of a release that must fail without a commit.
    fn release_error(&self, arguments: &[&str]) -> String {
        let before = self.git(&["rev-parse", "HEAD"]);
        let output = self.release(arguments);
        assert!(!output.status.success(), "{}", out(&output));
        assert_eq!(self.git(&["rev-parse", "HEAD"]), before);
        err(&output)
    }

    fn tags(&self) -> String {
        self.git(&["tag", "--list"])
    }
}

#[track_caller]
fn assert_success(output: &Output) {
    assert!(output.status.success(), "{}", err(output));
}

#[test]
fn release_updates_version_changelog_and_tag() {
    let repository = Repository::new("versions");
    let project = &repository.project;

    let output = repository.release(&["--dry-run"]);
    assert_success(&output);
    assert!(out(&output).contains("would release v0.1.0"));
    assert_eq!(repository.git(&["status", "--porcelain"]), "");
    assert_eq!(repository.tags(), "");

    assert_success(&repository.release(&[]));
    assert_eq!(repository.tags(), "v0.1.0");
    assert_eq!(repository.git(&["status", "--porcelain"]), "");
    assert_eq!(
        repository.git(&["log", "-1", "--format=%s", "v0.1.0"]),
        "Release 0.1.0"
    );
    let changelog = project.read("CHANGELOG.md");
    assert!(
        changelog.starts_with("# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 20"),
        "{changelog}"
    );

    let error = repository.release_error(&[]);
    assert!(
        error.contains("CHANGELOG.md: no entries below `## [Unreleased]`"),
        "{error}"
    );

    // The contract removes a field that callers use, so the minor version must increase.
    repository.project.edit(
        "CHANGELOG.md",
        "## [Unreleased]\n",
        "## [Unreleased]\n\n### For users of the SDK\n\n#### Changed\n\n- Two.\n",
    );
    repository.project.edit(
        "spec/telnyx-video.yaml",
        "max_participants:",
        "most_participants:",
    );
    repository.commit("Rename a field");
    let error = repository.release_error(&["0.1.1"]);
    assert!(
        error.contains("version 0.1.1 is too low: since v0.1.0, `spec diff` reports changes"),
        "{error}"
    );
    assert_success(&repository.release(&[]));
    assert_eq!(repository.tags(), "v0.1.0\nv0.2.0");
    let manifest = project.read("telnyx-video/Cargo.toml");
    assert!(manifest.contains("name = \"telnyx-video\"\nversion = \"0.2.0\"\n"));
    let lock = project.read("Cargo.lock");
    assert!(lock.contains("name = \"telnyx-video\"\nversion = \"0.2.0\"\n"));
    assert!(
        project
            .read("README.md")
            .contains("\ntelnyx-video = \"0.2\"\n")
    );
    assert!(project.read("CHANGELOG.md").contains("\n## [0.2.0] - 20"));
}

#[test]
fn release_requires_clean_tree_on_main() {
    let repository = Repository::new("tree");
    repository.project.write("note.txt", "not committed");
    let error = repository.release_error(&[]);
    assert!(error.contains("uncommitted changes"), "{error}");
    assert!(error.contains("note.txt"), "{error}");
    repository.git(&["switch", "--quiet", "--create", "other"]);
    repository.commit("A note");
    let error = repository.release_error(&[]);
    assert!(
        error.contains("cannot release from branch `other`"),
        "{error}"
    );
    assert!(error.contains("git switch main"), "{error}");
}

#[test]
fn release_without_repository_url_names_line_to_set() {
    let repository = Repository::new("url");
    repository.project.edit(
        "telnyx-video/Cargo.toml",
        "\nrepository = \"https://example.com/telnyx-video\"\n",
        "\nrepository = \"\"\n",
    );
    repository.commit("Remove the URL");
    let error = repository.release_error(&["--dry-run"]);
    let manifest = repository.project.read("telnyx-video/Cargo.toml");
    let number = 1 + manifest
        .lines()
        .position(|line| line == "repository = \"\"")
        .unwrap();
    assert_eq!(
        error,
        format!(
            "error: telnyx-video/Cargo.toml:{number}: the crate has no repository URL\n  \
             help: set `repository = \"https://…\"` in `[package]`, with the URL of the git repository\n"
        )
    );
}

#[test]
fn package_has_sources_documentation_examples_and_licences() {
    let output = Command::new(env!("CARGO"))
        .args([
            "package",
            "--list",
            "--offline",
            "--allow-dirty",
            "--package",
            "telnyx-video",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert_success(&output);
    let list = out(&output);
    let entries: BTreeSet<&str> = list
        .lines()
        .map(|path| path.split('/').next().unwrap())
        // Only in a repository.
        .filter(|entry| *entry != ".cargo_vcs_info.json")
        .collect();
    assert_eq!(
        Vec::from_iter(entries),
        [
            "Cargo.lock",
            "Cargo.toml",
            "Cargo.toml.orig",
            "LICENSE-APACHE",
            "LICENSE-MIT",
            "README.md",
            "docs",
            "examples",
            "src",
        ]
    );
}
