//! Loads JSON.

use serde_json::{Deserializer, Value};

use super::{Problem, value};
use crate::diagnostics::Result;

pub(super) fn load(text: &str) -> Result<Value> {
    let mut deserializer = Deserializer::from_str(text);
    let value = value::deserialize(text, &mut deserializer).and_then(|value| {
        let end = deserializer.end().map_err(|error| (error, None));
        end.map(|()| value)
    });
    value.map_err(|(error, problem)| {
        let problem = problem.unwrap_or_else(|| {
            let help = "check quotes, commas and brackets at and before the position; a file that begins with `{` or `[` is read as JSON";
            Problem::syntax("JSON", &error.to_string(), help)
        });
        // An error directly after a line feed has the column 0.
        problem.at(error.line(), error.column().max(1))
    })
}
