//! Lowers a query in a path template, as in `/rooms?page={page}`.

use crate::diagnostics::Result;
use crate::ir::{Location, Parameter, Style};
use crate::lower::operation::OperationObject;
use crate::openapi::errors::invalid_placeholder;

/// Returns the pairs of the query in the path template. A value that is a placeholder, as in `/rooms?page={page}`, is a
/// query parameter instead.
pub(super) fn take_query(
    object: &OperationObject<'_>,
    in_path: &mut Vec<Parameter>,
    other: &mut Vec<Parameter>,
) -> Result<Vec<(String, String)>> {
    let mut fixed = Vec::new();
    for pair in object.query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let placeholder = value.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
        let Some(placeholder) = placeholder else {
            fixed.push((percent_decoded(name), percent_decoded(value)));
            continue;
        };
        if let Some(index) = in_path.iter().position(|it| it.name == placeholder) {
            let parameter = in_path.remove(index);
            other.push(Parameter {
                name: percent_decoded(name),
                location: Location::Query,
                style: Style::FormExploded,
                ..parameter
            });
        } else if !other
            .iter()
            .any(|it| it.location == Location::Query && it.name == name)
        {
            let path = format!("{}?{}", object.path, object.query);
            return Err(invalid_placeholder(
                &object.pointer,
                &path,
                placeholder,
                false,
            ));
        }
    }
    Ok(fixed)
}

/// Decodes `%20` and the like. Leaves text that isn't valid unchanged.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend(before.bytes());
        let byte = after
            .get(..2)
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        rest = match byte {
            Some(byte) => {
                bytes.push(byte);
                after.get(2..).unwrap_or_default()
            }
            None => {
                bytes.push(b'%');
                after
            }
        };
    }
    bytes.extend(rest.bytes());
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}
