//! Finds the operation of a request.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use super::{Contract, Operation};

/// The result of matching the method and the path of a request against the contract.
pub(super) enum Route<'a> {
    /// An operation and the values of its path parameters.
    Operation(&'a Operation, BTreeMap<String, String>),
    /// The path has operations, but only with these methods.
    MethodNotAllowed(Vec<&'a str>),
    /// The contract has no such path.
    NotFound,
}

/// Finds the operation of a method and a path below the base URL.
pub(super) fn route<'a>(contract: &'a Contract, method: &str, path: &str) -> Route<'a> {
    let mut allowed_methods = Vec::new();
    for operation in &contract.operations {
        let Some(parameters) = match_template(&operation.path, path) else {
            continue;
        };
        if operation.method == method {
            return Route::Operation(operation, parameters);
        }
        allowed_methods.push(operation.method.as_str());
    }
    if allowed_methods.is_empty() {
        Route::NotFound
    } else {
        Route::MethodNotAllowed(allowed_methods)
    }
}

/// Returns the decoded values of the path parameters, or `None` if the path does not match the template.
fn match_template(template: &str, path: &str) -> Option<BTreeMap<String, String>> {
    if template.split('/').count() != path.split('/').count() {
        return None;
    }
    let mut parameters = BTreeMap::new();
    for (expected, segment) in template.split('/').zip(path.split('/')) {
        let segment = percent_decode_str(segment).decode_utf8_lossy();
        match parameter_name(expected) {
            Some(name) if !segment.is_empty() => {
                parameters.insert(name.to_owned(), segment.into_owned());
            }
            _ if expected == segment => {}
            _ => return None,
        }
    }
    Some(parameters)
}

fn parameter_name(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn match_template_parameter_matches_one_segment() {
        let matched = |path| match_template("/rooms/{room_id}/sessions", path);
        let expected = BTreeMap::from([("room_id".to_owned(), "a/b".to_owned())]);
        assert_eq!(matched("/rooms/a%2Fb/sessions"), Some(expected));
        for path in [
            "/rooms/a",
            "/rooms//sessions",
            "/rooms/a/sessions/",
            "/rooms/a/b/sessions",
            "/room/a/sessions",
        ] {
            assert_eq!(matched(path), None, "{path}");
        }
    }
}
