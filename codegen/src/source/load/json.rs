//! Loads JSON.

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
            let syntax_error = || {
                let help = "check quotes, commas and brackets at and before the position; a file that begins with `{` is read as JSON";
                Problem::syntax("JSON", &error.to_string(), help)
            };
            let problem = problem.take().unwrap_or_else(syntax_error);
            problem.at(error.line(), error.column())
        })
}
