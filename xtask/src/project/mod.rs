//! The project's files and its git repository, and the code for output and processes that the tasks share.

pub(crate) mod changelog;
pub(crate) mod diagnostics;
pub(crate) mod documents;
pub(crate) mod exec;
pub(crate) mod generated_files;
pub(crate) mod git;
pub(crate) mod input_files;
pub(crate) mod package;
pub(crate) mod root;
pub(crate) mod sdk_sources;
pub(crate) mod transaction;
