//! `cargo xtask spec import`: imports the facts of an upstream document into the spec.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use codegen::tools::diff::Report;

use super::diff::{self, report};
use super::upstream_lock::{LOCK, lock_text};
use crate::arguments;
use crate::plural;
use crate::project::diagnostics;
use crate::project::documents::{Document, OVERLAY, SPEC};
use crate::project::root::root;
use crate::project::transaction::{Replacements, Transaction};
use crate::project::{package, progress};

/// The path of the file that selects the operations to import.
const SETTINGS: &str = "spec/import.yaml";

/// The result of an import, before it is written.
pub(super) struct Import {
    /// The old spec; `None` for the first import.
    old: Option<Document>,
    /// The new spec.
    pub(super) new: Document,
    /// The text of the lock.
    lock: String,
    /// The number of operations in the new spec.
    operations: usize,
}

impl Import {
    pub(super) fn read(arguments: &arguments::Import) -> Result<Self> {
        let upstream = Document::from_path(&arguments.from)?;
        let settings = Document::in_project(SETTINGS)?;
        let old = root()
            .join(SPEC)
            .exists()
            .then(|| Document::in_project(SPEC))
            .transpose()?;
        let import = || {
            codegen::tools::import::import(
                upstream.source(),
                upstream.read_file(),
                settings.source(),
                old.as_ref().map(Document::source),
            )
        };
        let imported = progress::during("importing the operations", import)?;
        Ok(Self {
            old,
            lock: lock_text(&arguments.from, upstream.source().text, &imported),
            operations: imported.operations,
            new: Document::from_text(SPEC, imported.spec),
        })
    }

    /// Returns the files that the import writes.
    pub(super) fn replacements(&self) -> Replacements {
        let spec = self.new.source().text.to_owned();
        Replacements::from([
            (SPEC.to_owned(), Some(spec)),
            (LOCK.to_owned(), Some(self.lock.clone())),
        ])
    }

    /// Compares the new spec and the overlay with those of the current commit, because the overlay may already have
    /// decisions about the new spec, and the spec may already be imported. Outside a repository, compares only the new
    /// with the old spec, if there was one.
    pub(super) fn changes(&self) -> Result<Option<Report>> {
        let overlay = Document::in_project(OVERLAY)?;
        let new = self.new.input(Some(&overlay));
        let version = Some(package::version()?);
        if let Some((old, old_overlay)) = Document::committed_contract()? {
            return report(old.input(Some(&old_overlay)), new, version).map(Some);
        }
        let old = self.old.as_ref();
        old.map(|old| report(old.input(Some(&overlay)), new, version))
            .transpose()
    }

    /// Returns the line that reports the import.
    pub(super) fn summary(&self, start: Instant) -> String {
        let operations = plural::count(self.operations, "operation");
        format!("imported: {operations}, {} ms", start.elapsed().as_millis())
    }
}

pub(in crate::tasks) fn run(arguments: &arguments::Import) -> Result<ExitCode> {
    let start = Instant::now();
    let transaction = Transaction::begin(&root())?;
    let import = Import::read(arguments)?;
    let changes = import.changes();
    transaction.commit(&import.replacements())?;
    anstream::println!("{}\n", import.summary(start));
    match changes {
        Ok(Some(report)) => diff::print(&report),
        Ok(None) => anstream::println!("first import: there is no earlier spec to compare with"),
        // The import itself succeeded. The old overlay may contradict the new spec, and must then be edited first.
        Err(error) => {
            diagnostics::print_warning(&format!("cannot compare with the old spec: {error:#}"));
        }
    }
    Ok(ExitCode::SUCCESS)
}
