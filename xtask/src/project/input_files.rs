//! Reads documents, which aren't trusted, and the files that they refer to.

use std::fs::{self, File};
use std::io::{Error, ErrorKind, Read, Result};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

const BYTES_PER_MEBIBYTE: u64 = 1 << 20;

/// The default of `--max-input-size`, in mebibytes. The largest public documents have about 20.
pub(crate) const DEFAULT_MAX_SIZE: u64 = 64;

/// The value of `--max-input-size`, in mebibytes.
static MAX_SIZE: AtomicU64 = AtomicU64::new(DEFAULT_MAX_SIZE);

/// Sets the greatest total size of a document and the files that it refers to, in mebibytes.
pub(crate) fn set_max_size(mebibytes: u64) {
    MAX_SIZE.store(mebibytes, Ordering::Relaxed);
}

/// The number of bytes that a document and the files that it refers to may still have.
pub(super) struct Budget(AtomicU64);

impl Budget {
    pub(super) fn new() -> Self {
        let mebibytes = MAX_SIZE.load(Ordering::Relaxed);
        Self(AtomicU64::new(mebibytes.saturating_mul(BYTES_PER_MEBIBYTE)))
    }

    /// Reads a file as UTF-8 text.
    pub(super) fn read(&self, path: &Path) -> Result<String> {
        let remaining = self.0.load(Ordering::Relaxed);
        let mut bytes = Vec::new();
        let count = File::open(path)?
            .take(remaining.saturating_add(1))
            .read_to_end(&mut bytes)? as u64;
        let remaining = remaining.checked_sub(count).ok_or_else(|| {
            Error::other(format!(
                "the document and its files have more than {} MiB; `--max-input-size` raises the limit",
                MAX_SIZE.load(Ordering::Relaxed)
            ))
        })?;
        self.0.store(remaining, Ordering::Relaxed);
        String::from_utf8(bytes).map_err(|error| Error::new(ErrorKind::InvalidData, error))
    }

    /// Reads a file that a document refers to by a path relative to its directory. It must be a regular file below the
    /// directory, also after symbolic links are followed.
    pub(super) fn read_below(&self, directory: &Path, path: &str) -> Result<String> {
        let directory = match directory.as_os_str().is_empty() {
            true => Path::new("."),
            false => directory,
        };
        let file = directory.join(path).canonicalize()?;
        if !file.starts_with(directory.canonicalize()?) {
            return Err(Error::other(
                "it is a link to a file outside the directory of the document",
            ));
        }
        if !fs::metadata(&file)?.is_file() {
            return Err(Error::other("it is not a regular file"));
        }
        self.read(&file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_over_total_size_are_rejected() {
        let directory = std::env::temp_dir().join(format!("xtask-input-{}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        fs::write(directory.join("a.yaml"), "12345").unwrap();
        let budget = Budget(AtomicU64::new(12));
        for _ in 0..2 {
            assert_eq!(budget.read_below(&directory, "a.yaml").unwrap(), "12345");
        }
        let error = budget.read_below(&directory, "a.yaml").unwrap_err();
        assert_eq!(
            error.to_string(),
            "the document and its files have more than 64 MiB; `--max-input-size` raises the limit"
        );
        fs::remove_dir_all(directory).unwrap();
    }
}
