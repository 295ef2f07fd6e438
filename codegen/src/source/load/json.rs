//! Reads JSON.

use std::cell::RefCell;

use serde_json::{Deserializer, Value};

use super::{Problem, value};
use crate::diagnostics::Result;

pub(super) fn load(text: &str) -> Result<Value> {
    let problem = RefCell::default();
    let mut deserializer = Deserializer::from_str(text);
    value::deserialize(text, &mut deserializer, &problem)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| {
            problem
                .take()
                .unwrap_or_else(|| {
                    Problem::syntax(
                        "JSON",
                        &error.to_string(),
                        "check quotes, commas and brackets at and before the position",
                    )
                })
                .at(error.line(), error.column())
        })
}
