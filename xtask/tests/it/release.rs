//! `cargo xtask release` on a copy of this project.

use std::process::{Command, Output};

use crate::project::{Project, err, out};

/// A changelog of the copy, which has something to release.
const CHANGELOG: &str =
    "# Changelog\n\n## [Unreleased]\n\n### For users of the SDK\n\n#### Added\n\n- One.\n";

/// A copy of this project with a repository of its own.
struct Repository {
    project: Project,
}

impl Repository {
    fn new(test: &str) -> Self {
        let repository = Self {
            project: Project::copied(&format!("release/{test}")),
        };
        repository.project.write("CHANGELOG.md", CHANGELOG);
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

    /// The checks of `ci` are those of this project, and not those of a release.
    fn release(&self, arguments: &[&str]) -> Output {
        let arguments = [&["release", "--skip-ci"], arguments].concat();
        self.project.xtask(&arguments)
    }

    fn refusal(&self, arguments: &[&str]) -> String {
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
fn releases_follow_each_other() {
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

    let refusal = repository.refusal(&[]);
    assert!(
        refusal.contains("CHANGELOG.md: no entries below `## [Unreleased]`"),
        "{refusal}"
    );

    // What callers used is gone: the contract asks for more than the changelog.
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
    let refusal = repository.refusal(&["0.1.1"]);
    assert!(
        refusal.contains("version 0.1.1 is too low: since v0.1.0, the contract has changed"),
        "{refusal}"
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
fn only_what_is_committed_on_main_is_released() {
    let repository = Repository::new("tree");
    repository.project.write("note.txt", "not committed");
    let refusal = repository.refusal(&[]);
    assert!(refusal.contains("uncommitted changes"), "{refusal}");
    assert!(refusal.contains("note.txt"), "{refusal}");
    repository.git(&["switch", "--quiet", "--create", "other"]);
    repository.commit("A note");
    let refusal = repository.refusal(&[]);
    assert!(
        refusal.contains("cannot release from branch `other`"),
        "{refusal}"
    );
    assert!(refusal.contains("git switch main"), "{refusal}");
}
