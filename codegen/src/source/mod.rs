//! The text of documents: loads it, bundles several files, maps values to lines, and writes YAML.

pub(crate) mod big_stack;
pub mod bundle;
pub mod load;
pub(crate) mod locator;
pub mod source_map;
pub mod yaml_writer;
