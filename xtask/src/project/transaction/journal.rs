//! The list of changes that a transaction makes.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::cannot;

/// A file that is written or removed.
#[derive(Serialize, Deserialize)]
pub(super) struct Entry {
    /// The path in the directory of the transaction.
    pub(super) path: String,
    pub(super) is_removal: bool,
    /// The number in the names of the draft and the backup.
    pub(super) index: usize,
}

/// Reads the journal of an interrupted transaction, if there is one.
pub(super) fn read(path: &Path) -> Result<Option<Vec<Entry>>> {
    let text = match fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        text => text.with_context(|| cannot("read", path))?,
    };
    serde_json::from_str(&text).map(Some).with_context(|| {
        format!(
            "invalid journal {}\n  help: delete its directory, and restore the files around it from git\n  cause",
            path.display()
        )
    })
}
