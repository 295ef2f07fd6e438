//! An OpenAPI document as data: its objects, references and operations.

pub mod document;
pub(crate) mod json_schema;
pub(crate) mod media_type;
pub mod operations;
pub mod references;
pub mod walk;
