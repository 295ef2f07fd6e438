//! The lock on a staging directory. The operating system releases it when the process ends, even if it is killed.

use std::fs::{File, TryLockError};
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use same_file::Handle;

use super::cannot;
use super::disk::Disk;

/// The name of the lock file in the staging directory.
pub(super) const NAME: &str = "lock";

/// Creates the staging directory, if it doesn't exist, and locks it.
pub(super) fn acquire(disk: &dyn Disk, staging: &Path) -> Result<File> {
    if staging.is_symlink() {
        bail!(
            "{} is a symbolic link\n  help: delete it",
            staging.display()
        );
    }
    let path = staging.join(NAME);
    loop {
        disk.create_directory(staging)
            .with_context(|| cannot("create", staging))?;
        let open = || File::options().create(true).append(true).open(&path);
        let file = open().with_context(|| cannot("write", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(anyhow!(
                    "another command is writing to {}\n  help: wait until it has finished, then repeat this one",
                    staging.parent().unwrap_or(staging).display()
                ));
            }
            Err(TryLockError::Error(error)) => {
                return Err(error).with_context(|| cannot("lock", &path));
            }
        }
        // The process that had the lock may have removed the file after it was opened here.
        let locked = file.try_clone().and_then(Handle::from_file);
        let locked = locked.with_context(|| cannot("read", &path))?;
        if Handle::from_path(&path).is_ok_and(|current| current == locked) {
            return Ok(file);
        }
    }
}
