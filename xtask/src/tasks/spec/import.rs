//! `cargo xtask spec import`: imports the facts of an upstream document into the spec.

use std::process::ExitCode;

use anyhow::Result;
use codegen::tools::diff::Report;

use super::diff::{self, report};
use super::upstream_lock::{LOCK, lock_text};
use crate::arguments;
use crate::plural;
use crate::project::diagnostics;
use crate::project::documents::{Contract, Document, OVERLAY, SPEC};
use crate::project::package;
use crate::project::root::root;
use crate::project::transaction::{Replacements, Transaction};

/// The path of the file that selects the operations to import.
const SETTINGS: &str = "spec/import.yaml";

/// The result of an import, before it is written.
pub(super) struct Import {
    /// The old spec; `None` for the first import.
    old: Option<Document>,
    /// The new spec.
    pub(super) new: Document,
    /// The new texts of the spec and the lock.
    pub(super) replacements: Replacements,
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
        diagnostics::print_progress("importing the operations");
        let imported = codegen::tools::import::import(
            upstream.source(),
            upstream.read_file(),
            settings.source(),
            old.as_ref().map(Document::source),
        )?;
        let lock = lock_text(&arguments.from, upstream.source().text, &imported)?;
        Ok(Self {
            old,
            replacements: Replacements::from([
                (SPEC.to_owned(), Some(imported.spec.clone())),
                (LOCK.to_owned(), Some(lock)),
            ]),
            operations: imported.operations,
            new: Document::from_text(SPEC, imported.spec),
        })
    }

    /// Compares the new spec and the overlay with those of the current commit, because the overlay may already have
    /// decisions about the new spec, and the spec may already be imported. Outside a repository, or if the commit lacks
    /// one of them, compares only the new with the old spec, if there was one.
    pub(super) fn changes(&self) -> Result<Option<Report>> {
        let overlay = Document::in_project(OVERLAY)?;
        let new = self.new.input(Some(&overlay));
        let version = Some(package::version()?);
        match (Contract::at_revision("HEAD"), &self.old) {
            (Ok(old), _) => report(old.input(), new, version).map(Some),
            (Err(_), Some(old)) => report(old.input(Some(&overlay)), new, version).map(Some),
            (Err(_), None) => Ok(None),
        }
    }

    /// Returns the line that reports the import.
    pub(super) fn summary(&self) -> String {
        format!("imported: {}", plural::count(self.operations, "operation"))
    }
}

pub(in crate::tasks) fn run(arguments: &arguments::Import) -> Result<ExitCode> {
    let transaction = Transaction::begin(&root())?;
    let import = Import::read(arguments)?;
    let changes = import.changes();
    transaction.commit(&import.replacements)?;
    anstream::println!("{}\n", import.summary());
    match changes {
        Ok(Some(report)) => diff::print(&report),
        Ok(None) => anstream::println!("first import: there is no earlier spec to compare with"),
        // The import itself succeeded. The old overlay may contradict the new spec, and must then be edited first.
        Err(error) => {
            diagnostics::print(&format!(
                "warning: cannot compare with the old spec: {error:#}"
            ));
        }
    }
    Ok(ExitCode::SUCCESS)
}
