//! A temporary project for each test.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;

/// The names of the projects so far.
static NAMES: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// A directory that `xtask` uses as the workspace.
pub(crate) struct Project {
    pub(crate) directory: PathBuf,
}

impl Project {
    /// Creates an empty project. The name is that of the test module and a part that is unique in it.
    pub(crate) fn new(name: &str) -> Self {
        let is_new = NAMES.lock().unwrap().insert(name.to_owned());
        assert!(is_new, "two tests use the project name `{name}`");
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("xtask")
            .join(name);
        let _ = fs::remove_dir_all(&directory);
        fs::create_dir_all(&directory).unwrap();
        Self { directory }
    }

    /// Creates a copy of this workspace without the target directory.
    pub(crate) fn copy_of_workspace(name: &str) -> Self {
        let project = Self::new(name);
        let original = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        copy(original, &project.directory);
        project
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.directory.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Replaces the first occurrence of a string in a file.
    pub(crate) fn edit(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert!(text.contains(old), "{path} does not contain {old:?}");
        self.write(path, &text.replacen(old, new, 1));
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.directory.join(path)).unwrap()
    }

    /// Returns the paths and contents of all files below a directory.
    pub(crate) fn tree(&self, path: &str) -> BTreeMap<PathBuf, String> {
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

    /// Creates a git repository if there is none, and commits all files.
    pub(crate) fn commit_all(&self) {
        let author = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
        let commit = [
            "-c",
            "commit.gpgsign=false",
            "commit",
            "--quiet",
            "--message",
            "All",
        ];
        for arguments in [
            &["init", "--quiet"][..],
            &["add", "--all"],
            &[&author[..], &commit].concat(),
        ] {
            let git = Command::new("git")
                .args(arguments)
                .current_dir(&self.directory)
                .status();
            assert!(git.unwrap().success(), "git {arguments:?}");
        }
    }

    /// Runs a task with the directory as its workspace.
    pub(crate) fn xtask(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(arguments);
        command.env("CARGO_MANIFEST_DIR", self.directory.join("xtask"));
        command.output().unwrap()
    }

    /// Runs a task on this workspace, with the directory as the current one.
    pub(crate) fn xtask_of_workspace(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Returns the command for a task on this workspace, with the directory as the current one.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(arguments).current_dir(&self.directory);
        command
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        // In a linked work tree, `.git` is a file with the path of the original repository.
        if [".git", "target"]
            .map(OsStr::new)
            .contains(&&*entry.file_name())
        {
            continue;
        }
        // Copies the targets of links.
        if entry.path().is_file() {
            fs::copy(entry.path(), target).unwrap();
        } else {
            copy(&entry.path(), &target);
        }
    }
}

/// Returns the standard output of a command.
pub(crate) fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Returns the standard error of a command.
pub(crate) fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}
