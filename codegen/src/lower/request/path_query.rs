//! Lowers a query in a path template, as in `/rooms?page={page}`.

use std::borrow::Cow;
use std::collections::HashSet;

use indexmap::IndexMap;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::diagnostics::{Diagnostic, Result};
use crate::ir::{Location, Parameter, Style};
use crate::lower::operation_object::OperationObject;
use crate::openapi::operations::placeholders;
use crate::openapi::path_parameters::{placeholder_without_parameter, repeated_placeholder};

/// The names and values in the query of a path template that aren't parameters.
pub(in crate::lower) type FixedQuery = Vec<(String, Vec<String>)>;

/// Returns the names and values of the query in the path template. For a pair whose value is a placeholder, as in
/// `/rooms?page={page}`, changes the path parameter to a query parameter instead.
pub(super) fn take_query(
    document: &Value,
    object: &OperationObject<'_>,
    parameters: &mut [Parameter],
) -> Result<FixedQuery> {
    let OperationObject { path, pointer, .. } = object;
    let template = format!("{path}?{}", object.query);
    let mut seen: HashSet<&str> = placeholders(path).collect();
    let mut fixed = IndexMap::<String, Vec<String>>::new();
    for pair in object.query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let decoded_name = percent_decoded(name);
        let Some(placeholder) = placeholders(pair).next() else {
            let values = fixed.entry(decoded_name).or_default();
            values.push(percent_decoded(value));
            continue;
        };
        if value != format!("{{{placeholder}}}") {
            return Err(Diagnostic::at(
                &object.item_pointer,
                format!(
                    "`{{{placeholder}}}` is only a part of `{pair}` in the query of the path `{template}`; expected a \
                     placeholder that is the whole value of a query parameter"
                ),
                format!(
                    "remove `{pair}` from the path, and add a Parameter Object with `in: query` to `parameters`"
                ),
            ));
        }
        if !seen.insert(placeholder) {
            return Err(repeated_placeholder(pointer, &template, placeholder));
        }
        let is_query = |it: &Parameter| it.location == Location::Query && it.name == decoded_name;
        let is_declared = parameters.iter().any(is_query);
        let mut all = parameters.iter_mut();
        match all.find(|it| it.location == Location::Path && it.name == placeholder) {
            Some(parameter) => {
                parameter.name = decoded_name;
                parameter.location = Location::Query;
                parameter.style = Style::FormExploded;
            }
            None if is_declared => {}
            None => {
                let error =
                    placeholder_without_parameter(document, pointer, &template, placeholder);
                return Err(error);
            }
        }
    }
    Ok(fixed.into_iter().collect())
}

/// Decodes percent-encoding. Returns the text unchanged if the decoded bytes aren't valid UTF-8.
fn percent_decoded(text: &str) -> String {
    let decoded = percent_decode_str(text).decode_utf8();
    decoded.map_or_else(|_| text.to_owned(), Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::diagnostics::Result;
    use crate::ir::Operation;
    use crate::lower::fixtures::lowered;

    /// Lowers an operation with this path and one parameter.
    fn lower(path: &str, name: &str, location: &str) -> Result<Operation> {
        let schema = json!({"type": "string"});
        let parameter: Value =
            json!({"name": name, "in": location, "required": true, "schema": schema});
        let get = json!({"parameters": [parameter], "responses": {"204": {"description": ""}}});
        let api = lowered(json!({path: {"get": get}}), json!({}))?;
        Ok(api.resources[0].operations[0].clone())
    }

    #[test]
    fn placeholder_with_encoded_name_is_the_declared_query_parameter() {
        let operation = lower("/rooms?page%5Bsize%5D={size}", "page[size]", "query").unwrap();
        let names: Vec<_> = operation.parameters.iter().map(|it| &it.name).collect();
        assert_eq!(names, ["page[size]"]);
        assert_eq!(operation.fixed_query, []);
    }

    #[test]
    fn repeated_name_in_query_keeps_all_values() {
        let operation = lower("/rooms?kind=a&size=1&kind=b%20c", "page", "query").unwrap();
        let expected = [("kind", vec!["a", "b c"]), ("size", vec!["1"])];
        let expected = expected.map(|(name, values)| {
            let values = values.into_iter().map(str::to_owned);
            (name.to_owned(), values.collect::<Vec<_>>())
        });
        assert_eq!(operation.fixed_query, expected);
    }

    #[test]
    fn placeholder_of_query_that_occurs_twice_is_an_error() {
        for path in ["/rooms/{id}?room={id}", "/rooms?a={id}&b={id}"] {
            let error = lower(path, "id", "path").unwrap_err();
            let message = format!("placeholder `{{id}}` occurs twice in the path `{path}`");
            assert_eq!(error.message(), message);
        }
    }

    #[test]
    fn placeholder_in_part_of_a_pair_is_an_error() {
        for pair in ["q=name:{name}", "{name}", "{name}=a", "q={name}{name}"] {
            let path = format!("/rooms?{pair}");
            let error = lower(&path, "name", "path").unwrap_err();
            let message = format!(
                "`{{name}}` is only a part of `{pair}` in the query of the path `{path}`; expected a placeholder that is \
                 the whole value of a query parameter"
            );
            assert_eq!(error.message(), message);
        }
    }
}
