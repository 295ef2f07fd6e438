//! JSON to a [`Value`].

use serde_json::{Deserializer, Value};

use super::{fault, node};
use crate::diagnostics::Result;

pub(super) fn load(text: &str) -> Result<Value> {
    let mut deserializer = Deserializer::from_str(text);
    let value = node::read(text, &mut deserializer);
    let whole = value.and_then(|value| deserializer.end().map(|()| value));
    whole.map_err(|error| {
        let place = (error.line(), error.column());
        fault("JSON", &error.to_string(), Some(place))
    })
}
