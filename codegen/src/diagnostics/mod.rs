//! Errors and notices about a document, and the places in it that they point to.

pub(crate) mod collector;
pub mod error;
pub mod pointer;
pub mod report;
