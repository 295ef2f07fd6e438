//! `cargo xtask spec import`: the facts of an upstream document become the spec.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;

use super::lock::{LOCK, Lock};
use crate::documents::{Document, SPEC};
use crate::files::{self, Replacement};
use crate::root;

/// Which operations are wanted, by its path in the project.
const SETTINGS: &str = "spec/import.yaml";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The upstream document: OpenAPI 3.0 or 3.1, YAML or JSON
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
}

/// What an import comes to, before anything is written.
pub(crate) struct Import {
    /// The spec as it is to be.
    spec: String,
    lock: String,
    /// How many operations it has.
    operations: usize,
}

impl Import {
    pub(crate) fn read(arguments: &Arguments) -> Result<Self> {
        let upstream = Document::given(&arguments.from)?;
        let settings = Document::of_project(SETTINGS)?;
        let committed = root()
            .join(SPEC)
            .exists()
            .then(|| Document::of_project(SPEC))
            .transpose()?;
        let imported = codegen::import::import(
            upstream.source(),
            settings.source(),
            committed.as_ref().map(Document::source),
        )?;
        let lock = Lock {
            file: &arguments.from,
            text: upstream.source().text,
            imported: &imported,
        };
        Ok(Self {
            lock: lock.to_string(),
            operations: imported.operations,
            spec: imported.contract,
        })
    }

    /// The files that the import changes.
    pub(crate) fn replacements(&self) -> Vec<Replacement> {
        let replacement = |path, text: &String| Replacement {
            path: root().join(path),
            text: Some(text.clone()),
        };
        vec![replacement(SPEC, &self.spec), replacement(LOCK, &self.lock)]
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let start = Instant::now();
    let import = Import::read(arguments)?;
    files::replace(&import.replacements())?;
    anstream::println!(
        "imported: {} operations, {} ms",
        import.operations,
        start.elapsed().as_millis()
    );
    Ok(ExitCode::SUCCESS)
}
