//! `cargo xtask spec import`: the facts of an upstream document become the spec.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use codegen::tools::diff::{self, Report};

use super::lock::{LOCK, Lock};
use crate::arguments;
use crate::project::documents::{Document, OVERLAY, SPEC};
use crate::project::files::{self, Replacement};
use crate::root;
use crate::tasks::diff::{Documents, report};

/// Which operations are wanted, by its path in the project.
const SETTINGS: &str = "spec/import.yaml";

/// What an import comes to, before anything is written.
pub(super) struct Import {
    /// The spec as it was; there is none before the first import.
    old: Option<Document>,
    /// The spec as it is to be.
    pub(super) new: Document,
    lock: String,
    /// How many operations it has.
    operations: usize,
}

impl Import {
    pub(super) fn read(arguments: &arguments::Import) -> Result<Self> {
        let upstream = Document::given(&arguments.from)?;
        let settings = Document::of_project(SETTINGS)?;
        let old = root().join(SPEC).exists();
        let old = old.then(|| Document::of_project(SPEC)).transpose()?;
        let imported = codegen::tools::import::import(
            upstream.source(),
            upstream.files(),
            settings.source(),
            old.as_ref().map(Document::source),
        )?;
        let lock = Lock {
            file: &arguments.from,
            text: upstream.source().text,
            imported: &imported,
        };
        Ok(Self {
            old,
            lock: lock.to_string(),
            operations: imported.operations,
            new: Document::computed(SPEC, imported.contract),
        })
    }

    /// The files that the import changes.
    pub(super) fn replacements(&self) -> Vec<Replacement> {
        vec![
            Replacement::of_project(SPEC, self.new.source().text.to_owned()),
            Replacement::of_project(LOCK, self.lock.clone()),
        ]
    }

    /// What the import changes for callers; nothing if there was no spec before.
    pub(super) fn changes(&self) -> Result<Option<Report>> {
        let Some(old) = &self.old else {
            return Ok(None);
        };
        let overlay = Document::of_project(OVERLAY)?;
        let documents = |spec| Documents {
            spec,
            overlay: &overlay,
        };
        report(documents(old), documents(&self.new)).map(Some)
    }

    /// One line that tells what was imported.
    pub(super) fn summary(&self, start: Instant) -> String {
        let (operations, elapsed) = (self.operations, start.elapsed().as_millis());
        format!("imported: {operations} operations, {elapsed} ms")
    }
}

pub(super) fn run(arguments: &arguments::Import) -> Result<ExitCode> {
    let start = Instant::now();
    let import = Import::read(arguments)?;
    let changes = import.changes();
    files::replace(&import.replacements())?;
    anstream::println!("{}\n", import.summary(start));
    match changes {
        Ok(Some(report)) => anstream::print!("{}", diff::text(&report)),
        Ok(None) => anstream::println!("there was no spec before"),
        // The spec is what was asked for; what it means shows when it can be read.
        Err(error) => anstream::eprintln!("warning: what has changed cannot be told: {error:#}"),
    }
    Ok(ExitCode::SUCCESS)
}
