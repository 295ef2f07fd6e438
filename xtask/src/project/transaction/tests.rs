use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::io::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};

use super::disk::{Disk, System};
use super::{Replacements, STAGING, Transaction};

/// How a disk fails.
#[derive(Clone, Copy, PartialEq)]
enum Failure {
    /// One operation fails, as on a full disk.
    Once,
    /// All further operations fail, as if the process were killed.
    Always,
}

/// A disk whose operation with the index `at` fails.
struct FailingDisk {
    failure: Failure,
    at: usize,
    operations: Cell<usize>,
}

impl FailingDisk {
    fn new(failure: Failure, at: usize) -> Self {
        let operations = Cell::new(0);
        Self {
            failure,
            at,
            operations,
        }
    }

    fn has_failed(&self) -> bool {
        self.operations.get() > self.at
    }

    fn count(&self) -> Result<()> {
        let index = self.operations.replace(self.operations.get() + 1);
        let fails = match self.failure {
            Failure::Once => index == self.at,
            Failure::Always => index >= self.at,
        };
        match fails {
            true => Err(Error::from(ErrorKind::StorageFull)),
            false => Ok(()),
        }
    }
}

impl Disk for FailingDisk {
    fn create_directory(&self, path: &Path) -> Result<()> {
        self.count()?;
        System.create_directory(path)
    }

    fn write_new(&self, path: &Path, text: &str) -> Result<()> {
        let half = text.get(..text.len() / 2).unwrap_or("");
        self.count().inspect_err(|_| {
            let _ = System.write_new(path, half);
        })?;
        System.write_new(path, text)
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        self.count()?;
        System.rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> Result<()> {
        self.count()?;
        System.remove_file(path)
    }

    fn remove_directory(&self, path: &Path) -> Result<()> {
        self.count()?;
        System.remove_directory(path)
    }
}

type Files = BTreeMap<String, String>;

fn files(files: &[(&str, &str)]) -> Files {
    let owned = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
    files.iter().map(owned).collect()
}

fn old() -> Files {
    files(&[
        ("a.rs", "old a"),
        ("b/c.rs", "old c"),
        ("d.rs", "old d"),
        ("mine.txt", "kept"),
    ])
}

fn new() -> Files {
    files(&[
        ("a.rs", "new a"),
        ("b/c.rs", "new c"),
        ("e/f.rs", "new f"),
        ("mine.txt", "kept"),
    ])
}

/// The replacements that turn `old` into `new`.
fn replacements() -> Replacements {
    let mut replacements: Replacements = new()
        .into_iter()
        .map(|(path, text)| (path, Some(text)))
        .collect();
    replacements.remove("mine.txt");
    replacements.insert("d.rs".to_owned(), None);
    replacements
}

/// Creates a directory with the old files.
fn directory(name: &str) -> PathBuf {
    let directory = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&directory);
    for (path, text) in old() {
        let path = directory.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    directory
}

/// Returns the files in a directory, without empty directories.
fn read(directory: &Path) -> Files {
    let mut files = Files::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            files.extend(
                read(&path)
                    .into_iter()
                    .map(|(inner, text)| (format!("{name}/{inner}"), text)),
            );
        } else {
            files.insert(name, fs::read_to_string(path).unwrap());
        }
    }
    files
}

fn commit(disk: &dyn Disk, directory: &Path) -> anyhow::Result<()> {
    Transaction::begin_on(disk, directory)?.commit(&replacements())
}

#[test]
fn transaction_killed_at_any_operation_is_finished_or_had_no_effect() {
    let mut outcomes = [0, 0];
    for at in 0.. {
        let directory = directory("killed");
        let disk = FailingDisk::new(Failure::Always, at);
        let _ = commit(&disk, &directory);
        drop(Transaction::begin(&directory).unwrap());
        let found = read(&directory);
        let outcome = [old(), new()].iter().position(|it| *it == found);
        outcomes[outcome.unwrap_or_else(|| panic!("killed at {at}: {found:?}"))] += 1;
        fs::remove_dir_all(directory).unwrap();
        if !disk.has_failed() {
            break;
        }
    }
    assert!(outcomes.iter().all(|count| *count > 2), "{outcomes:?}");
}

#[test]
fn transaction_whose_recovery_is_killed_is_finished_by_the_next() {
    for at in 0.. {
        let directory = directory("recovery");
        // The second rename of the four files fails: the journal exists, and one file is replaced.
        let _ = commit(&FailingDisk::new(Failure::Always, 9), &directory);
        assert!(directory.join(STAGING).exists());
        let disk = FailingDisk::new(Failure::Always, at);
        let _ = Transaction::begin_on(&disk, &directory).map(drop);
        drop(Transaction::begin(&directory).unwrap());
        assert_eq!(read(&directory), new(), "killed at {at}");
        fs::remove_dir_all(directory).unwrap();
        if !disk.has_failed() {
            break;
        }
    }
}

#[test]
fn failed_operation_leaves_all_files_unchanged() {
    for at in 0.. {
        let directory = directory("full");
        let disk = FailingDisk::new(Failure::Once, at);
        let is_committed = commit(&disk, &directory).is_ok();
        drop(Transaction::begin(&directory).unwrap());
        let expected = if is_committed { new() } else { old() };
        // After the last rename, only cleaning up can fail, which the next transaction does.
        let found = read(&directory);
        assert!(
            found == expected || found == new(),
            "failed at {at}: {found:?}"
        );
        fs::remove_dir_all(directory).unwrap();
        if !disk.has_failed() {
            break;
        }
    }
}

#[test]
fn second_transaction_in_same_directory_is_rejected() {
    let directory = directory("locked");
    let transaction = Transaction::begin(&directory).unwrap();
    let error = Transaction::begin(&directory).map(drop).unwrap_err();
    let message = format!(
        "another command is writing to {}\n  help: wait until it has finished, then repeat this one",
        directory.display()
    );
    assert_eq!(error.to_string(), message);
    drop(transaction);
    drop(Transaction::begin(&directory).unwrap());
    assert_eq!(read(&directory), old());
    fs::remove_dir_all(directory).unwrap();
}

#[test]
fn new_directory_without_files_is_removed() {
    let directory = directory("new").join("inner");
    drop(Transaction::begin(&directory).unwrap());
    assert!(!directory.exists());
    fs::remove_dir_all(directory.parent().unwrap()).unwrap();
}

#[cfg(unix)]
#[test]
fn path_through_symbolic_link_is_rejected() {
    use std::os::unix::fs::symlink;

    let directory = directory("link");
    let outside = directory.with_extension("outside");
    fs::create_dir_all(&outside).unwrap();
    symlink(&outside, directory.join("e")).unwrap();
    let error = commit(&System, &directory).unwrap_err();
    assert!(
        error.to_string().contains("e is a symbolic link"),
        "{error}"
    );
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
    fs::remove_dir_all(directory).unwrap();
    fs::remove_dir_all(outside).unwrap();
}
