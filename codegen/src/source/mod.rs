//! Converts between text and [`Value`](serde_json::Value).

pub(crate) mod big_stack;
pub mod bundle;
pub mod load;
pub(crate) mod locator;
pub mod source_map;
pub mod yaml_writer;
