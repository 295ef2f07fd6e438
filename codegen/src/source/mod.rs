//! Converts between text and [`Value`](serde_json::Value): loads YAML and JSON, bundles several files into one
//! document, finds the lines of values, and writes YAML.

pub(crate) mod big_stack;
pub mod bundle;
pub mod load;
pub(crate) mod locator;
pub mod source_map;
pub mod yaml_writer;
