//! The text of a document: reading it, joining its files, finding lines in it, and writing it.

pub mod bundle;
pub mod load;
pub(crate) mod locator;
pub mod source_map;
pub mod yaml_writer;
