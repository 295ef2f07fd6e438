//! Replaces several files, or none of them if one can't be replaced.
//!
//! The new text is first written to a *draft* next to each file, so that a full disk, for example, is noticed before
//! any file changes. Then each draft is renamed to its file.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::root;

/// A file to write or delete.
#[derive(Debug)]
pub(crate) struct Replacement {
    pub(crate) path: PathBuf,
    /// The new text, or `None` to delete the file.
    pub(crate) text: Option<String>,
}

impl Replacement {
    /// Creates a replacement of a project file.
    pub(crate) fn in_project(path: &str, text: String) -> Self {
        Self {
            path: root().join(path),
            text: Some(text),
        }
    }
}

/// Replaces all files. If one of them can't be replaced, the others keep their text.
pub(crate) fn replace(replacements: &[Replacement]) -> Result<()> {
    let mut drafts = Vec::new();
    let mut replaced = Vec::new();
    let result = write_drafts(replacements, &mut drafts)
        .and_then(|()| rename_drafts(replacements, &mut replaced));
    if result.is_err() {
        // Errors of the rollback are ignored, since the first error is the one to report. A renamed draft no longer
        // exists.
        for draft in &drafts {
            let _ = fs::remove_file(draft);
        }
        for (path, old) in replaced.into_iter().rev() {
            let _ = match old {
                Some(old) => fs::write(path, old),
                None => fs::remove_file(path),
            };
        }
    }
    result
}

fn draft(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".draft");
    PathBuf::from(name)
}

/// Writes each text to a draft, and adds the paths of the drafts to `drafts`.
fn write_drafts(replacements: &[Replacement], drafts: &mut Vec<PathBuf>) -> Result<()> {
    for Replacement { path, text } in replacements {
        let Some(text) = text else { continue };
        if path.is_dir() {
            bail!("{}: it is a directory", cannot("write", path));
        }
        let draft = draft(path);
        drafts.push(draft.clone());
        path.parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&draft, text))
            .with_context(|| cannot("write", path))?;
    }
    Ok(())
}

/// Renames the drafts to their files, and adds the paths and old contents of the files to `replaced`.
fn rename_drafts<'a>(
    replacements: &'a [Replacement],
    replaced: &mut Vec<(&'a Path, Option<Vec<u8>>)>,
) -> Result<()> {
    for Replacement { path, text } in replacements {
        let old = match fs::read(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            old => Some(old.with_context(|| cannot("read", path))?),
        };
        match text {
            Some(_) => fs::rename(draft(path), path),
            None => fs::remove_file(path),
        }
        .with_context(|| cannot("write", path))?;
        replaced.push((path, old));
    }
    Ok(())
}

/// Returns the message for a file that can't be read or written; the cause follows it.
pub(super) fn cannot(verb: &str, path: &Path) -> String {
    format!(
        "cannot {verb} {}\n  help: check the path and its permissions\n  cause",
        path.display()
    )
}
