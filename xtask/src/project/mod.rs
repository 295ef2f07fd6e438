//! The project's files and its git repository, and output and processes in common to the tasks.

pub(crate) mod changelog;
pub(crate) mod diagnostics;
pub(crate) mod documents;
pub(crate) mod exec;
pub(crate) mod generated_files;
pub(crate) mod git;
pub(crate) mod input_files;
pub(crate) mod package;
pub(crate) mod progress;
pub(crate) mod root;
pub(crate) mod sdk_sources;
pub(crate) mod transaction;
