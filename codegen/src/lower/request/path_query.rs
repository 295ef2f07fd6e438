//! Lowers a query in a path template, as in `/rooms?page={page}`.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::diagnostics::Result;
use crate::ir::{Location, Parameter, Style};
use crate::lower::operation_object::OperationObject;
use crate::openapi::path_parameters::placeholder_without_parameter;

/// Returns the pairs of the query in the path template. For a pair whose value is a placeholder, as in
/// `/rooms?page={page}`, changes the path parameter to a query parameter instead.
pub(super) fn take_query(
    document: &Value,
    object: &OperationObject<'_>,
    parameters: &mut [Parameter],
) -> Result<Vec<(String, String)>> {
    let mut fixed = Vec::new();
    for pair in object.query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let placeholder = value.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
        let Some(placeholder) = placeholder else {
            fixed.push((percent_decoded(name), percent_decoded(value)));
            continue;
        };
        let mut all = parameters.iter_mut();
        if let Some(parameter) =
            all.find(|it| it.location == Location::Path && it.name == placeholder)
        {
            parameter.name = percent_decoded(name);
            parameter.location = Location::Query;
            parameter.style = Style::FormExploded;
        } else if !parameters
            .iter()
            .any(|it| it.location == Location::Query && it.name == name)
        {
            let path = format!("{}?{}", object.path, object.query);
            return Err(placeholder_without_parameter(
                document,
                &object.pointer,
                &path,
                placeholder,
            ));
        }
    }
    Ok(fixed)
}

/// Decodes percent-encoding. Returns the text unchanged if the decoded bytes aren't valid UTF-8.
fn percent_decoded(text: &str) -> String {
    let decoded = percent_decode_str(text).decode_utf8();
    decoded.map_or_else(|_| text.to_owned(), Cow::into_owned)
}
