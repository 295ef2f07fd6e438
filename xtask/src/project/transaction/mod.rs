//! Writes several files, or none of them, even if the process is killed.
//!
//! New texts are first written as *drafts* to a staging directory, then a *journal* lists the changes, and then each
//! draft is renamed to its file. A transaction that finds a journal finishes the interrupted one first; without a
//! journal, nothing has changed yet.

mod disk;
mod journal;
mod lock;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};

use crate::project::diagnostics;
use disk::Disk;
use journal::Entry;

/// The name of the staging directory, in the directory of the transaction.
pub(crate) const STAGING: &str = ".xtask-transaction";

/// The new texts of files, or `None` for files to delete, by path in the directory of the transaction.
pub(crate) type Replacements = BTreeMap<String, Option<String>>;

/// The exclusive right to write files below a directory. Ends when it is dropped.
pub(crate) struct Transaction<'a> {
    disk: &'a dyn Disk,
    directory: PathBuf,
    /// Whether the transaction created the directory.
    is_new: bool,
    _lock: File,
}

impl Transaction<'static> {
    /// Locks a directory, and finishes a transaction that was interrupted in it. Creates the directory if it doesn't
    /// exist.
    ///
    /// # Errors
    ///
    /// Returns an error if another process has locked the directory.
    pub(crate) fn begin(directory: &Path) -> Result<Self> {
        Self::begin_on(&disk::System, directory)
    }
}

impl<'a> Transaction<'a> {
    fn begin_on(disk: &'a dyn Disk, directory: &Path) -> Result<Self> {
        let is_new = !directory.exists();
        disk.create_directory(directory)
            .with_context(|| cannot("create", directory))?;
        let lock = lock::acquire(disk, &directory.join(STAGING))?;
        let transaction = Self {
            disk,
            directory: directory.to_owned(),
            is_new,
            _lock: lock,
        };
        transaction.finish_interrupted()?;
        Ok(transaction)
    }

    /// Replaces all files. If one of them can't be replaced, the others keep their text.
    pub(crate) fn commit(self, replacements: &Replacements) -> Result<()> {
        let journal = self.write_drafts(replacements)?;
        self.write_journal(&journal)?;
        let result = self.apply(&journal);
        if result.is_err() {
            self.roll_back(&journal)?;
        }
        self.remove_journal()?;
        result
    }

    fn finish_interrupted(&self) -> Result<()> {
        let path = self.journal();
        if let Some(journal) = journal::read(&path)? {
            self.apply(&journal)
                .context("cannot finish the changes of an interrupted command")?;
            self.remove_journal()?;
            diagnostics::print(&format!(
                "note: finished the changes of an interrupted command in {}",
                self.directory.display()
            ));
        }
        self.disk
            .remove_all_in(&self.staging(), lock::NAME)
            .with_context(|| cannot("clear", &self.staging()))
    }

    /// Writes each text to a draft. Returns the journal of the replacements.
    fn write_drafts(&self, replacements: &Replacements) -> Result<Vec<Entry>> {
        let mut journal = Vec::new();
        for (index, (path, text)) in replacements.iter().enumerate() {
            self.check_target(path)?;
            let entry = Entry {
                path: path.clone(),
                is_removal: text.is_none(),
                index,
            };
            if let Some(text) = text {
                let [target, draft, _] = self.paths(&entry);
                let written = self.disk.write_new(&draft, text);
                written.with_context(|| cannot("write", &target))?;
            }
            journal.push(entry);
        }
        Ok(journal)
    }

    /// Rejects a path that is a directory, or that passes through a symbolic link.
    fn check_target(&self, path: &str) -> Result<()> {
        let target = self.directory.join(path);
        if target.is_dir() {
            bail!("{}: it is a directory", cannot("write", &target));
        }
        let parents = target.ancestors().skip(1);
        let link = parents
            .take_while(|parent| *parent != self.directory)
            .find(|parent| parent.is_symlink());
        match link {
            None => Ok(()),
            Some(link) => Err(anyhow!(
                "cannot write {}: {} is a symbolic link\n  help: replace the link with a directory",
                target.display(),
                link.display()
            )),
        }
    }

    fn write_journal(&self, journal: &[Entry]) -> Result<()> {
        let path = self.journal();
        let incomplete = path.with_extension("incomplete");
        let text = serde_json::to_string(journal)?;
        self.disk
            .write_new(&incomplete, &text)
            .and_then(|()| self.disk.rename(&incomplete, &path))
            .with_context(|| cannot("write", &path))
    }

    fn remove_journal(&self) -> Result<()> {
        let path = self.journal();
        self.disk
            .remove_file(&path)
            .with_context(|| cannot("delete", &path))
    }

    /// Renames the drafts to their files, and the old files to backups. Skips the entries
    /// that an interrupted transaction has already applied.
    fn apply(&self, journal: &[Entry]) -> Result<()> {
        for entry in journal {
            let [target, draft, backup] = self.paths(entry);
            let is_done = !entry.is_removal && !draft.exists();
            if is_done {
                continue;
            }
            let write = || {
                if target.exists() || target.is_symlink() {
                    self.disk.rename(&target, &backup)?;
                }
                if !entry.is_removal {
                    if let Some(parent) = target.parent() {
                        self.disk.create_directory(parent)?;
                    }
                    self.disk.rename(&draft, &target)?;
                }
                Ok::<_, std::io::Error>(())
            };
            write().with_context(|| cannot("write", &target))?;
        }
        Ok(())
    }

    /// Undoes the renames of a failed [`apply`](Self::apply). The drafts exist afterwards, so a transaction that is
    /// interrupted here can still be finished.
    fn roll_back(&self, journal: &[Entry]) -> Result<()> {
        for entry in journal.iter().rev() {
            let [target, draft, backup] = self.paths(entry);
            let restore = || {
                if !entry.is_removal && !draft.exists() {
                    self.disk.rename(&target, &draft)?;
                }
                if backup.exists() || backup.is_symlink() {
                    self.disk.rename(&backup, &target)?;
                }
                Ok::<_, std::io::Error>(())
            };
            restore().with_context(|| cannot("restore", &target))?;
        }
        Ok(())
    }

    fn staging(&self) -> PathBuf {
        self.directory.join(STAGING)
    }

    fn journal(&self) -> PathBuf {
        self.staging().join("journal.json")
    }

    /// Returns the paths of a file, its draft and its backup.
    fn paths(&self, Entry { path, index, .. }: &Entry) -> [PathBuf; 3] {
        let staged = |extension| self.staging().join(format!("{index}.{extension}"));
        [self.directory.join(path), staged("new"), staged("old")]
    }
}

impl Drop for Transaction<'_> {
    /// Removes the staging directory, unless the next transaction has to finish this one.
    fn drop(&mut self) {
        // An error is ignored: the next transaction removes the remaining files.
        if !self.journal().exists() {
            let _ = self.disk.remove_directory(&self.staging());
        }
        if self.is_new {
            // Fails if the directory has files.
            let _ = fs::remove_dir(&self.directory);
        }
    }
}

/// Returns the message for a file that can't be read or written; the cause follows it.
pub(super) fn cannot(verb: &str, path: &Path) -> String {
    format!(
        "cannot {verb} {}\n  help: check the path and its permissions\n  cause",
        path.display()
    )
}
