//! A project of its own for each test.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;

/// The names of the projects that there are.
static TAKEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// A directory, empty at first, that `xtask` takes for that of the workspace.
pub(crate) struct Project {
    pub(crate) directory: PathBuf,
}

impl Project {
    /// Its name is that of the module and something of the test's own: no other test may have it.
    pub(crate) fn new(name: &str) -> Self {
        let is_free = TAKEN.lock().unwrap().insert(name.to_owned());
        assert!(is_free, "two tests have a project with the name `{name}`");
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("xtask")
            .join(name);
        let _ = fs::remove_dir_all(&directory);
        fs::create_dir_all(&directory).unwrap();
        Self { directory }
    }

    /// A copy of this project as it is, without what was built of it.
    pub(crate) fn copied(name: &str) -> Self {
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

    /// Replaces a text in a file, where it stands first.
    pub(crate) fn edit(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert!(text.contains(old), "{path} has no {old:?}");
        self.write(path, &text.replacen(old, new, 1));
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.directory.join(path)).unwrap()
    }

    /// Every file below a directory with its text.
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

    /// Makes a repository of it, with all that is there in a commit.
    pub(crate) fn commit_all(&self) {
        let who = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
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
            &[&who[..], &commit].concat(),
        ] {
            let git = Command::new("git")
                .args(arguments)
                .current_dir(&self.directory)
                .status();
            assert!(git.unwrap().success(), "git {arguments:?}");
        }
    }

    /// Runs a task that takes the directory for that of the workspace.
    pub(crate) fn xtask(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(arguments);
        command.env("CARGO_MANIFEST_DIR", self.directory.join("xtask"));
        command.output().unwrap()
    }

    /// Runs a task of the workspace that is tested, from within the directory.
    pub(crate) fn xtask_of_workspace(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// The command for a task of the workspace that is tested, from within the directory.
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
        // In a work tree `.git` is a file, which would lead back to the repository of the original.
        if [".git", "target"]
            .map(OsStr::new)
            .contains(&&*entry.file_name())
        {
            continue;
        }
        // Of a link, what it leads to.
        if entry.path().is_file() {
            fs::copy(entry.path(), target).unwrap();
        } else {
            copy(&entry.path(), &target);
        }
    }
}

/// What was printed as the result.
pub(crate) fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What was printed beside it.
pub(crate) fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}
