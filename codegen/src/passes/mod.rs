//! Passes change a document, a [`Value`], to another one that is closer to Rust. The overlay is
//! applied first. `to_api` then runs the others: repair, normalise, expand inheritance, simplify unions, merge `allOf`,
//! correct schemas, infer types.

pub mod correct_schemas;
mod growth;
pub mod infer_types;
pub mod inheritance;
pub mod merge_all_of;
pub mod normalise;
pub mod overlay;
pub mod repair;
pub mod unions;

use serde_json::{Map, Value};

const ALL_OF: &str = "allOf";
const NULLABLE: &str = "nullable";

fn contains_any(schema: &Map<String, Value>, keywords: &[&str]) -> bool {
    keywords.iter().any(|keyword| schema.contains_key(*keyword))
}

fn is_nullable(schema: &Map<String, Value>) -> bool {
    schema.get(NULLABLE) == Some(&Value::Bool(true))
}

fn make_nullable(schema: &mut Map<String, Value>) {
    schema.insert(NULLABLE.to_owned(), Value::Bool(true));
}
