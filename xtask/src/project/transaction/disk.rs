//! The operations of a transaction that change the file system. Tests let them fail.

use std::fs::{self, File};
use std::io::{Result, Write};
use std::path::Path;

pub(super) trait Disk {
    /// Creates a directory and its parents, unless they exist.
    fn create_directory(&self, path: &Path) -> Result<()> {
        fs::create_dir_all(path)
    }

    /// Writes a file that doesn't exist yet.
    fn write_new(&self, path: &Path, text: &str) -> Result<()> {
        File::create_new(path)?.write_all(text.as_bytes())
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        fs::rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> Result<()> {
        fs::remove_file(path)
    }

    /// Removes a directory and everything in it.
    fn remove_directory(&self, path: &Path) -> Result<()> {
        fs::remove_dir_all(path)
    }

    /// Removes the files in a directory, except for the one with the name `kept`.
    fn remove_all_in(&self, directory: &Path, kept: &str) -> Result<()> {
        for entry in fs::read_dir(directory)? {
            let entry = entry?;
            if entry.file_name() != kept {
                self.remove_file(&entry.path())?;
            }
        }
        Ok(())
    }
}

/// The file system of the operating system.
pub(super) struct System;

impl Disk for System {}
