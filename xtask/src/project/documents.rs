//! The documents that tasks read: files, project files, and project files in a git revision.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use codegen::Input;
use codegen::source::bundle::{self, no_files};
use codegen::source::load::Source;

use crate::project::git;
use crate::project::input_files::Budget;
use crate::project::root::root;

/// The path of the spec in the project.
pub(crate) const SPEC: &str = "spec/telnyx-video.yaml";
/// The path of the overlay in the project.
pub(crate) const OVERLAY: &str = "spec/overlay.yaml";

/// Whether a path of the command line is that of the project's spec.
pub(crate) fn is_spec_of_project(path: &Path) -> bool {
    let spec = root().join(SPEC).canonicalize();
    spec.is_ok_and(|spec| path.canonicalize().is_ok_and(|path| path == spec))
}

/// A document and its overlay.
pub(crate) struct Contract {
    pub(crate) spec: Document,
    pub(crate) overlay: Option<Document>,
}

impl Contract {
    /// Reads the spec and the overlay that the command line names. The defaults are those of the project, but any other
    /// spec has no overlay by default.
    pub(crate) fn from_paths(spec: Option<&Path>, overlay: Option<&Path>) -> Result<Self> {
        let overlay = overlay.map(Document::from_path);
        Ok(match spec.filter(|spec| !is_spec_of_project(spec)) {
            Some(spec) => Self {
                spec: Document::from_path(spec)?,
                overlay: overlay.transpose()?,
            },
            None => Self {
                spec: Document::in_project(SPEC)?,
                overlay: Some(overlay.unwrap_or_else(|| Document::in_project(OVERLAY))?),
            },
        })
    }

    /// Reads the spec and the overlay of the project from a revision.
    pub(crate) fn at_revision(revision: &str) -> Result<Self> {
        Ok(Self {
            spec: Document::at_revision(revision, SPEC)?,
            overlay: Some(Document::at_revision(revision, OVERLAY)?),
        })
    }

    /// Returns the generator's input.
    pub(crate) fn input(&self) -> Input<'_> {
        self.spec.input(self.overlay.as_ref())
    }
}

/// A document, and a function that reads the files that it refers to.
pub(crate) struct Document {
    /// The name in diagnostics.
    name: String,
    text: String,
    read_file: Box<ReadFile>,
}

/// Reads a file by its path relative to the document.
type ReadFile = dyn Fn(&str) -> std::result::Result<String, String> + Sync;

impl Document {
    fn read(path: &Path, name: &str) -> Result<Self> {
        let budget = Budget::new();
        let text = budget.read(path).with_context(|| {
            format!("cannot read {name}\n  help: check the path, and that the file is UTF-8 text\n  cause")
        })?;
        let directory = path.parent().map(PathBuf::from).unwrap_or_default();
        Ok(Self {
            name: name.to_owned(),
            text,
            read_file: Box::new(move |path| {
                let text = budget.read_below(&directory, path);
                text.map_err(|error| match error.kind() {
                    ErrorKind::NotFound => "there is no such file".to_owned(),
                    _ => format!("it cannot be read: {error}"),
                })
            }),
        })
    }

    /// Reads a file that the command line names.
    pub(crate) fn from_path(path: &Path) -> Result<Self> {
        Self::read(path, &path.display().to_string())
    }

    /// Reads a project file.
    pub(crate) fn in_project(path: &str) -> Result<Self> {
        Self::read(&root().join(path), path)
    }

    /// Reads a project file from a revision.
    fn at_revision(revision: &str, path: &str) -> Result<Self> {
        let directory = path.rsplit_once('/').map_or("", |(directory, _)| directory);
        let (revision, directory) = (revision.to_owned(), directory.to_owned());
        Ok(Self {
            name: format!("{revision}:{path}"),
            text: git::show(&revision, path)?,
            read_file: Box::new(move |path| {
                git::show(&revision, &format!("{directory}/{path}"))
                    .map_err(|_| format!("the revision `{revision}` has no such file in UTF-8"))
            }),
        })
    }

    /// Creates a document for a project file that isn't written yet.
    pub(crate) fn from_text(path: &str, text: String) -> Self {
        Self {
            name: path.to_owned(),
            text,
            read_file: Box::new(no_files),
        }
    }

    /// Returns the function that reads the files that the document refers to.
    pub(crate) fn read_file(&self) -> bundle::ReadFile<'_> {
        &*self.read_file
    }

    /// Returns the generator's input for this document and its overlay.
    pub(crate) fn input<'a>(&'a self, overlay: Option<&'a Self>) -> Input<'a> {
        let input = Input::new(self.source(), overlay.map(Self::source));
        Input {
            name_in_header: match self.name == SPEC {
                true => SPEC,
                false => input.name_in_header,
            },
            read_file: self.read_file(),
            ..input
        }
    }

    /// Returns the name and the text.
    pub(crate) fn source(&self) -> Source<'_> {
        Source {
            name: &self.name,
            text: &self.text,
        }
    }
}
