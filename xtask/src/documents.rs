//! The documents that tasks read, and where those of the project are.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use codegen::load::Source;

use crate::root;

/// The contract, by its path in the project.
pub(crate) const SPEC: &str = "spec/telnyx-video.yaml";
/// Our decisions about it.
pub(crate) const OVERLAY: &str = "spec/overlay.yaml";

/// A document of the command line, under the name by which errors speak of it.
pub(crate) struct Document {
    name: String,
    text: String,
}

impl Document {
    fn read(path: &Path, name: &str) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| {
            format!("cannot read {name}\n  help: check the path, and that the file is text in UTF-8\n  cause")
        })?;
        Ok(Self {
            name: name.to_owned(),
            text,
        })
    }

    /// A file that the user named.
    pub(crate) fn given(path: &Path) -> Result<Self> {
        Self::read(path, &path.display().to_string())
    }

    /// A file of the project, by its path there.
    pub(crate) fn of_project(path: &str) -> Result<Self> {
        Self::read(&root().join(path), path)
    }

    /// The document as the generator takes it.
    pub(crate) fn source(&self) -> Source<'_> {
        Source {
            name: &self.name,
            text: &self.text,
        }
    }
}
