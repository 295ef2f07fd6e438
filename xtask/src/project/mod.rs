//! The files and programs of the project that tasks work with.

pub(crate) mod diagnostics;
pub(crate) mod documents;
pub(crate) mod files;
pub(crate) mod git;
pub(crate) mod package;
pub(crate) mod program;
pub(crate) mod sdk;
