//! The documents that tasks read, and where those of the project are.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use codegen::Input;
use codegen::source::bundle::{Files, no_files};
use codegen::source::load::Source;

use crate::project::git;
use crate::root;

/// The contract, by its path in the project.
pub(crate) const SPEC: &str = "spec/telnyx-video.yaml";
/// Our decisions about it.
pub(crate) const OVERLAY: &str = "spec/overlay.yaml";

/// A document of the command line, under the name by which errors speak of it.
pub(crate) struct Document {
    name: String,
    /// How emitted files name it, if not by the last part of that.
    origin: Option<String>,
    text: String,
    /// Gives the text of a file beside it, by its path from there.
    beside: Box<Beside>,
}

type Beside = dyn Fn(&str) -> std::result::Result<String, String> + Sync;

impl Document {
    fn read(path: &Path, name: &str) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| {
            format!("cannot read {name}\n  help: check the path, and that the file is text in UTF-8\n  cause")
        })?;
        Ok(Self {
            name: name.to_owned(),
            origin: None,
            text,
            beside: match path.parent().map(PathBuf::from) {
                Some(directory) => Box::new(move |path| read_beside(&directory, path)),
                None => Box::new(no_files),
            },
        })
    }

    /// An OpenAPI document and its overlay: those that the user named, or those of the project. One that the user named
    /// has no overlay but one that the user named as well.
    pub(crate) fn pair(
        spec: Option<&Path>,
        overlay: Option<&Path>,
    ) -> Result<(Self, Option<Self>)> {
        let overlay = overlay.map(Self::given);
        Ok(match spec {
            Some(spec) => (Self::given(spec)?, overlay.transpose()?),
            None => (
                Self::of_project(SPEC)?,
                Some(overlay.unwrap_or_else(|| Self::of_project(OVERLAY))?),
            ),
        })
    }

    /// A file that the user named.
    pub(crate) fn given(path: &Path) -> Result<Self> {
        Self::read(path, &path.display().to_string())
    }

    /// A file of the project, by its path there.
    pub(crate) fn of_project(path: &str) -> Result<Self> {
        let document = Self::read(&root().join(path), path)?;
        Ok(Self {
            origin: Some(path.to_owned()),
            ..document
        })
    }

    /// A file of the project, as it stood in a revision.
    pub(crate) fn of_revision(revision: &str, path: &str) -> Result<Self> {
        Ok(Self {
            name: format!("{revision}:{path}"),
            origin: Some(path.to_owned()),
            text: git::show(revision, path)?,
            beside: beside_in_revision(revision, path),
        })
    }

    /// A text that is to become a file of the project.
    pub(crate) fn computed(path: &str, text: String) -> Self {
        Self {
            name: path.to_owned(),
            origin: Some(path.to_owned()),
            text,
            beside: Box::new(no_files),
        }
    }

    /// The files beside the document.
    pub(crate) fn files(&self) -> Files<'_> {
        &*self.beside
    }

    /// The document and its overlay as the generator takes them.
    pub(crate) fn input<'a>(&'a self, overlay: Option<&'a Self>) -> Input<'a> {
        let input = Input::new(self.source(), overlay.map(Self::source));
        Input {
            origin: self.origin.as_deref().unwrap_or(input.origin),
            files: self.files(),
            ..input
        }
    }

    /// The document as the generator takes it.
    pub(crate) fn source(&self) -> Source<'_> {
        Source {
            name: &self.name,
            text: &self.text,
        }
    }
}

fn read_beside(directory: &Path, path: &str) -> std::result::Result<String, String> {
    fs::read_to_string(directory.join(path)).map_err(|error| match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        _ => format!("it cannot be read: {error}"),
    })
}

/// The files beside a file of the project, as they stood in a revision.
fn beside_in_revision(revision: &str, path: &str) -> Box<Beside> {
    let revision = revision.to_owned();
    let directory = path.rsplit_once('/').map(|(directory, _)| directory);
    let directory = directory.map_or(String::new(), |directory| format!("{directory}/"));
    Box::new(move |path| {
        git::show(&revision, &format!("{directory}{path}"))
            .map_err(|_| format!("the revision `{revision}` has no such file in UTF-8"))
    })
}
