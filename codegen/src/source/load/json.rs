//! Loads JSON.

use serde_json::{Deserializer, Value};

use super::{Problem, value};
use crate::diagnostics::Result;

pub(super) fn load(text: &str) -> Result<Value> {
    let mut deserializer = Deserializer::from_str(text);
    value::deserialize(text, &mut deserializer)
        .and_then(|value| match deserializer.end() {
            Ok(()) => Ok(value),
            Err(error) => Err((error, None)),
        })
        .map_err(|(error, problem)| {
            let syntax_error = || {
                let help = "check quotes, commas and brackets at and before the position; a file that begins with `{` or `[` is read as JSON";
                Problem::syntax("JSON", &error.to_string(), help)
            };
            let problem = problem.unwrap_or_else(syntax_error);
            problem.at(error.line(), error.column())
        })
}
